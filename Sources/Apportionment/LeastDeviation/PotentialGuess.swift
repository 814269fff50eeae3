/// Potentials near the optimum of a flow where every arc is rounded down or up, by cost scaling.
///
/// Only a guess, but a very good one: `UnitFlow` goes on from here and proves the result. In each
/// phase no arc may be more than ε against its reduced cost; units in excess are pushed along arcs
/// of negative reduced cost, and a node without one is relabelled. ε falls by a constant factor to
/// 1 part.
///
/// Source: A. V. Goldberg, R. E. Tarjan, "Finding minimum-cost circulations by successive
/// approximation", Math. of Operations Research 15 (1990); the global relabelling is from A. V.
/// Goldberg, "An efficient implementation of a scaling minimum-cost flow algorithm", J. Algorithms
/// 22 (1997).
struct PotentialGuess {
  private(set) var potentials: [Int]
  /// 1 for an arc rounded up.
  private(set) var isUp: [UInt8]
  private var excess: [Int32]

  /// The entries of node v are `start[v]..<start[v + 1]`: each an arc seen from one of its ends.
  private let start: [Int]
  private var entries: [Entry]
  /// Where the search for a step goes on at each node.
  private var current: [Int]
  private var queue: [Int32] = []
  private var isQueued: [Bool]
  private var epsilon = 0

  private struct Entry {
    let other: Int32
    /// Twice the arc, plus 1 where this end is its head.
    let arc: Int32
    /// What a step to the other end costs.
    let cost: Int

    /// Whether a step is possible: an arc that is down may rise from its tail, one that is up may
    /// fall from its head.
    @inline(__always)
    func isOpen(_ isUp: borrowing [UInt8]) -> Bool {
      isUp[Int(arc >> 1)] == UInt8(truncatingIfNeeded: arc & 1)
    }
  }

  private static let scaleFactor = 8

  /// `excess` counts all arcs rounded down.
  init(_ arcs: [UnitFlow.Arc], excess: [Int]) {
    potentials = Array(repeating: 0, count: excess.count)
    self.excess = excess.map { Int32($0) }
    isUp = Array(repeating: 0, count: arcs.count)
    var start = Array(repeating: 0, count: excess.count + 1)
    for arc in arcs {
      start[Int(arc.tail) + 1] += 1
      start[Int(arc.head) + 1] += 1
    }
    for node in excess.indices { start[node + 1] += start[node] }
    self.start = start
    var next = start
    entries = Array(repeating: Entry(other: 0, arc: 0, cost: 0), count: arcs.count * 2)
    for (at, arc) in arcs.enumerated() {
      let number = Int32(2 * at)
      entries[next[Int(arc.tail)]] = Entry(other: arc.head, arc: number, cost: arc.cost)
      entries[next[Int(arc.head)]] = Entry(other: arc.tail, arc: number + 1, cost: -arc.cost)
      next[Int(arc.tail)] += 1
      next[Int(arc.head)] += 1
    }
    current = start
    isQueued = Array(repeating: false, count: excess.count)
    epsilon = entries.reduce(1) { max($0, abs($1.cost)) }
    while epsilon > 1 {
      epsilon = max(1, epsilon / Self.scaleFactor)
      refine()
    }
  }

  private mutating func refine() {
    settle()
    relabelAll()
    var relabels = 0
    var at = 0
    while at < queue.count {
      let node = Int(queue[at])
      at += 1
      isQueued[node] = false
      relabels += discharge(node)
      if relabels > excess.count, at < queue.count {
        relabels = 0
        relabelAll()
      }
    }
    queue.removeAll(keepingCapacity: true)
  }

  /// Puts every arc on the side that its reduced cost wants; what that leaves over is queued.
  private mutating func settle() {
    for node in excess.indices {
      let own = potentials[node]
      for at in start[node]..<start[node + 1] {
        let entry = entries[at]
        guard entry.cost - own + potentials[Int(entry.other)] < 0, entry.isOpen(isUp) else {
          continue
        }
        isUp[Int(entry.arc >> 1)] ^= 1
        excess[node] -= 1
        excess[Int(entry.other)] += 1
      }
    }
    for node in excess.indices where excess[node] > 0 { enqueue(node) }
  }

  private mutating func enqueue(_ node: Int) {
    guard !isQueued[node] else { return }
    isQueued[node] = true
    queue.append(Int32(node))
  }

  /// Pushes the excess of a node away, relabelling it as often as needed; how often.
  private mutating func discharge(_ node: Int) -> Int {
    var relabels = 0
    let range = start[node]..<start[node + 1]
    var at = current[node]
    var own = potentials[node]
    while excess[node] > 0 {
      while at < range.upperBound {
        let entry = entries[at]
        let other = Int(entry.other)
        if entry.isOpen(isUp), entry.cost - own + potentials[other] < 0 {
          isUp[Int(entry.arc >> 1)] ^= 1
          excess[node] -= 1
          excess[other] += 1
          if excess[other] > 0 { enqueue(other) }
          if excess[node] == 0 { break }
        }
        at += 1
      }
      guard excess[node] > 0 else { break }
      var least = Int.max
      for entry in entries[range] where entry.isOpen(isUp) {
        least = min(least, entry.cost + potentials[Int(entry.other)])
      }
      precondition(least < Int.max, "what has an excess was given it by somebody")
      own = least + epsilon
      potentials[node] = own
      at = range.lowerBound
      relabels += 1
    }
    current[node] = at
    return relabels
  }

  /// Raises all potentials to the distances, in steps of ε, from the nodes that miss units: then
  /// excesses find the way without wandering.
  private mutating func relabelAll() {
    let unreached = Int32.max
    var distances = Array(repeating: unreached, count: excess.count)
    var buckets: [[Int32]] = [[]]
    for node in excess.indices where excess[node] < 0 {
      distances[node] = 0
      buckets[0].append(Int32(node))
    }
    var waiting = excess.count { $0 > 0 }
    var level = 0
    while level < buckets.count, waiting > 0 {
      while let next = buckets[level].popLast() {
        let node = Int(next)
        guard distances[node] == level else { continue }
        distances[node] = ~Int32(level)
        if excess[node] > 0 { waiting -= 1 }
        for entry in entries[start[node]..<start[node + 1]] where !entry.isOpen(isUp) {
          // The way back from the other end is open, and costs the opposite.
          let other = Int(entry.other)
          guard distances[other] > level else { continue }
          let cost = -entry.cost - potentials[other] + potentials[node]
          let steps = cost < 0 ? 0 : cost / epsilon + 1
          let distance = level + steps
          guard distance < Int(distances[other]), distance < 1 << 20 else { continue }
          distances[other] = Int32(distance)
          while buckets.count <= distance { buckets.append([]) }
          buckets[distance].append(entry.other)
        }
      }
      if waiting > 0 { level += 1 }
    }
    for node in excess.indices {
      // Those that were reached hold their distance inverted.
      let distance = distances[node] < 0 ? Int(~distances[node]) : level
      potentials[node] += min(distance, level) * epsilon
      current[node] = start[node]
    }
  }
}
