import Diagnostics

/// A page on its way to be text: one file that asks for nothing from elsewhere.
struct PageWriter {
  let language: Language
  private(set) var markup = Markup(capacity: 1 << 18)
  private var drawingCount = 0

  /// Begins a page: `kind` says what kind of page it is, `notices` are what must not be overlooked.
  init(_ language: Language, title: String, kind: String, notices: [String] = []) {
    self.language = language
    markup.raw(
      """
      <!DOCTYPE html>
      <html lang="\(language == .zh ? "zh-CN" : "en")">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'sha256-\(PageScript.digest)'; base-uri 'none'; \
      form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>
      """)
    markup.text(title)
    markup.raw(" · ")
    markup.text(kind)
    markup.raw("</title>\n<style>\(PageStyle.page)</style>\n</head>\n<body>\n")
    markup.raw("<a class=\"skip\" href=\"#main\">")
    markup.raw(say("跳到正文", "Skip to the content"))
    markup.raw("</a>\n<header>\n<h1>")
    markup.text(title)
    markup.raw("</h1>\n<p class=\"kind\">")
    markup.text(kind)
    markup.raw("</p>\n")
    for notice in notices {
      markup.raw("<p class=\"notice\">")
      markup.text(notice)
      markup.raw("</p>\n")
    }
    markup.raw("</header>\n<main id=\"main\" data-filter=\"\(say("筛选", "Filter"))\"")
    markup.raw(" data-shown=\"\(say("显示 {0} / {1} 行", "{0} of {1} rows"))\"")
    markup.raw(" data-open=\"\(say("全部展开", "Open all"))\"")
    markup.raw(" data-close=\"\(say("全部收起", "Close all"))\">\n")
  }

  /// Texts of ours in the page's language.
  var say: Words { Words(language) }

  /// The whole page, with `foot` under it.
  consuming func finish(foot: String) -> String {
    markup.raw("</main>\n<footer><p>")
    markup.text(foot)
    markup.raw("</p></footer>\n<script>\(PageScript.text)</script>\n</body>\n</html>\n")
    return markup.string
  }

  /// Hands over the page so far; what follows goes behind something that is still to come.
  mutating func cut() -> String {
    defer { markup.removeAll() }
    return markup.string
  }

  // MARK: Parts

  /// A part that is always shown.
  mutating func section(_ id: String, _ title: String, _ body: (inout PageWriter) -> Void) {
    markup.raw("<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\">")
    markup.text(title)
    markup.raw("</h2>\n")
    body(&self)
    markup.raw("</section>\n")
  }

  /// The line over the parts that are closed at first.
  mutating func detailsBegin(_ title: String) {
    markup.raw("<section aria-labelledby=\"details\">\n<div class=\"bar\"><h2 id=\"details\">")
    markup.text(title)
    markup.raw("</h2></div>\n")
  }

  /// The end of the parts that are closed at first.
  mutating func detailsEnd() { markup.raw("</section>\n") }

  /// A part that is closed at first; `note` stands beside its title.
  mutating func details(
    _ id: String, _ title: String, note: String = "", _ body: (inout PageWriter) -> Void
  ) {
    markup.raw("<details id=\"\(id)\">\n<summary><h3>")
    markup.text(title)
    markup.raw("</h3>")
    if !note.isEmpty {
      markup.raw("<span class=\"soft\">")
      markup.text(note)
      markup.raw("</span>")
    }
    markup.raw("</summary>\n<div class=\"inside\">\n")
    body(&self)
    markup.raw("</div>\n</details>\n")
  }

  mutating func heading(_ title: String) {
    markup.raw("<h3>")
    markup.text(title)
    markup.raw("</h3>\n")
  }

  mutating func paragraph(_ text: String, class style: String = "") {
    markup.raw(style.isEmpty ? "<p>" : "<p class=\"\(style)\">")
    markup.text(text)
    markup.raw("</p>\n")
  }

  mutating func list(_ items: [String]) {
    if items.isEmpty { return }
    markup.raw("<ul>\n")
    for item in items {
      markup.raw("<li>")
      markup.text(item)
      markup.raw("\n")
    }
    markup.raw("</ul>\n")
  }

  /// A fact with a figure that can be read across a room, and what it means.
  struct Fact {
    var name: String
    var figure: String
    var notes: [String] = []
  }

