/// How many have a value in which band, and under it strips of single values on the same axis.
struct Histogram {
  /// The lower end of the first band and the width of each, in millionths.
  var from, width: Int64
  var counts: [Int]
  /// What a column counts, and what the axis measures.
  var (upTitle, acrossTitle): (String, String)
  /// Values marked under the columns: what they are, how they are drawn, where.
  var strips: [(title: String, style: String, values: [Int64])]

  private static let left = 13_000
  private static let right = 86_000
  private static let top = 3_000
  private static let bottom = 26_000

  func draw(_ drawing: inout Drawing) {
    let ends = [from, from + width * Int64(counts.count)]
    let across = Scale(
      covering: ends + strips.flatMap(\.values), start: Histogram.left, end: Histogram.right,
      marks: 10)
    let up = Scale(
      covering: counts.map { Int64($0) * 1_000_000 }, fromZero: true, start: Histogram.bottom,
      end: Histogram.top, marks: 5)
    drawing.text(0, 1_400, upTitle, class: "mark")
    drawing.marksUp(up, from: Histogram.left, to: Histogram.right)
    for (band, count) in counts.enumerated() where count > 0 {
      let start = across(from + width * Int64(band))
      let end = across(from + width * Int64(band + 1))
      let y = up(Int64(count) * 1_000_000)
      let gap = end - start > 400 ? 100 : 0
      drawing.rectangle(
        start + gap / 2, y, max(end - start - gap, 50), Histogram.bottom - y, class: "one")
    }
    var y = Histogram.bottom
    for strip in strips {
      y += 2_400
      let room = Histogram.left - 1_400
      drawing.text(0, y, Drawing.fitting(strip.title, room), class: "mark")
      drawing.line(Histogram.left, y - 400, Histogram.right, y - 400, class: "grid")
      for value in strip.values {
        let x = across(value)
        drawing.line(x, y - 1_200, x, y + 400, class: strip.style)
      }
    }
    drawing.marksAcross(across, from: Histogram.bottom, to: y + 600)
    drawing.line(
      Histogram.left, Histogram.bottom, Histogram.right, Histogram.bottom, class: "axis")
    drawing.text(Histogram.right, y + 4_300, acrossTitle, .end, class: "mark")
    drawing.height = y + 5_000
  }
}
