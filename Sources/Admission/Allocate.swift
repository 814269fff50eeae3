import Columns

/// Runs the stages of `market`, one after the other.
///
/// The definition (SPEC section 3): take every pair of a student without a seat and a choice that
/// meets the gates, sort the pairs by the stage's order, and walk them once; a pair takes a seat of
/// the first pool that has one left for the student's audience. Everything here is a faster way to
/// the same result, which does not depend on `workers`.
///
/// Programmes, pools and audiences are numbered in the order in which ties are to be reported.
public func allocate(
  _ market: Market, workers: Workers = .all
) throws(AllocationFailure) -> Outcome {
  fatalError("the engine lands next")
}
