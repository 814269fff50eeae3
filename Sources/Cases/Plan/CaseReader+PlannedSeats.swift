import Columns
import Diagnostics
import Exact
import Rules
import Tables

extension CaseReader {
  /// Warns of quota seats that are not those of the plan beside them. An office may have its
  /// reasons, so the quotas are what counts, and `plan.csv` is none of the inputs: a run does not
  /// record this.
  func warnOfPlannedSeats(_ quotas: Quotas?, _ builder: MarketBuilder, _ log: inout ProblemLog) {
    guard files.source == nil, !builder.rules.plan.splits.isEmpty,
      let plan = PlannedSeats(in: files.folder, builder, workers: workers)
    else { return }
    let file = quotas?.table.file ?? files.fileName("quotas")
    for cell in plan.differences(from: quotas, builder.rules) {
      log.add(.quotasNotPlanned, cause: file) {
        let place = cell.row.flatMap { quotas?.table.place(row: $0) } ?? plan.place(cell.planRow)
        let pool = builder.rules.pools[Int(cell.pool)].name
        let who = "\(builder.programmes.codes[Int(cell.programme)]), \(pool), \(cell.audience)"
        return (
          place,
          Phrase(
            zh: "\(who)：\(file) 给 \(cell.given) 个名额，plan.csv 为 \(cell.planned) 个",
            en: "\(who): \(counted(cell.given, "seat")) in \(file), \(cell.planned) in plan.csv")
        )
      }
    }
    for (row, seats, who) in plan.strangers {
      log.add(.quotasNotPlanned, cause: file) {
        (
          plan.place(row),
          Phrase(
            zh: "\(who)：plan.csv 给 \(seats) 个名额，本案例没有这一招生代码、类别或受众",
            en: "\(who): \(counted(seats, "seat")) in plan.csv, and no such programme, pool or "
              + "audience in this case")
        )
      }
    }
  }
}

/// The seats that a `plan.csv` gives: the last levels of the splits that the rules have.
package struct PlannedSeats {
  /// A cell whose seats differ.
  struct Difference {
    let pool: Int32
    let programme: Int32
    let audience: String
    let given: Int
    let planned: Int
    /// Its row among the quotas; nil where it has none.
    let row: Int?
    let planRow: Int
  }

  /// The columns of `plan.csv`, for whoever writes it too.
  package static let columns = [
    "split", "level", "programme", "pool", "audience", "eligible", "weight", "fair_share", "seats",
  ]

  private let table: CSVTable
  private let entries: [Quotas.Entry]
  private let texts: [Int32: String]
  private let schools: [String]
  /// Rows with seats of what this case does not have: row, seats, programme with pool and audience.
  let strangers: [(row: Int, seats: Int, who: String)]

  /// Reads the plan in `folder`; nil where there is none, or a file that is none.
  init?(in folder: String, _ builder: MarketBuilder, workers: Workers) {
    var unheard = ProblemLog()
    guard let file = try? MappedFile("plan.csv", in: folder),
      var table = CSVTable.open(
        "plan.csv", TextBytes(file.bytes), workers: workers, log: &unheard),
      table.headers.map({ ByteText($0.name) }) == PlannedSeats.columns.map({ ByteText($0) })
    else { return nil }
    let rules = builder.rules
    schools = builder.planner.schools.codes
    let codes = schools
    let (_, locals) = table.read(workers: workers, log: &unheard) { _ in
      PlanSink(rules, programmes: builder.programmes.codes, schools: codes)
    }
    self.table = table
    entries = locals.flatMap(\.entries)
    texts = locals.reduce(into: [:]) { $0.merge($1.texts) { a, _ in a } }
    strangers = locals.flatMap(\.strangers)
  }

  /// Where a row of the plan stands.
  func place(_ row: Int) -> Place { table.place(row: row) }

  /// The cells of the splits' pools whose seats are others in `quotas`; seats of splits into one
  /// pool are added up. By pool, programme and audience. Complexity: O(cells with seats · log).
  func differences(from quotas: Quotas?, _ rules: RuleSet) -> [Difference] {
    let split = Set(rules.plan.splits.map { Int32($0.pool) })
    var numbers: [ByteText: Int32] = [:]
    var names: [String] = []
    /// A number of an audience that is no middle school: below 0.
    func number(_ text: String) -> Int32 {
      let key = ByteText(text)
      if let known = numbers[key] { return known }
      names.append(text)
      numbers[key] = -Int32(names.count)
      return numbers[key]!
    }
    var cells: [(entry: Quotas.Entry, isPlanned: Bool)] = []
    func add(_ entries: [Quotas.Entry], _ texts: [Int32: String], isPlanned: Bool) {
      for var entry in entries where split.contains(entry.pool) && entry.seats > 0 {
        if entry.audience < 0 { entry.audience = number(texts[entry.row] ?? "") }
        cells.append((entry, isPlanned))
      }
    }
    if let quotas { add(quotas.entries, quotas.audienceTexts, isPlanned: false) }
    add(entries, texts, isPlanned: true)
    func key(_ entry: Quotas.Entry) -> (Int32, Int32, Int32) {
      (entry.pool, entry.programme, entry.audience)
    }
    cells.sort { a, b in
      if key(a.entry) != key(b.entry) { return key(a.entry) < key(b.entry) }
      return a.isPlanned == b.isPlanned ? a.entry.row < b.entry.row : b.isPlanned
    }
    var found: [Difference] = []
    var at = 0
    while at < cells.count {
      let (first, isPlanned) = cells[at]
      var (given, planned) = (0, 0)
      var planRow = first.row
      while at < cells.count, key(cells[at].entry) == key(first) {
        let (entry, isPlanned) = cells[at]
        if isPlanned {
          if planned == 0 { planRow = entry.row }
          planned += Int(entry.seats)
        } else {
          given += Int(entry.seats)
        }
        at += 1
      }
      guard given != planned else { continue }
      let audience =
        first.audience < 0 ? names[Int(-first.audience) - 1] : schools[Int(first.audience)]
      found.append(
        Difference(
          pool: first.pool, programme: first.programme, audience: audience, given: given,
          planned: planned, row: isPlanned ? nil : Int(first.row), planRow: Int(planRow)))
    }
    return found
  }
}

