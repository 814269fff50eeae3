import Diagnostics

/// Chooses the words of a language.
struct Words {
  let language: Language

  init(_ language: Language) { self.language = language }

  func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}
