import Columns
import Synchronization

/// What the walk of a stage found, before seats and lines are settled.
struct StageRun: Sendable {
  /// Every cell with seats or applicants, in order of pool, audience, programme.
  let cells: [CutoffCell]
  /// Decisions of the market that answered a stop.
  let answered: [Int]

  /// Walks the stage of `plan`, writing placements. Where audiences never meet, each is walked by
  /// itself, on all workers; otherwise there is one walk over all.
  init(
    _ plan: StagePlan, order: RankOrder, stores: [SeatStore], placements: Column<Placement>,
    workers: Workers, observer: PhaseObserver = .nobody
  ) throws(AllocationFailure) {
    // A stop must be the first over all audiences, which one walk finds by itself.
    let isApart = plan.fallsApart && plan.ties != .stop
    (cells, answered) =
      isApart
      ? StageRun.walkApart(plan, order, stores, placements, workers, observer)
      : try StageRun.walkTogether(plan, order, stores, placements, workers, observer)
  }

  /// One walk over all candidates.
  private static func walkTogether(
    _ plan: StagePlan, _ order: RankOrder, _ stores: [SeatStore], _ placements: Column<Placement>,
    _ workers: Workers, _ observer: PhaseObserver
  ) throws(AllocationFailure) -> ([CutoffCell], [Int]) {
    // The walk puts students of one score band together where they stand.
    let isKept = plan.participants.isEverybody && !plan.stage.order.contains(.scoreBand)
    let (students, count) =
      isKept
      ? (order.students, order.count)
      : order.students.chosen(order.count, plan.flags, of: plan.walkers, workers)
    observer.ended(.order(plan.number))
    var walk = Walk(plan, isLocal: false, placements: placements)
    for (row, pool) in plan.pools.enumerated() {
      for audience in 0..<plan.maps[row].count {
        walk.cells.load(stores[pool].accounts(of: audience), row: row, local: audience)
      }
    }
    // Who applies in a stage with one pool for everyone does not depend on who is placed: others
    // count that in the students' own order, while here the walk ends where a student sits.
    if plan.ties == .lottery, let line = plan.simpleLine {
      walk.areCounted = true
      let applicants = Walk.applicants(of: plan, line, cells: walk.cells.width, workers) {
        walk.run(students, 0..<count)
      }
      walk.cells.count(applicants)
    } else {
      walk.run(students, 0..<count)
    }
    if let failure = walk.failure { throw failure }
    var cells: [CutoffCell] = []
    walk.cells.drain(pools: plan.pools, audience: nil, into: &cells)
    return (cells.inOrder(), walk.answered)
  }

  /// A walk for each audience.
  private static func walkApart(
    _ plan: StagePlan, _ order: RankOrder, _ stores: [SeatStore], _ placements: Column<Placement>,
    _ workers: Workers, _ observer: PhaseObserver
  ) -> ([CutoffCell], [Int]) {
    let groups = AudienceGroups(plan, order, workers: workers)
    observer.ended(.order(plan.number))
    // Neighbouring audiences share a task, so that counters are made once for many.
    let tasks = min(groups.count, workers.count * 8)
    let found = Mutex(CellsInOrder(tasks: tasks))
    workers.run(tasks: tasks) { task in
      var walk = Walk(plan, isLocal: true, placements: placements)
      var cells: [CutoffCell] = []
      for audience in Workers.slice(task, of: tasks, count: groups.count) {
        for (row, pool) in plan.pools.enumerated() {
          walk.cells.load(stores[pool].accounts(of: audience), row: row, local: 0)
        }
        walk.run(groups.students, groups.range(of: audience))
        walk.cells.drain(pools: plan.pools, audience: audience, into: &cells)
      }
      found.withLock { $0.add(cells, of: task) }
    }
    let cells = found.withLock { $0.cells }
    return (cells.inOrder(), [])
  }
}

/// What the tasks of a walk found, joined as they end: of as many audiences as there are, cells are
/// many, and what was joined makes room for what is found next.
private struct CellsInOrder {
  private(set) var cells: [CutoffCell] = []
  private let tasks: Int
  private var next = 0
  private var early: [Int: [CutoffCell]] = [:]

  /// Nothing yet of so many tasks.
  init(tasks: Int) { self.tasks = tasks }

