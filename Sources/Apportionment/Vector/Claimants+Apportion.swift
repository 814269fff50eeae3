extension Claimants {
  /// Splits `seats` by `method`. Nothing is settled silently: see `VectorSolution.tied`.
  ///
  /// Minimum and maximum requirements are part of the method, not a repair afterwards.
  /// Throws where the requirements cannot be met or nobody has a positive weight.
  /// Complexity: O(n log n), whatever the number of seats.
  public func apportion(
    _ seats: Int, by method: VectorMethod
  ) throws(VectorError) -> VectorSolution {
    try requireFeasible(seats)
    switch method {
    case .hamilton: return largestRemainders(seats)
    case .divisor(let method): return byDivisor(seats, method)
    }
  }
}
