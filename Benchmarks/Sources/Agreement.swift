/// Two runs came to different results: there are no numbers then.
struct Disagreement: Error {
  let subject: String
  let known: (fingerprint: String, when: String)
  let other: (fingerprint: String, when: String)

  /// What is told to people.
  var message: String {
    """
    refused: results differ, so there are no numbers
      \(subject) \(known.when):
        \(known.fingerprint)
      \(subject) \(other.when):
        \(other.fingerprint)
    """
  }
}

/// What the runs so far came to, by subject.
struct Agreement {
  private var known: [String: (fingerprint: String, when: String)] = [:]

  /// What all runs so far came to; nil where none was about `subject`.
  func fingerprint(of subject: String) -> String? { known[subject]?.fingerprint }

  /// Enters a result; throws where it is not the one known.
  mutating func enter(
    _ fingerprint: String, of subject: String, _ when: String
  ) throws(Disagreement) {
    guard let first = known[subject] else {
      known[subject] = (fingerprint, when)
      return
    }
    if first.fingerprint != fingerprint {
      throw Disagreement(subject: subject, known: first, other: (fingerprint, when))
    }
  }
}