  /// Adds what a task found; what comes too early waits for those before.
  mutating func add(_ some: [CutoffCell], of task: Int) {
    early[task] = some
    while let ready = early.removeValue(forKey: next) {
      // Tasks find about as many each. Room that nothing is put in is not taken from the system.
      if next == 0 { cells.reserveCapacity((ready.count + ready.count / 4) * tasks) }
      cells += ready
      next += 1
    }
  }
}

/// The candidates of a stage that falls apart: audience after audience, each in rank order.
struct AudienceGroups: Sendable {
  /// The students of all audiences.
  let students: Column<Int32>
  private let starts: [Int]

  /// How many audiences there are.
  var count: Int { starts.count - 1 }
  /// Where the students of one audience stand.
  func range(of audience: Int) -> Range<Int> { starts[audience]..<starts[audience + 1] }

  /// Deals the students of `order` to their audiences: a counting sort on all workers.
  init(_ plan: StagePlan, _ order: RankOrder, workers: Workers) {
    (students, starts) =
      plan.maps[0].count <= Int(UInt16.max)
      ? AudienceGroups.deal(plan, order, UInt16.self, workers)
      : AudienceGroups.deal(plan, order, UInt32.self, workers)
  }

  /// The students of `order` group by group, and where each group begins; a `Group` has room for
  /// the number of every audience and one more.
  private static func deal<Group: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ plan: StagePlan, _ order: RankOrder, _: Group.Type, _ workers: Workers
  ) -> (Column<Int32>, [Int]) {
    let audiences = plan.maps[0].count
    let slices = workers.slices
    let width = audiences + 1  // the last group is for those who take no part
    let next = Column<Int>(count: slices * width)
    let groupOf = AudienceGroups.groups(plan, none: Group(audiences), workers)
    let groups = Column<Group>(uninitialized: order.count)
    workers.run(tasks: slices) { slice in
      let range = Workers.slice(slice, of: slices, count: order.count)
      next.withMutableSpan(slice * width..<(slice + 1) * width) { counts in
        groups.withMutableSpan(range) { groups in
          groupOf.withSpan { groupOf in
            order.students.withSpan { students in
              for i in groups.indices {
                let group = groupOf[Int(students[range.lowerBound &+ i])]
                groups[i] = group
                counts[Int(group)] &+= 1
              }
            }
          }
        }
      }
    }
    var starts: [Int] = []
    var total = 0
    for group in 0...audiences {
      starts.append(total)
      for slice in 0..<slices {
        let here = next[slice * width + group]
        next[slice * width + group] = total
        total += here
      }
    }
    let students = Column<Int32>(unset: order.count)
    workers.run(tasks: slices) { slice in
      let range = Workers.slice(slice, of: slices, count: order.count)
      next.withMutableSpan(slice * width..<(slice + 1) * width) { next in
        for at in range {
          let group = Int(groups[at])
          students[next[group]] = order.students[at]
          next[group] += 1
        }
      }
    }
    return (students, starts)
  }

  /// For each student the audience, `none` for those who take no part: made in the students' own
  /// order, so that only one column has to be read in rank order.
  private static func groups<Group: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ plan: StagePlan, none: Group, _ workers: Workers
  ) -> Column<Group> {
    let groups = Column<Group>(uninitialized: plan.cohort.count)
    let walkers = plan.walkers
    workers.run(tasks: workers.slices) { slice in
      let rows = Workers.slice(slice, of: workers.slices, count: plan.cohort.count)
      groups.withMutableSpan(rows) { groups in
        for row in rows {
          let audience = plan.audience(0, of: row)
          let isOut = plan.flags[row] & walkers == 0 || audience < 0
          groups[row &- rows.lowerBound] = isOut ? none : Group(truncatingIfNeeded: audience)
        }
      }
    }
    return groups
  }
}

extension [CutoffCell] {
  /// In order of pool, audience, programme; sorted only where they are not so already.
  fileprivate func inOrder() -> [CutoffCell] {
    func key(_ cell: CutoffCell) -> (Int, Int, Int) { (cell.pool, cell.audience, cell.programme) }
    let isSorted = zip(self, dropFirst()).allSatisfy { key($0) <= key($1) }
    return isSorted ? self : sorted { key($0) < key($1) }
  }
}
