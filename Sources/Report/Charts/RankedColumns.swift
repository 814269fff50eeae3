/// Many values in descending order, a column each, with the value of all together as a line.
struct RankedColumns {
  var (upTitle, acrossTitle): (String, String)
  /// Values in millionths, descending, and what each is called and written.
  var values: [(value: Int64, hint: String)]
  /// The value of all together, in millionths, and its words.
  var overall: (value: Int64, text: String)

  private static let left = 6_000
  private static let right = 86_000
  private static let top = 3_400
  private static let bottom = 26_000
  /// More columns than these are drawn as one shape.
  private static let columnsMax = 160
  /// More are thinned: nobody sees more steps than pixels.
  private static let stepsMax = 800

  func draw(_ drawing: inout Drawing) {
    let up = Scale(
      covering: values.map(\.value) + [overall.value], fromZero: true, start: RankedColumns.bottom,
      end: RankedColumns.top, marks: 5)
    drawing.text(0, 1_400, upTitle, class: "mark")
    drawing.marksUp(up, from: RankedColumns.left, to: RankedColumns.right)
    let (room, count) = (RankedColumns.right - RankedColumns.left, values.count)
    if count <= RankedColumns.columnsMax {
      let step = min(room / max(1, count), 4_000)
      for (at, value) in values.enumerated() {
        let y = up(value.value)
        let gap = step > 400 ? step / 6 : 0
        drawing.rectangle(
          RankedColumns.left + at * step + gap / 2, y, step - gap,
          max(RankedColumns.bottom - y, 30),
          class: "one", hint: value.hint)
      }
    } else {
      let every = (count + RankedColumns.stepsMax - 1) / RankedColumns.stepsMax
      drawing.path(class: "one") { path in
        path.move(RankedColumns.left, RankedColumns.bottom)
        for at in stride(from: 0, to: count, by: every) {
          path.down(up(values[at].value))
          path.across(RankedColumns.left + min(at + every, count) * room / count)
        }
        path.down(RankedColumns.bottom)
        path.close()
      }
    }
    let y = up(overall.value)
    drawing.line(RankedColumns.left, y, RankedColumns.right, y, class: "dash")
    drawing.text(RankedColumns.right, y - 500, overall.text, .end, class: "strong")
    drawing.line(
      RankedColumns.left, RankedColumns.bottom, RankedColumns.right, RankedColumns.bottom,
      class: "axis")
    drawing.text(RankedColumns.left, RankedColumns.bottom + 1_800, acrossTitle, class: "mark")
    drawing.height = RankedColumns.bottom + 2_600
  }
}
