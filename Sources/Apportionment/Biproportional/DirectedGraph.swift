/// A small directed graph by adjacency lists: strong components and cycles.
struct DirectedGraph {
  /// The arcs from each node: where to, and the caller's label.
  var arcs: [[(to: Int, label: Int)]]

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
          let to = arcs[node][next[node]].to
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

  /// Some directed cycle, as its nodes and labels in order; nil where there is none.
  func cycle() -> [(from: Int, label: Int)]? {
    // 0 unseen, 1 on the path, 2 done.
    var state = Array(repeating: UInt8(0), count: arcs.count)
    var next = Array(repeating: 0, count: arcs.count)
    for root in arcs.indices where state[root] == 0 {
      var path: [(from: Int, label: Int)] = []
      var node = root
      state[root] = 1
      while true {
        if next[node] < arcs[node].count {
          let (to, label) = arcs[node][next[node]]
          next[node] += 1
          if state[to] == 1 {
            path.append((node, label))
            return Array(path[path.firstIndex { $0.from == to }!...])
          }
          if state[to] == 0 {
            path.append((node, label))
            state[to] = 1
            node = to
          }
        } else {
          state[node] = 2
          guard let back = path.popLast() else { break }
          node = back.from
        }
      }
    }
    return nil
  }
}
