import Diagnostics

/// An SVG on its way to be text. Lengths are hundredths of a pixel; colours are classes, which the
/// page defines for light and dark, and a file of its own for paper.
struct Drawing: Sendable {
  /// The chart's name for a file: ASCII letters, digits and hyphens.
  let name: String
  /// What it shows, in a line; and what it comes to, for those who do not see it.
  let (title, description): (String, String)
  let width: Int
  var height = 0
  private(set) var body = Markup()

  init(name: String, title: String, description: String, width: Int = 88_000) {
    (self.name, self.title, self.description, self.width) = (name, title, description, width)
  }

  /// Where a text stands to its point.
  enum Anchor: String { case start, middle, end }

  /// About how wide `text` is at 12 px: half an em for each column of a terminal, and a bit.
  static func width(_ text: String) -> Int { displayWidth(text) * 640 }
  /// `text` cut to what fits `width`.
  static func fitting(_ text: String, _ width: Int) -> String {
    truncated(terminalSafe(text), to: max(1, width / 640))
  }

  // MARK: Shapes

  mutating func text(
    _ x: Int, _ y: Int, _ text: String, _ anchor: Anchor = .start, class style: String = ""
  ) {
    point("text", x, y)
    if anchor != .start { body.raw(" text-anchor=\"\(anchor.rawValue)\"") }
    close(style)
    body.text(text)
    body.raw("</text>")
  }

  /// A rectangle; `hint` is shown by those browsers that show titles.
  mutating func rectangle(
    _ x: Int, _ y: Int, _ width: Int, _ height: Int, class style: String, hint: String? = nil
  ) {
    point("rect", x, y)
    attribute("width", width)
    attribute("height", height)
    close(style, hint: hint, tag: "rect")
  }

  mutating func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, class style: String) {
    body.raw("<line")
    attribute("x1", x1)
    attribute("y1", y1)
    attribute("x2", x2)
    attribute("y2", y2)
    close(style, hint: nil, tag: "line")
  }

  mutating func dot(_ x: Int, _ y: Int, _ radius: Int, class style: String, hint: String? = nil) {
    body.raw("<circle")
    attribute("cx", x)
    attribute("cy", y)
    attribute("r", radius)
    close(style, hint: hint, tag: "circle")
  }

  /// A shape whose outline `build` writes.
  mutating func path(class style: String, _ build: (inout Path) -> Void) {
    var path = Path()
    build(&path)
    body.raw("<path class=\"\(style)\" d=\"")
    body.append(path.markup)
    body.raw("\"/>")
  }

  /// The outline of a shape.
  struct Path {
    fileprivate var markup = Markup()

    mutating func move(_ x: Int, _ y: Int) { pair("M", x, y) }
    mutating func line(_ x: Int, _ y: Int) { pair("L", x, y) }
    mutating func across(_ x: Int) { single("H", x) }
    mutating func down(_ y: Int) { single("V", y) }
    mutating func close() { markup.raw("z") }

    private mutating func pair(_ letter: String, _ x: Int, _ y: Int) {
      single(letter, x)
      markup.raw(" ")
      markup.length(y)
    }
    private mutating func single(_ letter: String, _ at: Int) {
      markup.raw(letter)
      markup.length(at)
    }
  }

  private mutating func point(_ tag: String, _ x: Int, _ y: Int) {
    body.raw("<\(tag)")
    attribute("x", x)
    attribute("y", y)
  }

  private mutating func attribute(_ name: String, _ length: Int) {
    body.raw(" \(name)=\"")
    body.length(length)
    body.raw("\"")
  }

  private mutating func close(_ style: String) {
    body.raw(style.isEmpty ? ">" : " class=\"\(style)\">")
  }

  private mutating func close(_ style: String, hint: String?, tag: String) {
    body.raw(" class=\"\(style)\"")
    guard let hint else { return body.raw("/>") }
    body.raw("><title>")
    body.text(hint)
    body.raw("</title></\(tag)>")
  }

  // MARK: Axes

  /// Vertical grid lines at the marks of `scale`, with their values under them.
  mutating func marksAcross(_ scale: Scale, from top: Int, to bottom: Int) {
    for mark in scale.marks {
      let x = scale(mark)
      line(x, top, x, bottom, class: "grid")
      text(x, bottom + 1_700, scale.text(mark), .middle, class: "mark")
    }
  }

  /// Horizontal grid lines at the marks of `scale`, with their values before them.
  mutating func marksUp(_ scale: Scale, from left: Int, to right: Int) {
    for mark in scale.marks {
      let y = scale(mark)
      line(left, y, right, y, class: "grid")
      text(left - 700, y + 400, scale.text(mark), .end, class: "mark")
    }
  }

  /// What the colours mean, in a row from `x`; `y` is the base line.
  mutating func legend(_ x: Int, _ y: Int, _ entries: [(style: String, text: String)]) {
    var x = x
    for entry in entries {
      rectangle(x, y - 950, 1_100, 1_100, class: entry.style)
      text(x + 1_600, y, entry.text, class: "mark")
      x += 1_600 + Drawing.width(entry.text) + 2_000
    }
  }

  // MARK: The whole

  /// The SVG as an element of a page; `number` makes its ids unique there.
  func element(_ number: Int) -> Markup {
    var markup = Markup()
    open(&markup, ids: ("t\(number)", "d\(number)"), extra: "")
    markup.append(body)
    markup.raw("</svg>\n")
    return markup
  }

  /// The SVG as a file of its own.
  func file(_ language: Language) -> Plot {
    var markup = Markup()
    markup.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    let name = language == .zh ? "zh-CN" : "en"
    open(
      &markup, ids: ("title", "description"),
      extra: " xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"\(name)\"")
    markup.raw("<style>\(PageStyle.paperColours)\(PageStyle.charts)</style>\n")
    markup.raw("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n")
    markup.append(body)
    markup.raw("\n</svg>\n")
    return Plot(name: self.name, svg: markup.string)
  }

  private func open(_ markup: inout Markup, ids: (String, String), extra: String) {
    markup.raw("<svg\(extra) role=\"img\" aria-labelledby=\"\(ids.0) \(ids.1)\" viewBox=\"0 0 ")
    markup.length(width)
    markup.raw(" ")
    markup.length(height)
    markup.raw("\" width=\"")
    markup.length(width)
    markup.raw("\" height=\"")
    markup.length(height)
    markup.raw("\"><title id=\"\(ids.0)\">")
    markup.text(title)
    markup.raw("</title><desc id=\"\(ids.1)\">")
    markup.text(description)
    markup.raw("</desc>\n")
  }
}
