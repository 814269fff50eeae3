/// The arcs whose value is not yet whole, as a forest of parent pointers.
///
/// The tail of the cell at hand is made the root of its tree. Then the cycle that the cell closes
/// is the chain of parents from its head up to that root: one walk finds how far it can be pushed,
/// a second pushes, and a tree that falls apart is hung up again by reversing the walked chain.
/// Neighbouring cells have the same tail or one two arcs away, so making it the root is nearly
/// free.
struct RoundingForest {
  /// A node with the arc to its parent.
  struct Node {
    /// How much more can flow to the parent before the arc is whole: 0 < room < unit.
    var room: Int
    /// −1 for a root.
    var parent: Int32
    /// 2·cell + 2 for a cell's arc, 0 for an inner one; +1 where the arc points to the parent.
    var arc: Int32

    static let root = Node(room: 0, parent: -1, arc: 0)
  }

  private let unit: Int
  /// A push of fewer parts than this, against one of more, is taken without a draw.
  private let undrawn: Int

  init(_ shares: FairShares) {
    unit = shares.unit
    undrawn = shares.undrawn
  }

  /// The nodes with the arcs of the two hierarchies linked.
  func start(_ network: RoundingNetwork) -> [Node] {
    var nodes = Array(repeating: Node.root, count: network.nodeCount)
    for arc in network.arcs where arc.parts % unit != 0 {
      let rest = arc.parts % unit
      // Whichever end is still a root hangs below the other: no cycle is possible here.
      if nodes[arc.tail].parent < 0 {
        nodes[arc.tail] = Node(room: unit - rest, parent: Int32(arc.head), arc: 1)
      } else {
        precondition(nodes[arc.head].parent < 0, "hierarchies have no cycles")
        nodes[arc.head] = Node(room: rest, parent: Int32(arc.tail), arc: 0)
      }
    }
    return nodes
  }

  /// Takes in the arc of `cell`, of value `rest` above its whole part, from `tail` to `head`.
  ///
  /// `seats` are rounded down until it is decided that a cell is rounded up.
  func offer<Draws: DrawSource>(
    _ cell: Int, rest: Int, from tail: Int, to head: Int, _ nodes: inout MutableSpan<Node>,
    _ seats: inout MutableSpan<Int>, _ draws: inout Draws
  ) {
    makeRoot(tail, &nodes)
    // Raising the closing arc sends the surplus from `head` along its parents back to `tail`.
    var up = unit - rest
    var down = rest
    var at = head
    while nodes[at].parent >= 0 {
      let room = nodes[at].room
      up = min(up, room)
      down = min(down, unit - room)
      at = Int(nodes[at].parent)
    }
    guard at == tail else { return hang(head, below: tail, cell, rest: rest, &nodes) }
    let push = choose(up: up, down: down, &draws)
    let isCut = pushAlongParents(of: head, by: push, &nodes, &seats)
    let value = rest + push
    if value == unit {
      seats[cell] += 1
    } else if value != 0 {
      precondition(isCut, "a push makes at least one arc whole")
      hang(head, below: tail, cell, rest: value, &nodes)
    }
  }

  /// δ⁺ with probability δ⁻/(δ⁺+δ⁻), else −δ⁻: the expectation of every arc stays what it is. Where
  /// exactly one of the two is too little to be drawn for, it is taken (`FairShares.undrawn`).
  @inline(__always)
  private func choose<Draws: DrawSource>(up: Int, down: Int, _ draws: inout Draws) -> Int {
    if (up < undrawn) != (down < undrawn) { return up < undrawn ? up : -down }
    let draw = draws.uniform(below: UInt64(truncatingIfNeeded: up + down))
    return draw < UInt64(truncatingIfNeeded: down) ? up : -down
  }

  /// Pushes from `node` up to the root, cuts what became whole, and says whether anything was cut.
  @inline(__always)
  private func pushAlongParents(
    of node: Int, by push: Int, _ nodes: inout MutableSpan<Node>, _ seats: inout MutableSpan<Int>
  ) -> Bool {
    var isCut = false
    var at = node
    while nodes[at].parent >= 0 {
      let parent = Int(nodes[at].parent)
      let room = nodes[at].room - push
      if room == 0 || room == unit {
        let arc = nodes[at].arc
        // A whole arc of a cell is rounded up if it is full: without room toward its head.
        if arc > 1, (arc & 1 == 1) == (room == 0) { seats[Int(arc / 2) - 1] += 1 }
        nodes[at] = .root
        isCut = true
      } else {
        nodes[at].room = room
      }
      at = parent
    }
    return isCut
  }

  /// Links the tree of `node` below `parent` by the arc parent → node of `cell`.
  private func hang(
    _ node: Int, below parent: Int, _ cell: Int, rest: Int, _ nodes: inout MutableSpan<Node>
  ) {
    makeRoot(node, &nodes)
    nodes[node] = Node(room: rest, parent: Int32(parent), arc: Int32(2 * cell + 2))
  }

  /// Reverses the chain from `node` to its root. Complexity: O(depth).
  @inline(__always)
  private func makeRoot(_ node: Int, _ nodes: inout MutableSpan<Node>) {
    var at = node
    var below = Node.root
    while true {
      let old = nodes[at]
      nodes[at] = below
      guard old.parent >= 0 else { return }
      below = Node(room: unit - old.room, parent: Int32(at), arc: old.arc ^ 1)
      at = Int(old.parent)
    }
  }
}
