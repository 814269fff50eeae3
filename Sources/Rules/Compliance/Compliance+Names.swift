import Diagnostics

/// By kind or by name: what a column may be used for.
extension RuleSet {
  /// What the column of `use` is: as declared, else by its name, else by its role.
  func effectiveKind(_ use: BasisUse) -> ColumnKind? {
    if let declared = declaredKind(use) { return declared }
    if names(of: use).contains(where: isEvaluationName) { return .evaluation }
    switch use.role {
    case .term, .rankingKey, .priorities: return .exam
    case .bonus: return .bonus
    case .grade: return .evaluation
    case .condition, .line: return nil
    }
  }

  /// Why admission must not use it: nil where it may. A forbidden name is not cured by a harmless
  /// kind, or declaring would be enough to pass.
  func forbiddenReason(_ use: BasisUse) -> Phrase? {
    if let kind = declaredKind(use), let called = kind.forbiddenName {
      return Phrase(zh: "属于\(called.zh)（声明为 \(kind.rawValue)）", en: "is declared as \(called.en)")
    }
    for name in names(of: use) {
      guard let word = forbiddenWord(in: name) else { continue }
      return Phrase(zh: "的名称含有 \(asciiQuoted(word))", en: "has \(asciiQuoted(word)) in its name")
    }
    return nil
  }

  private func declaredKind(_ use: BasisUse) -> ColumnKind? {
    use.role == .priorities ? use.kind : kinds[use.column]
  }

  /// Our name and the office's header: either may say what the column is.
  private func names(of use: BasisUse) -> [String] {
    use.role == .priorities ? [] : [use.column] + (columns[use.column].map { [$0] } ?? [])
  }
}

extension ColumnKind {
  /// What a kind that admission must not use is called; nil for the others.
  fileprivate var forbiddenName: Phrase? {
    switch self {
    case .exam, .evaluation, .bonus: nil
    case .competition: Phrase(zh: "竞赛", en: "a competition")
    case .certificate: Phrase(zh: "证书", en: "a certificate")
    case .training: Phrase(zh: "培训", en: "training")
    case .interview: Phrase(zh: "面试", en: "an interview")
    case .schoolTest: Phrase(zh: "学校自行测试", en: "a school-run test")
    }
  }
}

private let forbiddenWords = [
  "竞赛", "奥赛", "比赛", "大赛", "证书", "考级", "奖", "培训", "面试", "测评", "校测",
]

private let forbiddenEnglish = [
  "competition", "contest", "olympiad", "certificate", "award", "prize", "training", "interview",
  "schooltest", "schoolruntest", "schoolexam",
]

/// The word of `name` for something that admission must not use; nil where there is none, or where
/// the name says that it is the comprehensive evaluation (综合素质测评).
///
/// English words are looked for without regard to case and separators: `school_test`, `SchoolTest`.
func forbiddenWord(in name: String) -> String? {
  if isEvaluationName(name) { return nil }
  let bytes = Array(name.utf8)
  if let word = forbiddenWords.first(where: { has($0, in: bytes) }) { return word }
  let letters = letters(of: name)
  return forbiddenEnglish.first { has($0, in: letters) }
}

/// Whether `name` says that the column is the comprehensive evaluation: `evaluation` is the name
/// that the built-in alias of 综合素质评价 gives it.
func isEvaluationName(_ name: String) -> Bool {
  name == "evaluation" || has("综合素质", in: Array(name.utf8))
    || has("comprehensiveevaluation", in: letters(of: name))
}

/// The small letters a to z of `name`, capitals among them.
private func letters(of name: String) -> [UInt8] {
  name.lowercased().utf8.filter { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
}

/// Whether `word` stands somewhere in `text`. The library's search takes a fifth of a simulated
/// cell.
private func has(_ word: String, in text: [UInt8]) -> Bool {
  let word = word.utf8
  return text.indices.contains { text[$0] == word.first && text[$0...].starts(with: word) }
}