  mutating func facts(_ facts: [Fact]) {
    markup.raw("<dl class=\"facts\">\n")
    for fact in facts {
      markup.raw("<div><dt>")
      markup.text(fact.name)
      markup.raw("</dt><dd class=\"figure\">")
      markup.text(fact.figure)
      markup.raw("</dd>")
      for note in fact.notes {
        markup.raw("<dd>")
        markup.text(note)
        markup.raw("</dd>")
      }
      markup.raw("</div>\n")
    }
    markup.raw("</dl>\n")
  }

  /// Names and values, row by row; with `code` the value is set as code.
  mutating func pairs(_ pairs: [(name: String, value: String, code: Bool)]) {
    markup.raw("<dl class=\"pairs\">\n")
    for pair in pairs {
      markup.raw("<dt>")
      markup.text(pair.name)
      markup.raw("</dt><dd>")
      if pair.code { markup.raw("<code>") }
      markup.text(pair.value)
      if pair.code { markup.raw("</code>") }
      markup.raw("</dd>\n")
    }
    markup.raw("</dl>\n")
  }

  /// Lines for a shell.
  mutating func shell(_ line: String) {
    markup.raw("<pre><code>")
    markup.text(line)
    markup.raw("</code></pre>\n")
  }

  /// A digest, in groups that two people can read to each other.
  mutating func fingerprint(_ digits: String) { markup.fingerprint(digits) }

  /// A chart with a line under it.
  mutating func figure(_ drawing: Drawing, caption: String) {
    drawingCount += 1
    markup.raw("<figure>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"")
    markup.text(drawing.title)
    markup.raw("\">\n")
    markup.append(drawing.element(drawingCount))
    markup.raw("</div>\n<figcaption>")
    markup.text(caption)
    markup.raw("</figcaption>\n</figure>\n")
  }

  // MARK: Tables

  /// A column of a table: texts stand left, numbers right.
  struct Column {
    var title: String
    var isText = false

    static func text(_ title: String) -> Column { Column(title: title, isText: true) }
    static func number(_ title: String) -> Column { Column(title: title) }
  }

  /// A table that sorts by every column and, where it is long, can be filtered. `row` writes the
  /// cells of a row, the first of which names it. End tags that HTML lets one leave out are left
  /// out.
  mutating func table(
    _ caption: String, _ columns: [Column], rows: Int, _ row: (Int, inout Row) -> Void
  ) {
    markup.raw("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"")
    markup.text(caption)
    markup.raw("\">\n<table class=\"data\">\n<caption>")
    markup.text(caption)
    markup.raw("</caption>\n<thead><tr>")
    for column in columns {
      markup.raw(column.isText ? "<th scope=\"col\" class=\"t\">" : "<th scope=\"col\">")
      markup.text(column.title)
      markup.raw("</th>")
    }
    markup.raw("</tr></thead>\n<tbody>\n")
    var cells = Row()
    for number in 0..<rows {
      cells.begin()
      row(number, &cells)
      markup.append(cells.markup)
      markup.raw("\n")
    }
    markup.raw("</tbody>\n</table>\n</div>\n")
  }

  /// A row on its way, in bytes of its own: were it to borrow the page's, one reference too many
  /// would copy a page of megabytes for every row.
  struct Row {
    fileprivate var markup = Markup()
    private var isFirst = true

    fileprivate init() {}

    /// Begins the next row.
    fileprivate mutating func begin() {
      markup.removeAll()
      isFirst = true
    }

    /// A text, perhaps with a soft one behind it.
    mutating func text(_ text: String, soft: String = "") {
      markup.raw(isFirst ? "<tr><th scope=row>" : "<td class=t>")
      isFirst = false
      markup.text(text)
      if soft.isEmpty { return }
      markup.raw(" <span class=soft>")
      markup.text(soft)
      markup.raw("</span>")
    }

    /// A whole number.
    mutating func number(_ number: Int) {
      markup.raw("<td>")
      number < 1000 && number >= 0 ? markup.number(number) : markup.raw(grouped(number))
    }

    /// A number that is text already; empty: none.
    mutating func amount(_ text: String) {
      markup.raw("<td>")
      text.isEmpty ? markup.raw("–") : markup.text(text)
    }
  }
}
