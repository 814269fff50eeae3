import Diagnostics
import Rules

/// One thing that a rule file says, as a sentence.
public struct RuleSentence: Hashable, Sendable {
  /// From 1, through all sections.
  public var number: Int
  /// The key path of what it says.
  public var path: String
  /// The sentence, which ends with a full stop.
  public var text: Phrase
  /// The clauses of the basis that it follows, each with its document; often none.
  public var clauses: [Phrase]
}

/// Sentences on one subject.
public struct RuleSection: Hashable, Sendable {
  /// The subject, for example the name of a stage.
  public var title: Phrase
  /// The sentences, in the order in which they are to be read.
  public var sentences: [RuleSentence]
}

extension RuleSet {
  /// The rules read back for people who do not read JSON: every value of the file is in some
  /// sentence, so that whoever agrees to all sentences has agreed to the file.
  ///
  /// Complexity: O(size of the rules × number of clauses).
  public func sentences() -> [RuleSection] {
    var writer = SentenceWriter(rules: self)
    writer.writeGeneral()
    writer.writeTables()
    writer.writeStudents()
    writer.writeSeats()
    for stage in stages.indices { writer.write(stage: stage) }
    return writer.finish()
  }
}

/// Writes section after section.
struct SentenceWriter {
  let rules: RuleSet
  private var sections: [RuleSection] = []
  /// Which clauses have found a sentence.
  private var isPlaced: [Bool]

  init(rules: RuleSet) {
    self.rules = rules
    isPlaced = rules.clauses.map { _ in false }
  }

  /// Begins a section.
  mutating func begin(_ title: Phrase) {
    sections.append(RuleSection(title: title, sentences: []))
  }

  /// Adds a sentence to the section.
  mutating func say(_ path: String, zh: String, en: String) {
    let text = Phrase(
      zh: ended(zh, "。"), en: ended(en.first.map { $0.uppercased() + en.dropFirst() } ?? "", "."))
    let clauses = clauses(for: path)
    let mark = isOpen(path) ? Phrase(zh: "（待定）", en: "(undecided) ") : Phrase(zh: "", en: "")
    sections[sections.count - 1].sentences.append(
      RuleSentence(
        number: 0, path: path, text: Phrase(zh: mark.zh + text.zh, en: mark.en + text.en),
        clauses: clauses))
  }

  /// The same, of a phrase.
  mutating func say(_ path: String, _ text: Phrase) { say(path, zh: text.zh, en: text.en) }

  /// Whether the point, or a part of what its sentence says, is still undecided. The sentences on a
  /// stage or a split as a whole say little of its parts, which have their own.
  private func isOpen(_ path: String) -> Bool {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    let isWhole =
      path.hasPrefix("/stages/") && depth == 2 || path.hasPrefix("/plan/splits/") && depth == 3
    return rules.undecided.contains { open, _ in
      isPart(path, of: open) || !isWhole && isPart(open, of: path)
    }
  }

  /// `text` with a full stop, unless an author's question or sentence has ended already.
  private func ended(_ text: String, _ stop: String) -> String {
    text.last.map { "。？！.?!".contains($0) } ?? false ? text : text + stop
  }

  /// The clauses on the very point or on a part of it; one on the whole of which the point is a
  /// part stands at the first sentence alone.
  private mutating func clauses(for path: String) -> [Phrase] {
    var found: [Phrase] = []
    for (number, clause) in rules.clauses.enumerated() {
      let isWhole = isPart(path, of: clause.path)
      guard isPart(clause.path, of: path) || isWhole && !isPlaced[number] else { continue }
      isPlaced[number] = true
      found.append(describe(clause))
    }
    return found
  }

  private func isPart(_ inner: String, of outer: String) -> Bool {
    sameBytes(inner, outer) || inner.utf8.starts(with: (outer + "/").utf8)
  }

  private func describe(_ clause: BasisClause) -> Phrase {
    let document = rules.basis[clause.document]
    return Phrase(zh: "\(document)：\(clause.clause)", en: "\(document): \(clause.clause)")
  }

  /// The sections with their sentences numbered. What a clause says of a point that no sentence is
  /// about stands beside the documents.
  consuming func finish() -> [RuleSection] {
    for (number, clause) in rules.clauses.enumerated() where !isPlaced[number] {
      sections[0].sentences.append(
        RuleSentence(
          number: 0, path: clause.path,
          text: Phrase(zh: "另有依据。", en: "This has a basis of its own."),
          clauses: [describe(clause)]))
    }
    var number = 0
    for section in sections.indices {
      for at in sections[section].sentences.indices {
        number += 1
        sections[section].sentences[at].number = number
      }
    }
    return sections.filter { !$0.sentences.isEmpty }
  }
}
