/// A small directed graph by adjacency lists, for its strong components.
struct DirectedGraph {
  /// Where the arcs from each node lead.
  var arcs: [[Int]]

  init(nodeCount: Int) { arcs = Array(repeating: [], count: nodeCount) }

  /// The number of each node's strong component. Complexity: O(nodes + arcs).
  ///
  /// Source: R. Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
  func strongComponents() -> (of: [Int], count: Int) {
    var component = Array(repeating: -1, count: arcs.count)
    var index = Array(repeating: -1, count: arcs.count)
    var low = index
    var next = Array(repeating: 0, count: arcs.count)
    var stack: [Int] = []
    var count = 0
    var indexCount = 0
    for root in arcs.indices where index[root] < 0 {
      var path = [root]
      while let node = path.last {
        if index[node] < 0 {
          index[node] = indexCount
          low[node] = indexCount
          indexCount += 1
          stack.append(node)
        }
        if next[node] < arcs[node].count {
          let to = arcs[node][next[node]]
          next[node] += 1
          if index[to] < 0 {
            path.append(to)
          } else if component[to] < 0 {
            low[node] = min(low[node], index[to])
          }
          continue
        }
        path.removeLast()
        if let above = path.last { low[above] = min(low[above], low[node]) }
        guard low[node] == index[node] else { continue }
        while let member = stack.popLast() {
          component[member] = count
          if member == node { break }
        }
        count += 1
      }
    }
    return (component, count)
  }
}

/// The places of equal keys: each list ascending, in the order of their first.
func places(ofEqual keys: [Int]) -> [[Int]] {
  var lists: [[Int]] = []
  var listOfKey: [Int: Int] = [:]
  for (place, key) in keys.enumerated() {
    if let list = listOfKey[key] {
      lists[list].append(place)
    } else {
      listOfKey[key] = lists.count
      lists.append([place])
    }
  }
  return lists
}
