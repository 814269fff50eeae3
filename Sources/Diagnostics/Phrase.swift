/// The two languages in which zhibiao speaks.
public enum Language: String, Sendable, CaseIterable {
  case zh, en
}

/// A text in both languages, written side by side so that neither can fall behind.
public struct Phrase: Hashable, Sendable {
  /// The Chinese text.
  public let zh: String
  /// The English text.
  public let en: String

  /// A text in both languages.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// The text in `language`.
  public subscript(language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}
