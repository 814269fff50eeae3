extension Range<Int> {
  /// The first index for which `isSecond` holds, which then holds for all behind it; the end where
  /// there is none. For what is sorted. Complexity: O(log count).
  @inlinable
  @inline(__always)
  package func partitioningIndex(where isSecond: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isSecond(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
