import Admission

/// What an allocation came to: an outcome, or why there is none.
public typealias Allocation = Result<Outcome, AllocationFailure>

/// What the definition says about `market`.
public func referenceResult(_ market: Market) -> Allocation {
  do { return .success(try referenceAllocate(market)) } catch { return .failure(error) }
}

/// The first thing in which two allocations differ, in words; nil where they are the same.
///
/// Of a missing lot only the ranking counts: any two equals are a fair example.
public func firstDifference(_ one: Allocation, _ other: Allocation) -> String? {
  switch (one, other) {
  case (.success(let one), .success(let other)):
    return firstDifference(one, other)
  case (.failure(let one), .failure(let other)):
    switch (one, other) {
    case (.stop(let a), .stop(let b)) where a == b: return nil
    case (.lotsMissing(let a, _), .lotsMissing(let b, _)) where a == b: return nil
    case (.tooFewAdmitted(let a, let n), .tooFewAdmitted(let b, let m)) where a == b && n == m:
      return nil
    case (.unanswered(let a), .unanswered(let b)) where a == b: return nil
    default: return "\(one) is not \(other)"
    }
  case (.success, .failure(let failure)): return "an outcome is not \(failure)"
  case (.failure(let failure), .success): return "\(failure) is not an outcome"
  }
}

/// The first thing in which two outcomes differ, in words; nil where they are the same.
public func firstDifference(_ one: Outcome, _ other: Outcome) -> String? {
  firstDifference("student", one.placements.array, other.placements.array)
    ?? firstDifference("stage", one.stages.map(counts), other.stages.map(counts))
    ?? zip(one.stages, other.stages).enumerated().lazy.compactMap { number, stages in
      firstDifference("stage \(number), cell", stages.0.cells, stages.1.cells)
        ?? firstDifference("stage \(number), line", stages.0.lines, stages.1.lines)
    }.first
    ?? firstDifference("ledger cell", one.ledger, other.ledger)
    ?? firstDifference("drawn", [one.drawn], [other.drawn])
}

private func counts(_ stage: StageOutcome) -> [String: Int] {
  ["candidates": stage.candidates, "eligible": stage.eligible, "admitted": stage.admitted]
}

private func firstDifference<Element: Equatable>(
  _ name: String, _ one: [Element], _ other: [Element]
) -> String? {
  for (index, (a, b)) in zip(one, other).enumerated() where a != b {
    return "\(name) \(index): \(a) is not \(b)"
  }
  return one.count == other.count ? nil : "\(name)s: \(one.count) are not \(other.count)"
}
