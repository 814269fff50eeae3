import Diagnostics

/// A bar for each row, cut into parts that add up.
struct StackedBars {
  /// What a part is, and how it is drawn.
  var parts: [(style: String, title: String)]
  var rows: [(title: String, values: [Int])]

  private static let left = 17_000
  private static let right = 80_000

  func draw(_ drawing: inout Drawing) {
    drawing.legend(StackedBars.left, 1_400, parts.map { ($0.style, $0.title) })
    let sums = rows.map { Int64($0.values.reduce(0, +)) * 1_000_000 }
    let scale = Scale(
      covering: sums, fromZero: true, start: StackedBars.left, end: StackedBars.right)
    let (top, step) = (3_600, 3_600)
    let bottom = top + rows.count * step
    drawing.marksAcross(scale, from: top - 600, to: bottom)
    for (number, row) in rows.enumerated() {
      let y = top + number * step
      let room = StackedBars.left - 1_400
      drawing.text(StackedBars.left - 1_000, y + 1_600, Drawing.fitting(row.title, room), .end)
      var sum: Int64 = 0
      for (part, value) in row.values.enumerated() where value > 0 {
        let start = scale(sum)
        sum += Int64(value) * 1_000_000
        drawing.rectangle(
          start, y, max(scale(sum) - start, 50), 2_400, class: parts[part].style,
          hint: "\(row.title) \(parts[part].title) \(grouped(value))")
      }
      drawing.text(scale(sum) + 700, y + 1_600, row.values.map(grouped).joined(separator: " + "))
    }
    drawing.line(
      StackedBars.left, top - 600, StackedBars.left, bottom, class: "axis")
    drawing.height = bottom + 2_600
  }
}
