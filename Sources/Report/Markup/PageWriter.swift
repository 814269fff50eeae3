import Diagnostics

/// A page on its way to be text.
struct PageWriter {
  let language: Language
  private var markup = Markup(capacity: 1 << 16)

  init(_ language: Language, title: String) {
    self.language = language
    markup.raw("<!DOCTYPE html>\n<html lang=\"\(language == .zh ? "zh-CN" : "en")\">\n<title>")
    markup.text(title)
    markup.raw("</title>\n")
  }

  mutating func finish() -> String {
    markup.raw("</html>\n")
    return markup.string
  }
}
