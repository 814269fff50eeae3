import Diagnostics
import Rules

/// The rules of one variant: the base's with what the variant sets.
struct VariantRules: Sendable {
  /// The file.
  let bytes: [UInt8]
  /// What it says.
  let rules: RuleSet
}

extension ExperimentInputs {
  /// The rules of a variant; nil, with every problem and the variant's name in it, where they are
  /// none.
  func rules(of number: Int, log: inout ProblemLog) -> VariantRules? {
    let variant = experiment.variants[number]
    var tree = baseRules
    var isWhole = true
    for patch in variant.patches {
      do throws(PatchFault) {
        tree = try tree.setting(patch.pointer, to: patch.value)
      } catch {
        isWhole = false
        log.add(
          .patchImpossible, at: patch.place, cause: "\(variant.name)\(patch.pointer.text)",
          error.message.of(variant))
      }
    }
    guard isWhole else { return nil }
    if experiment.seats == .plan, let without = try? tree.setting(quotaFile, to: nil) {
      // The plan's seats go where no other table is.
      tree = without
    }
    let bytes = Array(tree.pretty.utf8)
    let (rules, problems) = RuleSet.read(bytes)
    var said = problems
    if let rules {
      for problem in rules.undecidedProblems { said.add(problem, cause: problem.message.en) }
      for finding in rules.complianceFindings() {
        said.add(finding.problem, cause: finding.path + finding.subject)
      }
    }
    log.add(said, of: variant)
    guard said.isClean, let rules else { return nil }
    return VariantRules(bytes: bytes, rules: rules)
  }
}

private let quotaFile = RulePointer("/files/quotas")!

extension Phrase {
  /// The same, said of a variant.
  func of(_ variant: Variant) -> Phrase {
    Phrase(
      zh: "方案 \(asciiQuoted(variant.name))：\(zh)", en: "variant \(asciiQuoted(variant.name)): \(en)"
    )
  }
}

extension ProblemLog {
  /// Adds the errors of `other`, each said of `variant` and where that stands in its file: patched
  /// rules have lines that nobody has seen.
  mutating func add(_ other: ProblemLog, of variant: Variant) {
    for group in other.groups where group.code.isError {
      for problem in group.first {
        add(
          Problem(problem.code, at: variant.place, problem.message.of(variant)),
          cause: "\(variant.name)/\(group.cause)")
      }
    }
  }
}
