import Foundation
import Testing

@testable import Columns

/// Columns begin as zeros, whatever was in the memory that they are given.
@Suite struct ColumnTests {
  /// Around the sizes where memory comes from somewhere else.
  static let counts = [0, 1, 1000, (1 << 17) - 1, 1 << 17, 1 << 18, (1 << 18) + 1, 700_000]

  @Test(arguments: counts) func usedMemoryIsZeroAgain(count: Int) {
    for _ in 0..<3 {
      let column = Column<Int64>(count: count)
      #expect(column.count == count)
      #expect((0..<count).allSatisfy { column[$0] == 0 })
      column.withMutableSpan { for i in $0.indices { $0[i] = -1 } }
      let sparse = Column<Int64>(sparse: count)
      #expect((0..<count).allSatisfy { sparse[$0] == 0 })
      let unset = Column<Int64>(unset: count)
      unset.withMutableSpan { for i in $0.indices { $0[i] = Int64(i) } }
      #expect((0..<count).allSatisfy { unset[$0] == i64($0) && column[$0] == -1 })
    }
  }

  /// What a sparse column might use is not set aside: it may be larger than the machine.
  @Test(.enabled(if: setsRoomAsideOnDemand)) func sparseColumnsTakeWhatIsTouched() {
    let column = Column<Int64>(sparse: 1 << 38)  // 2 TiB
    for at in stride(from: 0, to: column.count, by: column.count / 5) {
      #expect(column[at] == 0)
      column[at] = 1
      #expect(column[at] == 1 && column[at + 1] == 0)
    }
  }

  /// A system may be told to promise no more than it has.
  private static var setsRoomAsideOnDemand: Bool {
    (try? String(contentsOfFile: "/proc/sys/vm/overcommit_memory", encoding: .utf8)) != "2\n"
  }

  /// Many columns that come and go never share memory while they live.
  @Test func livingColumnsShareNothing() {
    var living: [Column<Int32>] = []
    for round in 0..<60 {
      let count = [300_000, 600_000, 1_200_000][round % 3]
      let column = Column<Int32>(count: count)
      #expect(column[0] == 0 && column[count - 1] == 0)
      (column[0], column[count - 1]) = (Int32(round + 1), Int32(round + 1))
      living.append(column)
      if round % 4 == 3 { living.remove(at: round % living.count) }
    }
    for column in living { #expect(column[0] > 0 && column[0] == column[column.count - 1]) }
    #expect(Set(living.map { $0[0] }).count == living.count)
  }

  /// Memory that was given back is zero when it comes again, and what lives beside it is left
  /// alone.
  @Test func releasedMemoryIsZeroAgain() {
    var living: [Column<Int64>] = []
    for round in 0..<40 {
      let count = [150_000, 300_000, 700_000][round % 3]
      let column = Column<Int64>(count: count)
      #expect((0..<count).allSatisfy { column[$0] == 0 }, "round \(round)")
      column.withMutableSpan { for i in $0.indices { $0[i] = Int64(round + 1) } }
      living.append(column)
      if round % 3 == 2 { living.remove(at: round % living.count) }
      if round % 5 == 4 { releaseMemory() }
    }
    for column in living {
      #expect((0..<column.count).allSatisfy { column[$0] == column[0] } && column[0] > 0)
    }
  }

  private func i64(_ i: Int) -> Int64 { Int64(i) }
}
