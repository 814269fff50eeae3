import Columns

/// Who takes part in a stage, and how many they are.
struct Participants: Sendable {
  /// For each student 0: not in this stage; else `candidate`, and a bit an entry that is open to
  /// them.
  let flags: Column<UInt32>
  /// Students without a seat when the stage began.
  let candidates: Int
  /// Of these, who passes what the stage asks of the student alone.
  let eligible: Int
  /// For each entry to how many of these it is open.
  let open: [Int]

  /// Entries have a bit each beside this one.
  static let candidate: UInt32 = 1 << 31

  /// One pass over the students in their own order, 64 at a time; a question's answers are bits of
  /// one word. Complexity: O(students × questions), on all workers.
  init(
    _ gate: GateInForce, _ entries: [StagePlan.Entry], _ cohort: Cohort,
    _ placements: Column<Placement>, _ workers: Workers
  ) {
    let flags = Column<UInt32>(count: cohort.count)
    let blocks = (cohort.count + 63) / 64
    let tasks = min(blocks, workers.slices)
    let counts = workers.map(tasks: tasks) { task in
      var (candidates, eligible) = (0, 0)
      var opens = [Int](repeating: 0, count: entries.count)
      for block in Workers.slice(task, of: tasks, count: blocks) {
        let rows = block * 64..<min(block * 64 + 64, cohort.count)
        let free = Participants.free(rows, placements)
        let taking = free & gate.admits(rows, of: cohort)
        candidates += free.nonzeroBitCount
        eligible += taking.nonzeroBitCount
        flags.withMutableSpan(rows) { flags in
          Participants.enter(taking, Participants.candidate, &flags)
          for (number, entry) in entries.enumerated() {
            let open = taking & entry.gate.admits(rows, of: cohort)
            opens[number] += open.nonzeroBitCount
            Participants.enter(open, 1 &<< UInt32(number), &flags)
          }
        }
      }
      return (candidates, eligible, opens)
    }
    self.flags = flags
    candidates = counts.reduce(0) { $0 + $1.0 }
    eligible = counts.reduce(0) { $0 + $1.1 }
    open = entries.indices.map { entry in counts.reduce(0) { $0 + $1.2[entry] } }
  }

  /// Whether everybody takes part, and may have a seat of every entry.
  var isEverybody: Bool {
    eligible == flags.count && open.allSatisfy { $0 == flags.count }
  }

  /// Gives `flag` to those whose bit is set: often all.
  private static func enter(_ bits: UInt64, _ flag: UInt32, _ flags: inout MutableSpan<UInt32>) {
    if bits.trailingZeroBitCount >= flags.count { return }
    if (~bits).trailingZeroBitCount >= flags.count {
      for i in flags.indices { flags[i] |= flag }
    } else {
      for i in flags.indices {
        flags[i] |= bits &>> UInt64(truncatingIfNeeded: i) & 1 == 0 ? 0 : flag
      }
    }
  }

  /// Bit i: whether the student of row `rows` + i has no seat yet.
  private static func free(_ rows: Range<Int>, _ placements: Column<Placement>) -> UInt64 {
    placements.withSpan { placements in
      let placements = placements.extracting(rows)
      var free: UInt64 = 0
      for i in placements.indices {
        free |= (placements[i].isAdmitted ? 0 : 1) &<< UInt64(truncatingIfNeeded: i)
      }
      return free
    }
  }
}
