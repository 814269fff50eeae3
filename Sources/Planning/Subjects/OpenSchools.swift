import Cases
import Diagnostics
import Rules

/// Which middle schools are open to a programme: `within` and the exclusions.
struct OpenSchools {
  private let all: [Int]
  /// The schools of each value of the `within` column.
  private let byValue: [[UInt8]: [Int]]?
  private let programmeValues: [String]
  /// The excluded schools of each programme that has any.
  private let excluded: [Int: Set<Int>]

  init(_ planCase: PlanCase, split at: Int) {
    let split = planCase.splits[at]
    all = Array(planCase.schools.indices)
    if let within = split.within {
      var byValue: [[UInt8]: [Int]] = [:]
      for (school, value) in within.schools.enumerated() where !value.isEmpty {
        byValue[Array(value.utf8), default: []].append(school)
      }
      self.byValue = byValue
      programmeValues = within.programmes
    } else {
      byValue = nil
      programmeValues = []
    }
    let levels = planCase.rules.plan.splits[at].levels
    var excluded: [Int: Set<Int>] = [:]
    for exclusion in planCase.exclusions {
      switch exclusion.audience {
      case .school(let school): excluded[exclusion.programme, default: []].insert(school)
      case .value(let column, let value):
        guard let level = levels.firstIndex(where: { sameBytes($0, column) }) else {
          continue
        }
        for (school, audience) in split.levels[level].enumerated()
        where sameBytes(audience, value) {
          excluded[exclusion.programme, default: []].insert(school)
        }
      }
    }
    self.excluded = excluded
  }

  /// Whether every school is open to every programme.
  var isEverythingOpen: Bool { byValue == nil && excluded.isEmpty }

  /// The schools open to a programme, ascending.
  func schools(of programme: Int) -> [Int] {
    let candidates = byValue.map { $0[Array(programmeValues[programme].utf8)] ?? [] } ?? all
    guard let closed = excluded[programme] else { return candidates }
    return candidates.filter { !closed.contains($0) }
  }
}
