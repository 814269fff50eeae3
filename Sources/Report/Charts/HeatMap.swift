import Diagnostics

/// A table of cells whose colour says how full each is. The numbers stand in the cells, so that
/// nothing depends on telling colours apart.
struct HeatMap {
  var rows: [String]
  var columns: [String]
  /// For row r and column c at r · columns + c: how many there are, and how many are taken.
  var planned, taken: [Int]
  /// What the colours mean, in the order of `styles`.
  var legend: [String]

  /// The styles of cells, from full to nearly empty.
  private static let styles = ["full", "most", "some", "half", "few"]
  /// What of 1,000 must be taken for each of them.
  private static let bounds = [1_000, 900, 750, 500, 0]
  private static let left = 19_000
  private static let cellHeight = 2_000

  /// How wide the drawing has to be.
  static func width(columns: Int) -> Int {
    max(88_000, left + columns * 4_400 + 1_000)
  }

  static func style(_ planned: Int, _ taken: Int) -> String {
    styles[bounds.firstIndex { taken * 1_000 >= planned * $0 } ?? styles.count - 1]
  }

  func draw(_ drawing: inout Drawing) {
    let count = columns.count
    let cellWidth = min(8_000, (drawing.width - HeatMap.left - 1_000) / max(1, count))
    drawing.legend(HeatMap.left, 1_400, zip(HeatMap.styles, legend).map { ($0, $1) })
    for (column, title) in columns.enumerated() {
      drawing.text(
        HeatMap.left + column * cellWidth + cellWidth / 2, 4_600,
        Drawing.fitting(title, cellWidth - 200), .middle, class: "mark")
    }
    let top = 5_400
    for (row, title) in rows.enumerated() {
      let y = top + row * HeatMap.cellHeight
      drawing.text(
        HeatMap.left - 1_000, y + 1_400, Drawing.fitting(title, HeatMap.left - 1_200), .end)
      for column in 0..<count {
        let (all, own) = (planned[row * count + column], taken[row * count + column])
        if all == 0 && own == 0 { continue }
        let x = HeatMap.left + column * cellWidth
        drawing.rectangle(
          x, y, cellWidth - 100, HeatMap.cellHeight - 100, class: HeatMap.style(all, own))
        drawing.text(
          x + (cellWidth - 100) / 2, y + 1_350, all == own ? "\(all)" : "\(own)/\(all)", .middle,
          class: "cell")
      }
    }
    drawing.height = top + rows.count * HeatMap.cellHeight + 600
  }
}
