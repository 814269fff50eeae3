import Apportionment
import Columns
import Diagnostics
import Exact

/// Reads the tables of a matrix, and puts rows and columns in order of their names' bytes.
struct GridReader {
  let files: GridFiles
  let method: GridMethod
  let rowSheet: Sheet?
  let columnSheet: Sheet?
  let cellSheet: Sheet?
  /// The table's row of each name, in order of the names.
  private(set) var rows = SortedNames()
  private(set) var columns = SortedNames()
  private(set) var scale = WeightScale()
  /// The weight of each column in order, where the table has weights.
  private var columnDecimals: [Decimal?]?
  private(set) var columnSeats: [Int]?

  init(
    _ files: GridFiles, _ method: GridMethod, _ workers: Workers, _ log: inout ProblemLog
  ) {
    (self.files, self.method) = (files, method)
    rowSheet = Sheet(
      files.rows, names: ["row", "seats", "tier"], required: ["row", "seats"], workers: workers,
      log: &log)
    columnSheet = files.columns.flatMap {
      Sheet(
        $0, names: ["column", "weight", "seats", "group"], required: ["column"],
        workers: workers, log: &log)
    }
    cellSheet = files.cells.flatMap {
      Sheet(
        $0, names: ["row", "column", "weight", "minimum", "maximum"],
        required: ["row", "column"], workers: workers, log: &log)
    }
  }

  /// The grid; nil where anything was reported.
  mutating func grid(_ log: inout ProblemLog) -> Grid? {
    if let names = rowSheet?.uniqueNames("row", log: &log) { rows = SortedNames(names) }
    readColumns(&log)
    let rowSeats = readRowSeats(&log)
    guard log.isClean else { return nil }
    let cells = cellSheet.map { readCells($0, &log) }
    let weights = columnDecimals?.enumerated().map { at, weight in
      weight.flatMap {
        scale.units($0, cause: columnSheet!.file, log: &log) { columnPlace(at, "weight") }
      } ?? 0
    }
    guard log.isClean else { return nil }
    if let cells {
      return open(cells, rowSeats, weights, &log)
    }
    return allOpen(rowSeats, weights!, &log)
  }

  private func columnPlace(_ at: Int, _ name: String) -> Place {
    columnSheet!.place(columns.lines[at], name)
  }

  private func readRowSeats(_ log: inout ProblemLog) -> [Int] {
    guard let rowSheet else { return [] }
    var total = 0
    var isBeyond = false
    return rows.lines.map { line in
      let seats = rowSheet.seats(line, "seats", empty: nil, log: &log) ?? 0
      total += seats
      if total > Limits.seatsMax, !isBeyond {
        isBeyond = true
        log.add(.seatsBeyondLimit, at: rowSheet.place(line, "seats"), beyond(total))
      }
      return seats
    }
  }

  private func beyond(_ total: Int) -> Phrase {
    Phrase(
      zh: "至此名额合计 \(total)，超过 \(Limits.seatsMax)",
      en: "up to here the seats add up to \(total), beyond \(Limits.seatsMax)")
  }

  // MARK: Columns

  private mutating func readColumns(_ log: inout ProblemLog) {
    guard let columnSheet else {
      if files.columns == nil, let cellSheet, let names = cellSheet.names("column", log: &log) {
        columns = SortedNames(distinct: names)
        requireCellWeights(cellSheet, &log)
      }
      return
    }
    guard let names = columnSheet.uniqueNames("column", log: &log) else { return }
    columns = SortedNames(names)
    if columnSheet.has("seats"), method == .biproportional {
      readColumnSeats(columnSheet, &log)
    } else if columnSheet.has("seats") {
      log.add(
        .columnIdle, at: columnSheet.place(ofColumn: "seats"),
        Phrase(
          zh: "\(method.name) 不固定列合计，seats 没有被使用",
          en: "\(method.name) does not fix the columns' totals: seats are not used"))
    }
    if columnSheet.has("weight") {
      columnDecimals = columns.lines.map { columnSheet.weight($0, "weight", log: &log) }
    } else if let seats = columnSeats {
      // Columns of fixed totals without weights count by their totals.
      columnDecimals = seats.map { Decimal(mantissa: Int64($0), places: 0) }
    } else if let cellSheet {
      requireCellWeights(cellSheet, &log)
    } else {
      reportNoWeights(columnSheet, &log)
    }
    for case let weight? in columnDecimals ?? [] { scale.include(weight) }
  }

