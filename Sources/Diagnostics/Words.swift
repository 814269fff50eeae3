/// Chooses the words of a language, where a `Phrase` for each would be in the way:
/// `let say = Words(language)`, `say("无", "none")`.
package struct Words: Sendable {
  /// The language.
  package let language: Language

  /// Will speak `language`.
  package init(_ language: Language) { self.language = language }

  /// The text in that language.
  package func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
