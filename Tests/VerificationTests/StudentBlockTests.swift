import Diagnostics
import TestSupport
import Testing

@testable import Verification

/// Blocks of students, read one after the other with one reader.
@Suite struct StudentBlockTests {
  /// Numbers that fit in 32 bits and others, and a code of every length: what a block keeps is what
  /// was read, however much more room the reader has.
  @Test(arguments: 0..<30 as Range<UInt64>) func blocksKeepWhatIsRead(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var layout = StudentLayout()
    (layout.student, layout.middleSchool) = (0, 1)
    layout.numbers = [
      .init(name: "a", header: 2, most: .max, mayBeEmpty: true),
      .init(name: "b", header: 3, most: .max, mayBeEmpty: true),
    ]
    layout.measures = [0, 1].map {
      .init(measure: .column("m"), name: "m", origin: .column($0), grades: nil)
    }
    layout.lists = [.init(rule: .columns(["1", "2"]), headers: [4, 5])]
    var reader = StudentBlockReader(
      layout, file: "s.csv", programmes: PlainNames(["P", "Q"]), schools: PlainNames(["X", "Y"]),
      lengthsMax: [2])
    for round in 0..<4 {
      let limit = round == 2 || random.int(0...3) == 0 ? 900_000_000 : 2000
      let students = (0..<random.int(1...400)).map { number in
        [
          "\(number)" + String(repeating: "c", count: random.int(0...20)), ["X", "Y"][number % 2],
          random.int(0...9) == 0 ? "" : "\(random.int(0...limit))", "\(random.int(0...limit))",
          ["", "P", "Q"][random.int(0...2)], "",
        ]
      }
      let text = "s,m,a,b,1,2\n" + students.map { $0.joined(separator: ",") + "\n" }.joined()
      var log = ProblemLog()
      let table = try #require(
        PlainTable("s.csv", Array(text.utf8), encoding: .utf8, problems: &log))
      let (rows, problems) = reader.read(
        table, from: table.bodyStart, to: table.bytes.count, line: 2)
      #expect(problems.isClean)
      let block = StudentBlock(rows, firstRow: 0)
      #expect(block.count == students.count)
      var ends: [Int32] = []
      for (i, cells) in students.enumerated() {
        #expect(block.code(i) == cells[0])
        #expect(block.schools[i] == (cells[1] == "X" ? 1 : 2))
        for measure in 0..<2 {
          let value = Int64(cells[2 + measure]).map { $0 * 1000 } ?? StudentLayout.missing
          #expect(block.measure(measure, i) == value)
        }
        ends.append((ends.last ?? 0) + (cells[4].isEmpty ? 0 : 1))
      }
      #expect(block.choiceEnds[0] == ends && block.choices[0].count == Int(ends.last!) + 3)
      for measure in 0..<2 {
        let values = students.indices.map { block.measure(measure, $0) }
        #expect(block.lowest[measure] == values.min() && block.highest[measure] == values.max())
      }
    }
  }
}
