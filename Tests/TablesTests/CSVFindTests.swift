import Columns
import Diagnostics
import TestSupport
import Testing

@testable import Tables

/// Rows found by what stands in them and by their line, against reading all rows.
@Suite struct CSVFindTests {
  private let workers = Workers(count: 1)

  private func open(_ text: String) throws -> CSVTable {
    var log = ProblemLog()
    return try #require(
      CSVTable.open("t.csv", TextBytes(Array(text.utf8)), workers: workers, log: &log))
  }

  /// Tables of a few words, with quotes and without, whose rows may span lines.
  private func randomTable(_ random: inout SeededGenerator) -> String {
    let cells = random.chance(50) ? ["a", "b", "aa", ""] : ["a", "\"a\nb\"", "\"a\"\"\"", "b", ""]
    let rows = (0..<random.int(0...30)).map { _ in
      (0..<2).map { _ in random.pick(cells) }.joined(separator: ",") + "\n"
    }
    return "x,y\n" + rows.joined()
  }

  @Test(arguments: 0..<60) func equalsReadingAll(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let text = randomTable(&random)
    let table = try open(text)
    var log = ProblemLog()
    let all = TextTable(table, log: &log)
    let rows = (0..<all.rowCount).map { row in (0..<2).map { all[row, $0] } }
    let lines = (0..<all.rowCount).map { all.place(row: $0).line }
    for word in ["a", "b", "a\nb"] {
      let found = table.rows(where: 1, is: word, workers: workers)
      let expected = rows.indices.filter { rows[$0][1] == word }
      // A row is found by its bytes as they stand in the file: `a""` is not found by `a"`.
      #expect(found.map(\.cells) == expected.map { rows[$0] }, "\(text)")
      #expect(found.map(\.line) == expected.map { lines[$0] }, "\(text)")
    }
    for words in [["a"], ["b", "aa"], ["a\"", "a\nb", "", "c"]] {
      let found = table.rows(
        where: 1, isAnyOf: Set(words.map { Array($0.utf8) }), workers: workers)
      let expected = rows.indices.filter { words.contains(rows[$0][1]) }
      #expect(found.map(\.cells) == expected.map { rows[$0] }, "\(text)")
      #expect(found.map(\.line) == expected.map { lines[$0] }, "\(text)")
    }
    for line in 1...(text.split(separator: "\n", omittingEmptySubsequences: false).count + 1) {
      let found = table.row(onLine: line)
      // A blank row is a row of the file and none of the table.
      if let found, found.cells.allSatisfy(\.isEmpty) { continue }
      #expect(found?.cells == lines.firstIndex(of: line).map { rows[$0] }, "\(line): \(text)")
    }
  }

  @Test func cellsAreReplacedInPlace() throws {
    let table = try open("x,y\na,\"b\"\nc,d\n")
    let rows = [table.row(onLine: 2), table.row(onLine: 3)].compactMap { $0 }
    let bytes = table.bytes(replacing: [
      (row: rows[1], column: 0, text: "e,f"), (row: rows[0], column: 1, text: "g"),
    ])
    #expect(String(decoding: bytes, as: UTF8.self) == "x,y\na,g\n\"e,f\",d\n")
  }

  @Test func codesBySlicesThatGrow() throws {
    // Codes that are not ascending are looked up by their hashes; doubles are found wherever they
    // are.
    let count = 3000
    var random = SeededGenerator(seed: 5)
    var codes = (0..<count).map { "c\($0)" }
    codes.shuffle(using: &random)
    codes[count - 1] = codes[10]
    let table = try open("x\n" + codes.map { $0 + "\n" }.joined())
    var log = ProblemLog()
    let column = table.codes(width: 5, workers: workers, log: &log)
    for workers in [1, 3] {
      let found = column.examine(workers: Workers(count: workers)).doubles
      #expect(found.count == 1 && found[0].row == count - 1 && found[0].earlier == 10)
    }
  }

  private func examine(_ codes: [[UInt8]]) throws -> [(row: Int, earlier: Int)] {
    var log = ProblemLog()
    let bytes = Array("x\n".utf8) + codes.flatMap { $0 + [0x0A] }
    let table = try #require(
      CSVTable.open("t.csv", TextBytes(bytes), workers: workers, log: &log))
    let column = table.codes(width: 16, workers: workers, log: &log)
    return column.examine(workers: workers).doubles
  }

  @Test func doublesNextToEachOther() throws {
    let found = try examine(["a1", "a2", "a2", "a3"].map { Array($0.utf8) })
    #expect(found.map(\.row) == [2] && found.map(\.earlier) == [1])
  }

  /// Two codes of one hash are two codes.
  @Test func equalHashesAreNoDoubles() throws {
    func mixed(_ hash: UInt64) -> UInt64 {
      let half = (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
      return (half ^ (half >> 32)) &* 0x94D0_49BB_1331_11EB
    }
    func bytes(_ word: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    var random = SeededGenerator(seed: 9)
    let special: Set<UInt8> = [0, 0x0A, 0x0D, 0x22, 0x2C]
    var tried = 0
    while tried < 20 {
      let (a, b, last) = (random.next(), random.next(), random.next())
      // The second word makes up for what the first ones differ in.
      let other = last ^ mixed(16 ^ a) ^ mixed(16 ^ b)
      let codes = [bytes(a) + bytes(last), bytes(b) + bytes(other)]
      if codes.joined().contains(where: special.contains) { continue }
      tried += 1
      for order in [codes, codes.reversed()] { #expect(try examine(order).isEmpty) }
      #expect(try examine(codes + [codes[0]]).map(\.row) == [2])
    }
  }
}
