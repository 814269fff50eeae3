import Apportionment
import Diagnostics
import Exact

extension GridReader {
  /// A grid whose cells are those listed.
  func open(
    _ listed: [ListedCell], _ rowSeats: [Int], _ weights: [Int]?, _ log: inout ProblemLog
  ) -> Grid? {
    let sheet = cellSheet!
    let cells = listed.map { cell in
      let units =
        cell.weight.map {
          scale.units($0, cause: sheet.file, log: &log) { sheet.place(cell.line, "weight") } ?? 0
        } ?? weights![cell.column]
      return MatrixCell(
        row: cell.row, column: cell.column, weight: units, minimum: cell.bounds.least,
        maximum: cell.bounds.most == Limits.seatsMax ? nil : cell.bounds.most)
    }
    guard log.isClean else { return nil }
    return grid(cells, rowSeats, weights, &log)
  }

  /// A grid whose cells are all open.
  func allOpen(_ rowSeats: [Int], _ weights: [Int], _ log: inout ProblemLog) -> Grid? {
    if let maximum = files.maximum, files.minimum > maximum {
      log.add(
        .minimumAboveMaximum,
        Phrase(
          zh: "--minimum \(files.minimum) 高于 --maximum \(maximum)",
          en: "--minimum \(files.minimum) is above --maximum \(maximum)"))
      return nil
    }
    let isBounded = files.minimum > 0 || files.maximum != nil
    guard isBounded else {
      return finish(log: &log, weights) { () throws(MatrixError) in
        try SeatMatrix(rowSeats: rowSeats, columnWeights: weights)
      }
    }
    let cells = rowSeats.indices.flatMap { row in
      weights.enumerated().map { column, weight in
        MatrixCell(
          row: row, column: column, weight: weight, minimum: files.minimum, maximum: files.maximum)
      }
    }
    return grid(cells, rowSeats, weights, &log)
  }

  private func grid(
    _ cells: [MatrixCell], _ rowSeats: [Int], _ weights: [Int]?, _ log: inout ProblemLog
  ) -> Grid? {
    finish(log: &log, weights) { () throws(MatrixError) in
      try SeatMatrix(rowSeats: rowSeats, columnCount: columns.names.count, cells: cells)
    }
  }

  private func finish(
    log: inout ProblemLog, _ weights: [Int]?, _ make: () throws(MatrixError) -> SeatMatrix
  ) -> Grid? {
    let sources = GridSources(
      rowSheet: rowSheet!, rowLines: rows.lines, columnSheet: columnSheet,
      columnLines: columns.lines, cellSheet: cellSheet)
    do throws(MatrixError) {
      let matrix = try make().nested(
        tierOfRow: classes(rowSheet!, rows.lines, "tier", &log),
        groupOfColumn: columnSheet.map { classes($0, columns.lines, "group", &log) } ?? [])
      guard log.isClean else { return nil }
      return Grid(
        rows: rows.names, columns: columns.names, matrix: matrix, places: scale.places,
        columnSeats: columnSeats, columnWeights: weights ?? sums(of: matrix), sources: sources)
    } catch {
      log.add(sources.problem(of: error, rows.names, columns.names))
      return nil
    }
  }

  /// The number of each row's class, classes in order of their names; none without the column.
  private func classes(
    _ sheet: Sheet, _ lines: [Int], _ column: String, _ log: inout ProblemLog
  ) -> [Int] {
    guard sheet.has(column), let names = sheet.names(column, log: &log) else { return [] }
    let sorted = SortedNames(distinct: names)
    return lines.map { sorted.index(of: names[$0])! }
  }

  private func sums(of matrix: SeatMatrix) -> [Int] {
    var sums = Array(repeating: 0, count: matrix.columnCount)
    // At most 2⁵³ a cell: a thousand of them fit, and beyond 2⁵³ the sum is refused where used.
    for cell in 0..<matrix.cellCount {
      let (sum, isBeyond) = sums[Int(matrix.columns[cell])].addingReportingOverflow(
        matrix.weights[cell])
      sums[Int(matrix.columns[cell])] = isBeyond ? .max : sum
    }
    return sums
  }
}
