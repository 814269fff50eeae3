import Diagnostics
import Rules

/// A row of `decisions.csv`, as it stands.
struct DecisionCells: Sendable {
  /// `stage`, `programme`, `pool`, `audience`, `student`, `decision`, `decided_by`, `reason`.
  let cells: [String]
  let line: Int

  static let columns = [
    "stage", "programme", "pool", "audience", "student", "decision", "decided_by", "reason",
  ]
}

/// The inputs of a run, read plainly.
struct CaseInputs: Sendable {
  var rules: RuleSet
  var market: MarketModel
  var programmes: KeyedTexts
  var schools: KeyedTexts
  var seed: String?
  var planSeed: String?
  var decisions: [DecisionCells]
  /// Seats of the plan, by programme.
  var plan: [Int]
  /// For each programme the seats that each pool has at first, over all audiences.
  var seatsByPool: [[Int]]
  /// Of a later round the fingerprint of the earlier run.
  var after: String?
  /// Of a later round how many withdrawals name an audience that nothing else at hand says is
  /// theirs.
  var withdrawalsOnTrust: Int
  /// How many warnings of each code the rules alone give.
  var ruleWarnings: [String: Int]
  var students: Int { market.studentCount }
}

extension ProblemLog {
  /// How many warnings of each code there are.
  fileprivate var warningCounts: [String: Int] {
    groups.reduce(into: [:]) { counts, group in
      if !group.code.isError { counts[group.code.name, default: 0] += group.count }
    }
  }
}

/// Reads a case for `verify`: the files that `allocate` reads, by code of its own.
struct CaseInputsReader {
  let folder: CaseFolder
  /// The run after which this round is held, if it is a later one.
  let earlier: EarlierRound?
  let threads: PlainThreads

  /// The inputs; nil where they cannot be read, which the folder's problems say.
  ///
  /// Complexity: O(bytes of the files), on all threads.
  func read() -> CaseInputs? {
    guard let bytes = folder.bytes("rules.json", required: true) else { return nil }
    let (rules, log) = RuleSet.read(bytes.array())
    folder.problems.merge(log)
    guard let rules else { return nil }
    for problem in rules.undecidedProblems { folder.problems.add(problem) }
    let seed = folder.seed("seed.txt")
    let planSeed = folder.seed("plan-seed.txt")
    // Read only to be digested: control totals decide nothing.
    _ = folder.table("controls", rules, required: false)
    guard let programmeTable = folder.table("programmes", rules, required: true),
      let schoolTable = folder.table("middle_schools", rules, required: true),
      let studentTable = folder.table("students", rules, required: true),
      let programmes = KeyedTexts(
        programmeTable, key: "programme", rules, problems: &folder.problems),
      let schools = KeyedTexts(
        schoolTable, key: "middle_school", rules, problems: &folder.problems),
      programmes.count < Int(UInt16.max)
    else { return nil }
    checkWords(programmes, "sector", ["", "public", "private", "公办", "民办"])
    checkWords(programmes, "quality", ["", "yes", "no", "是", "否"])
    let planner = MarketPlanner(rules, programmes, schools, studentTable)
    folder.problems.merge(planner.problems)
    folder.problems.merge(planner.students.problems)
    guard folder.problems.isClean else { return nil }
    var blocks = readStudents(studentTable, planner)
    readChoices(planner, &blocks)
    let decisions = decisionRows(rules)
    let plan = wholeNumbers(programmes, "plan")
    let model = self.market(planner, blocks, seed)
    guard folder.problems.isClean,
      let (seats, byPool, onTrust) = earlier == nil
        ? seats(model, planner, plan).map({ ($0.seats, $0.byPool, 0) })
        : seatsLeft(model, earlier!, rules),
      folder.problems.isClean
    else { return nil }
    let priorities = self.priorities(model)
    guard folder.problems.isClean else { return nil }
    let market = MarketModel(model, seats: seats, priorities: priorities)
    return CaseInputs(
      rules: rules, market: market, programmes: programmes, schools: schools, seed: seed,
      planSeed: planSeed, decisions: decisions, plan: plan, seatsByPool: byPool,
      after: earlier?.fingerprint, withdrawalsOnTrust: onTrust,
      ruleWarnings: log.warningCounts)
  }

