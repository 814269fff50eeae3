import Diagnostics
import RuleSentences
import Rules

/// A rule file becomes rules that can be read back and whose compliance can be judged, or messages.
func fuzzRules(_ bytes: [UInt8]) throws {
  let (rules, log) = RuleSet.read(bytes)
  try checkProblems(log)
  try require((rules != nil) == log.isClean, "rules, if nothing is wrong with them")
  guard let rules else { return }
  let sentences = rules.sentences().flatMap(\.sentences)
  try require(sentences.map(\.number) == Array(1...max(1, sentences.count)), "numbers in order")
  for sentence in sentences {
    try require(!sentence.text.zh.isEmpty && !sentence.text.en.isEmpty, "\(sentence.path) is mute")
  }
  _ = rules.complianceFindings()
}
