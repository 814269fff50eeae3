/// A binary heap over an order given as a closure: the smallest by `precedes` comes out first.
///
/// Source: J. W. J. Williams, "Algorithm 232: Heapsort" (1964).
struct BinaryHeap<Element> {
  private var elements: [Element] = []
  private let precedes: (Element, Element) -> Bool

  init(by precedes: @escaping (Element, Element) -> Bool) { self.precedes = precedes }

  /// The first in order. Complexity: O(1).
  var first: Element? { elements.first }
  var isEmpty: Bool { elements.isEmpty }

  /// Complexity: O(log n).
  mutating func push(_ element: Element) {
    elements.append(element)
    var at = elements.count - 1
    while at > 0 {
      let above = (at - 1) / 2
      guard precedes(elements[at], elements[above]) else { return }
      elements.swapAt(at, above)
      at = above
    }
  }

  /// Complexity: O(log n).
  @discardableResult
  mutating func removeFirst() -> Element {
    elements.swapAt(0, elements.count - 1)
    let first = elements.removeLast()
    var at = 0
    while true {
      var best = 2 * at + 1
      guard best < elements.count else { return first }
      if best + 1 < elements.count, precedes(elements[best + 1], elements[best]) { best += 1 }
      guard precedes(elements[best], elements[at]) else { return first }
      elements.swapAt(at, best)
      at = best
    }
  }
}
