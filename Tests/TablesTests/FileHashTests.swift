import TestSupport
import Testing

@testable import Tables

@Suite struct FileHashTests {
  private static let group = WaypointHash.stepBytes * WaypointHash.groupSteps

  private func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
  }

  /// Whole groups of steps have waypoints, each the state of a hash that was begun anew; the rest
  /// has none.
  @Test(arguments: [
    (0, 0), (group - 1, 0), (group, 1), (group + 1, 1), (2 * group - 64, 1), (2 * group, 2),
  ])
  func waypointsAreStatesOnTheWay(count: Int, groups: Int) {
    let bytes = bytes(count)
    let hash = FileHash(of: bytes.span)
    #expect(hash.digest == SHA256.digest(of: bytes.span))
    #expect(hash.waypoints.count == groups * WaypointHash.groupSteps)
    for (at, state) in hash.waypoints.enumerated() where at % 5 == 0 {
      var again = SHA256(portable: true)
      again.update(bytes.span.extracting(0..<(at + 1) * WaypointHash.stepBytes))
      #expect(again.state == state)
    }
  }

  /// However the bytes arrive.
  @Test(arguments: [1000, 131_008, 131_009, 700_001]) func piecesChangeNothing(_ size: Int) {
    let bytes = bytes(Self.group + 77)
    var hash = WaypointHash()
    var at = 0
    while at < bytes.count {
      let end = min(at + size, bytes.count)
      hash.update(bytes.span.extracting(at..<end))
      at = end
    }
    #expect(hash.finish() == FileHash(of: bytes.span))
  }
}
