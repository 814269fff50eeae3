import Diagnostics

extension RuleSet {
  /// A preset's open points as errors: reading allows them, so that rules can be read back and
  /// checked, but a plan or an allocation must not run on them.
  public var undecidedProblems: [Problem] {
    undecided.map { path, question in
      Problem(
        .undecidedPoint, at: place(of: RuleSet.keyPath("undecided", path)),
        Phrase(zh: "\(path)：尚未确定：\(question)", en: "\(path): undecided: \(question)"))
    }
  }
}
