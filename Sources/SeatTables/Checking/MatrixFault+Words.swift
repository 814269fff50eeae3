import Apportionment
import Diagnostics

/// What is wrong with a claimed matrix, in words, and at which cell if at one.
func wording(of fault: MatrixFault, _ grid: Grid) -> (cell: Int?, Phrase) {
  func cell(_ row: Int, _ column: Int) -> Int? {
    grid.matrix.cells(ofRow: row).first { Int(grid.matrix.columns[$0]) == column }
  }
  let (rows, columns) = (grid.rows, grid.columns)
  switch fault {
  case .wrongCount(let expected, let found):
    return (
      nil,
      Phrase(
        zh: "应有 \(expected) 格，只有 \(found)", en: "\(counted(found, "cell")), not \(expected)")
    )
  case .wrongShareCount(let expected, let found):
    return (
      nil,
      Phrase(
        zh: "应得数应有 \(expected) 个，只有 \(found)",
        en: "\(counted(found, "fair share")), not \(expected)")
    )
  case .wrongRow(let row, let expected, let found):
    return (
      nil,
      Phrase(
        zh: "行 \(rows[row]) 合计 \(found)，应为 \(expected)",
        en: "row \(rows[row]) adds up to \(found), not to \(expected)")
    )
  case .wrongColumn(let column, let expected, let found):
    return (
      nil,
      Phrase(
        zh: "列 \(columns[column]) 合计 \(found)，应为 \(expected)",
        en: "column \(columns[column]) adds up to \(found), not to \(expected)")
    )
  case .outsideRequirements(let row, let column, let seats):
    return (
      cell(row, column),
      Phrase(
        zh: "\(seats) 个名额低于该格的最低数或高于最高数",
        en: "\(counted(seats, "seat")), below the cell's minimum or above its maximum")
    )
  case .outsideQuota(let place, let seats, let floor, let ceiling):
    var at: Int?
    if case .cell(let row, let column) = place { at = cell(row, column) }
    let name = words(for: place, grid)
    return (
      at,
      Phrase(
        zh: "\(name.zh)有 \(seats) 个名额，应为 \(floor) 或 \(ceiling)",
        en: "\(name.en) has \(counted(seats, "seat")); its share rounds to \(floor) or \(ceiling)")
    )
  case .wrongCertificate(let row, let column):
    return (
      cell(row, column),
      Phrase(
        zh: "行 \(rows[row])、列 \(columns[column]) 的名额不是按证明取整的结果",
        en: "the seats of row \(rows[row]), column \(columns[column]) are not rounded as the "
          + "certificate says")
    )
  case .wrongCertificateShape:
    return (
      nil,
      Phrase(
        zh: "合计没有按证明取整", en: "a total is not rounded as the certificate says")
    )
  }
}

private func words(for place: QuotaPlace, _ grid: Grid) -> Phrase {
  let (rows, columns) = (grid.rows, grid.columns)
  switch place {
  case .cell(let row, let column):
    return Phrase(
      zh: "行 \(rows[row])、列 \(columns[column]) ", en: "row \(rows[row]), column \(columns[column])")
  case .rowGroup(let row, let group):
    return Phrase(
      zh: "行 \(rows[row]) 的第 \(group + 1) 个列组 ",
      en: "row \(rows[row]) in column group number \(group + 1)")
  case .tierColumn(let tier, let column):
    return Phrase(
      zh: "列 \(columns[column]) 的第 \(tier + 1) 个行层 ",
      en: "column \(columns[column]) in tier number \(tier + 1)")
  case .column(let column):
    return Phrase(zh: "列 \(columns[column]) ", en: "column \(columns[column])")
  case .group(let group):
    return Phrase(zh: "第 \(group + 1) 个列组 ", en: "column group number \(group + 1)")
  }
}