private struct PlanSink: RowSink {
  struct Local: Sendable {
    var entries: [Quotas.Entry] = []
    var texts: [Int32: String] = [:]
    var strangers: [(row: Int, seats: Int, who: String)] = []
  }

  private let splits: CodeTable
  /// For each split the bytes of its last level's name.
  private let lastLevels: [CodeTable]
  private let programmes: CodeTable
  private let pools: CodeTable
  private let schools: CodeTable
  private let areSchools: [Bool]

  init(_ rules: RuleSet, programmes: [String], schools: [String]) {
    func table(_ names: [String]) -> CodeTable { CodeTable(names.map { Array($0.utf8) }) }
    splits = table(rules.plan.splits.map(\.name))
    lastLevels = rules.plan.splits.map { table([$0.levels.last ?? ""]) }
    self.programmes = table(programmes)
    pools = table(rules.pools.map(\.name))
    self.schools = table(schools)
    areSchools = rules.pools.map { $0.audience == .middleSchool }
  }

  func begin() -> Local { Local() }

  func take(_ block: RowBlock, _ bytes: RawSpan, _ bounds: Span<UInt32>, _ local: inout Local) {
    for i in 0..<block.count {
      func cell(_ column: Int) -> Range<Int> { block.cell(i, column, bounds) }
      let split = splits.lookUp(bytes, cell(0))
      guard split >= 0, lastLevels[Int(split)].lookUp(bytes, cell(1)) >= 0,
        let seats = count(of: block.text(i, 8, bytes, bounds)), seats > 0, seats <= Int(Int32.max)
      else { continue }
      let row = Int32(block.firstRow + i)
      let pool = pools.lookUp(bytes, cell(3))
      var entry = Quotas.Entry(
        row: row, programme: programmes.lookUp(bytes, cell(2)), pool: pool, audience: -1,
        seats: Int32(seats))
      var isKnown = entry.programme >= 0 && pool >= 0
      if isKnown, areSchools[Int(pool)] {
        entry.audience = schools.lookUp(bytes, cell(4))
        // Number 0 is "none", which has no seats.
        isKnown = entry.audience > 0
      } else if isKnown {
        local.texts[row] = block.text(i, 4, bytes, bounds)
      }
      if isKnown {
        local.entries.append(entry)
      } else {
        let who = [2, 3, 4].map { block.text(i, $0, bytes, bounds) }.joined(separator: ", ")
        local.strangers.append((Int(row), seats, who))
      }
    }
  }
}