  /// The seats of a later round: what the earlier run left, with those of students who withdraw.
  private func seatsLeft(
    _ market: MarketModel, _ round: EarlierRound, _ rules: RuleSet
  ) -> (seats: [[Int32]], byPool: [[Int]], onTrust: Int)? {
    var withdrawals: [(student: String, audience: String)] = []
    if let table = folder.table("withdrawals", rules, required: false),
      let student = table.requiredColumn("student", rules, problems: &folder.problems)
    {
      let audience = table.column("audience", rules, problems: &folder.problems)
      let texts = table.texts(problems: &folder.problems)
      withdrawals = (0..<texts.count).map { row in
        (texts[row, student], audience.map { texts[row, $0] } ?? "")
      }
    }
    var round = round
    let onTrust = round.giveBack(withdrawals, market, threads: threads, &folder.problems)
    let (seats, byPool) = round.seats(market, &folder.problems)
    return (seats, byPool, onTrust)
  }

  /// A word that compliance is judged by is one of those that are known.
  private func checkWords(_ table: KeyedTexts, _ name: String, _ known: [String]) {
    let cells = table.values(name, problems: &folder.problems) ?? []
    for (at, cell) in cells.enumerated() where !known.contains(where: { areSameBytes($0, cell) }) {
      folder.problems.add(
        .plainReading, at: table.place(at), cause: name,
        Phrase(
          zh: "\(name) 为 \(cell)，不是可用的词", en: "\(name) is \(cell), which is no word for it"))
    }
  }

  private func wholeNumbers(_ table: KeyedTexts, _ name: String) -> [Int] {
    table.required(name, problems: &folder.problems).enumerated().map { at, cell in
      if let count = PlainNumber.count(cell) { return count }
      folder.problems.add(
        .plainReading, at: table.place(at), cause: name,
        Phrase(
          zh: "\(name) 为 \(cell)，应为整数", en: "\(name) is \(cell), a whole number was expected"))
      return 0
    }
  }

  // MARK: Students

  private func readStudents(_ table: PlainTable, _ planner: MarketPlanner) -> [StudentRows] {
    @Sendable func reader() -> StudentBlockReader {
      StudentBlockReader(
        planner.students.layout, file: table.file, programmes: planner.programmes.lookup,
        schools: planner.schools.lookup, lengthsMax: planner.lengthsMax)
    }
    let pieces = table.pieces(aboutBytes: 1 << 20)
    var read = threads.map(pieces.count, with: { (reader: reader(), heapBytes: 0) }) { own, at in
      // What is kept of a block takes less than three quarters of its text; a small table, no large
      // pages.
      if own.heapBytes < pieces[at].count, pieces.count >= 32 {
        expectPieces(of: 24 << 20)
        own.heapBytes = 32 << 20
      }
      own.heapBytes -= pieces[at].count
      defer { table.bytes.letGo(pieces[at]) }
      return own.reader.read(
        table, from: pieces[at].lowerBound, to: pieces[at].upperBound, line: 0)
    }
    if read.contains(where: { !$0.1.isClean }) {
      // Pieces do not know on which line they begin: once more, from the top.
      var reader = reader()
      read = [
        reader.read(
          table, from: table.bodyStart, to: table.bytes.count, line: table.firstLine)
      ]
    }
    for (_, problems) in read { folder.problems.merge(problems) }
    let blocks = read.map(\.0).filter { $0.count > 0 }
    if blocks.isEmpty {
      folder.problems.add(
        .plainReading, at: Place(file: table.file, line: 1),
        Phrase(zh: "表头之下没有学生", en: "there is no student under the header"))
    }
    return blocks
  }

  // MARK: Priorities and decisions

  /// The programmes' own lists; nil where no stage asks for them.
  private func priorities(_ market: MarketModel) -> PriorityLists? {
    let isAsked = market.stages.contains { $0.entries.contains { $0.ranking == .priorities } }
    guard isAsked, let table = folder.table("priorities", market.rules, required: true) else {
      return nil
    }
    return PriorityLists(
      table, market, skipsStrangers: earlier != nil, problems: &folder.problems)
  }

  private func decisionRows(_ rules: RuleSet) -> [DecisionCells] {
    guard let table = folder.table("decisions", rules, required: false) else { return [] }
    let columns = DecisionCells.columns.enumerated().map { at, name in
      at < 6
        ? table.requiredColumn(name, rules, problems: &folder.problems)
        : table.column(name, rules, problems: &folder.problems)
    }
    let texts = table.texts(problems: &folder.problems)
    return (0..<texts.count).map { row in
      DecisionCells(
        cells: columns.map { $0.map { texts[row, $0] } ?? "" }, line: texts.place(row).line)
    }
  }
}
