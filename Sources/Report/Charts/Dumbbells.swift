/// Two values for each row on one axis, joined by a line.
struct Dumbbells {
  /// What the first and the second value are.
  var titles: (String, String)
  var acrossTitle: String
  /// Values in millionths with their texts.
  var rows:
    [(title: String, first: (value: Int64, text: String), second: (value: Int64, text: String))]

  private static let left = 21_000
  private static let right = 82_000

  func draw(_ drawing: inout Drawing) {
    drawing.legend(Dumbbells.left, 1_400, [("one", titles.0), ("two", titles.1)])
    let scale = Scale(
      covering: rows.flatMap { [$0.first.value, $0.second.value] }, start: Dumbbells.left,
      end: Dumbbells.right, marks: 8)
    let (top, step) = (3_400, 2_000)
    let bottom = top + rows.count * step
    drawing.marksAcross(scale, from: top - 400, to: bottom)
    for (number, row) in rows.enumerated() {
      let y = top + number * step + step / 2
      drawing.text(
        Dumbbells.left - 1_000, y + 400, Drawing.fitting(row.title, Dumbbells.left - 1_200), .end)
      let (a, b) = (scale(row.first.value), scale(row.second.value))
      drawing.line(min(a, b), y, max(a, b), y, class: "s-soft")
      drawing.dot(b, y, 450, class: "two", hint: "\(row.title) \(titles.1) \(row.second.text)")
      drawing.dot(a, y, 450, class: "one", hint: "\(row.title) \(titles.0) \(row.first.text)")
    }
    drawing.text(Dumbbells.right, bottom + 3_500, acrossTitle, .end, class: "mark")
    drawing.height = bottom + 4_200
  }
}
