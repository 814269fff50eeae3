/// A mean and its interval for each row, on one axis, with a broken line at the first row's mean.
struct Intervals {
  var acrossTitle: String
  /// What the texts behind the rows are.
  var noteTitle: String
  var rows: [(title: String, value: AmountInterval, note: String)]

  private static let left = 19_000
  /// The axis ends here, or earlier where what is written behind the rows is long.
  private static let rightMost = 62_000

  func draw(_ drawing: inout Drawing) {
    // Digits are wide in some fonts: an eighth more than text.
    let widest = rows.map { Drawing.width($0.note) * 9 / 8 }.max() ?? 0
    let right = min(Intervals.rightMost, drawing.width - 2_500 - widest)
    let values = rows.flatMap {
      [$0.value.low.millionths, $0.value.mean.millionths, $0.value.high.millionths]
    }
    let scale = Scale(
      covering: values, start: Intervals.left, end: right, marks: 6)
    let (top, step) = (3_200, 2_600)
    let bottom = top + rows.count * step
    drawing.text(right + 2_000, 1_600, noteTitle, class: "mark")
    drawing.marksAcross(scale, from: top - 600, to: bottom)
    if let first = rows.first {
      let x = scale(first.value.mean.millionths)
      drawing.line(x, top - 600, x, bottom, class: "dash")
    }
    for (number, row) in rows.enumerated() {
      let y = top + number * step + step / 2
      let (low, high) = (scale(row.value.low.millionths), scale(row.value.high.millionths))
      let style = number == 0 ? "two" : "one"
      drawing.text(
        Intervals.left - 1_000, y + 400, Drawing.fitting(row.title, Intervals.left - 1_200), .end)
      drawing.line(low, y, high, y, class: "s-\(style)")
      drawing.line(low, y - 400, low, y + 400, class: "s-\(style)")
      drawing.line(high, y - 400, high, y + 400, class: "s-\(style)")
      drawing.dot(
        scale(row.value.mean.millionths), y, 450, class: style,
        hint: "\(row.title) \(row.value.mean.text)")
      drawing.text(right + 2_000, y + 400, row.note)
    }
    drawing.text(right, bottom + 3_500, acrossTitle, .end, class: "mark")
    drawing.height = bottom + 4_200
  }
}

/// Points with intervals both ways: what one number costs in another.
struct TradeOff {
  var (acrossTitle, upTitle): (String, String)
  var points: [(title: String, across: AmountInterval, up: AmountInterval)]

  private static let left = 7_000
  private static let right = 84_000
  private static let top = 3_400
  private static let bottom = 40_000
  /// More points than these bear numbers, which a list under the chart explains.
  private static let namesMax = 12

  func draw(_ drawing: inout Drawing) {
    func ends(_ value: AmountInterval) -> [Int64] {
      [value.low.millionths, value.mean.millionths, value.high.millionths]
    }
    let across = Scale(
      covering: points.flatMap { ends($0.across) }, start: TradeOff.left, end: TradeOff.right,
      marks: 8)
    let up = Scale(
      covering: points.flatMap { ends($0.up) }, start: TradeOff.bottom, end: TradeOff.top, marks: 6)
    drawing.text(0, 1_400, upTitle, class: "mark")
    drawing.marksUp(up, from: TradeOff.left, to: TradeOff.right)
    drawing.marksAcross(across, from: TradeOff.top, to: TradeOff.bottom)
    let hasNames = points.count <= TradeOff.namesMax
    for (number, point) in points.enumerated() {
      let style = number == 0 ? "two" : "one"
      let (x, y) = (across(point.across.mean.millionths), up(point.up.mean.millionths))
      let (x1, x2) = (across(point.across.low.millionths), across(point.across.high.millionths))
      let (y1, y2) = (up(point.up.low.millionths), up(point.up.high.millionths))
      if x1 != x2 { drawing.line(x1, y, x2, y, class: "s-\(style)") }
      if y1 != y2 { drawing.line(x, y1, x, y2, class: "s-\(style)") }
      drawing.dot(
        x, y, 500, class: style,
        hint: "\(point.title): \(point.across.mean.text), \(point.up.mean.text)")
      let name = hasNames ? Drawing.fitting(point.title, 20_000) : "\(number + 1)"
      let isRight = x + 1_000 + Drawing.width(name) > drawing.width
      drawing.text(isRight ? x - 900 : x + 900, y - 700, name, isRight ? .end : .start)
    }
    var y = TradeOff.bottom + 3_600
    drawing.text(TradeOff.right, y, acrossTitle, .end, class: "mark")
    if !hasNames {
      for (number, point) in points.enumerated() {
        if number % 2 == 0 { y += 1_900 }
        let x = TradeOff.left + number % 2 * 40_000
        drawing.text(x, y, Drawing.fitting("\(number + 1)  \(point.title)", 38_000))
      }
    }
    drawing.height = y + 1_000
  }
}
