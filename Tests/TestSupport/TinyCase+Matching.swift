extension TinyCase {
  /// The same city with one stage of another mechanism. `stage` is what stands behind the stage's
  /// name and list; the priorities are those worked through in `MatchingRunTests`.
  public static func matching(_ stage: String) -> TinyCase {
    var tiny = TinyCase()
    let rules = tiny["rules.json"]
    let start = rules.range(of: "\"stages\": [")!.upperBound
    tiny["rules.json"] =
      rules[..<start] + "\n    { \"name\": \"match\", \"list\": \"open\", \(stage) }\n  ]\n}\n"
    tiny["priorities.csv"] = priorities
    return tiny
  }

  /// Deferred acceptance in which the open seats go by priority.
  public static func deferred(_ reserve: String) -> TinyCase {
    matching(
      """
      "mechanism": "deferredAcceptance", "reserve": \(reserve),
      "pools": [ {"pool": "quota", "ranking": "main"},
                 {"pool": "open", "ranking": {"file": "priorities", "kind": "exam"}} ]
      """)
  }

  private static let priorities = """
    programme,student,priority
    H1,S08,1
    H1,S05,2
    H1,S01,3
    H1,S02,4
    H1,S03,5
    H1,S07,6
    H2,S03,1
    H2,S08,2
    H2,S04,3
    H2,S02,4
    H2,S06,5

    """
}

extension String {
  /// Where `text` stands first; tests need no faster search.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    indices.lazy.compactMap { start in
      self[start...].hasPrefix(text)
        ? start..<self.index(start, offsetBy: text.count) : nil
    }.first
  }
}
