import Foundation
import TestSupport
import Testing

@testable import Verification

/// Every single change of every cell of a run's tables, all digests computed again: each is
/// refused.
///
/// A canary stands beside it: the same machine finds nothing wrong with what was not changed, and a
/// change of nothing is not counted.
@Suite struct VerifyMutationTests {
  private static let tables = ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"]

  @Test(arguments: 0..<4) func everyChangeOfATableIsRefused(_ seed: UInt64) throws {
    let folder = try TempFolder()
    try RandomCase(seed: 3000 + seed).write(to: folder)
    try allocateAnswering(folder)
    let original = try Forgery(folder)
    var random = SeededGenerator(seed: seed)
    let scratch = try TempFolder()
    #expect(try original.verify(scratch).isGood)
    var mutations = 0
    var survivors: [String] = []
    while mutations < 60 {
      var forgery = original
      let table = random.pick(Self.tables)
      var lines = forgery[lines: table]
      guard lines.count > 1 else { continue }
      let what = Self.mutate(&lines, &random)
      forgery[lines: table] = lines
      if forgery.run == original.run { continue }
      mutations += 1
      forgery.coverUp()
      if try forgery.verify(scratch).isGood { survivors.append("\(table): \(what)") }
    }
    #expect(survivors.isEmpty, "seed \(seed): \(survivors)")
  }

  @Test func everyValueOfRunJSONIsCompared() throws {
    let folder = try TempFolder()
    try RandomCase(seed: 3003).write(to: folder)
    try allocateAnswering(folder)
    let original = try Forgery(folder)
    let scratch = try TempFolder()
    var compared = 0
    for (at, line) in original[lines: "run.json"].enumerated() {
      // Warnings are not checked, and that is said.
      if line.contains("\"W") || line.contains("\"version\"") { continue }
      guard let digit = line.lastIndex(where: { $0.isNumber || $0.isLetter }) else { continue }
      var forgery = original
      var changed = line
      changed.replaceSubrange(digit...digit, with: line[digit] == "1" ? "2" : "1")
      forgery[lines: "run.json"][at] = changed
      forgery.coverUp()
      compared += 1
      #expect(try !forgery.verify(scratch).isGood, "\(changed)")
    }
    #expect(compared > 60)
  }

  /// Changes one thing of a table; says what.
  private static func mutate(
    _ lines: inout [String], _ random: inout SeededGenerator
  ) -> String {
    let at = random.int(1...lines.count - 1)
    switch random.int(0...9) {
    case 0: return "dropped \(lines.remove(at: at))"
    case 1:
      lines.insert(lines[at], at: random.int(1...lines.count))
      return "doubled \(lines[at])"
    case 2:
      let other = random.int(1...lines.count - 1)
      lines.swapAt(at, other)
      return "swapped \(at) and \(other)"
    default:
      var cells = lines[at].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let cell = random.int(0...cells.count - 1)
      let before = cells[cell]
      let other = random.int(1...lines.count - 1)
      let others = lines[other].split(separator: ",", omittingEmptySubsequences: false)
      switch random.int(0...3) {
      case 0: cells[cell] = ""
      case 1: cells[cell] = cell < others.count ? String(others[cell]) : ""
      case 2: cells[cell] = "\((Int(before) ?? 0) + random.pick([-1, 1, 10]))"
      default: cells[cell] += random.pick(["0", "x", " ", ".5", "=1"])
      }
      lines[at] = cells.joined(separator: ",")
      return "\(before) to \(cells[cell]) in \(lines[at])"
    }
  }
}