  private mutating func readColumnSeats(_ sheet: Sheet, _ log: inout ProblemLog) {
    var total = 0
    var isBeyond = false
    var seats: [Int] = []
    for line in columns.lines {
      seats.append(sheet.seats(line, "seats", empty: nil, log: &log) ?? 0)
      total += seats.last!
      if total > Limits.seatsMax, !isBeyond {
        isBeyond = true
        log.add(.seatsBeyondLimit, at: sheet.place(line, "seats"), beyond(total))
      }
    }
    columnSeats = seats
  }

  private func requireCellWeights(_ sheet: Sheet, _ log: inout ProblemLog) {
    if !sheet.has("weight") { reportNoWeights(sheet, &log) }
  }

  private func reportNoWeights(_ sheet: Sheet, _ log: inout ProblemLog) {
    log.add(
      .headerMissing, at: Place(file: sheet.file, line: 1),
      Phrase(
        zh: "没有列 weight，权数无处可取",
        en: "there is no column weight, and no other table has the weights"))
  }

  // MARK: Cells

  private mutating func readCells(_ sheet: Sheet, _ log: inout ProblemLog) -> [ListedCell] {
    let bounds = sheet.requirements(minimum: files.minimum, maximum: files.maximum, log: &log)
    let rowNames = sheet.names("row", log: &log)
    let columnNames = sheet.names("column", log: &log)
    guard let rowNames, let columnNames else { return [] }
    var cells: [ListedCell] = []
    cells.reserveCapacity(sheet.rowCount)
    for line in 0..<sheet.rowCount {
      let row = find(rowNames[line], in: rows, sheet, line, "row", files.rows, &log)
      let column = find(
        columnNames[line], in: columns, sheet, line, "column", files.columns ?? "", &log)
      var weight: Decimal?
      if columnDecimals == nil || !sheet[line, "weight"].isEmpty {
        weight = sheet.weight(line, "weight", log: &log)
        if let weight { scale.include(weight) }
      }
      guard let row, let column else { continue }
      cells.append(
        ListedCell(line: line, row: row, column: column, weight: weight, bounds: bounds[line]))
    }
    cells.sort { ($0.row, $0.column, $0.line) < ($1.row, $1.column, $1.line) }
    for (a, b) in zip(cells, cells.dropFirst()) where (a.row, a.column) == (b.row, b.column) {
      log.add(.nameTwice, cause: sheet.file) {
        sheet.twice(b.line, a.line, "row", "\(rows.names[b.row]), \(columns.names[b.column])")
      }
    }
    return cells
  }

  private func find(
    _ name: String, in names: SortedNames, _ sheet: Sheet, _ line: Int, _ column: String,
    _ table: String, _ log: inout ProblemLog
  ) -> Int? {
    if let found = names.index(of: name) { return found }
    log.add(.codeUnknown, cause: "\(sheet.file)/\(column)") {
      let near = nearestName(to: name, among: names.names)
      return (
        sheet.place(line, column),
        Phrase(
          zh: "\(column) \(curlyQuoted(name)) 不在 \(table) 中" + (near.map { "；最接近的是 \($0)" } ?? ""),
          en: "\(column) \(curlyQuoted(name)) is not in \(table)"
            + (near.map { "; the nearest is \($0)" } ?? ""))
      )
    }
    return nil
  }
}

/// A cell as the table lists it.
struct ListedCell {
  let line: Int
  let row: Int
  let column: Int
  let weight: Decimal?
  let bounds: (least: Int, most: Int)
}

/// Names in order of their bytes, each with the row of the table that it came from.
struct SortedNames {
  private(set) var names: [String] = []
  private(set) var lines: [Int] = []
  private var places: [[UInt8]: Int] = [:]

  init() {}

  /// Names that differ.
  init(_ given: [String]) {
    lines = given.indices.sorted { ByteText(given[$0]) < ByteText(given[$1]) }
    names = lines.map { given[$0] }
    for (at, name) in names.enumerated() { places[Array(name.utf8)] = at }
  }

  /// The distinct ones among `given`, each with the row where it comes first.
  init(distinct given: [String]) {
    var seen: Set<[UInt8]> = []
    let first = given.indices.filter { seen.insert(Array(given[$0].utf8)).inserted }
    lines = first.sorted { ByteText(given[$0]) < ByteText(given[$1]) }
    names = lines.map { given[$0] }
    for (at, name) in names.enumerated() { places[Array(name.utf8)] = at }
  }

  func index(of name: String) -> Int? { places[Array(name.utf8)] }
}
