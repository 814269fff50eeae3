import Columns
import Diagnostics
import Rules
import TestSupport
import Testing

@testable import Tables
@testable import Verification

/// The naive reader: what RFC 4180 and FILES.md say, and the fast reader on random bytes.
@Suite struct PlainTableTests {
  private func read(
    _ raw: [UInt8], _ encoding: TableEncoding? = nil
  ) -> (table: PlainTable?, rows: [[String]], lines: [Int], log: ProblemLog) {
    var log = ProblemLog()
    guard let table = PlainTable("t.csv", raw, encoding: encoding, problems: &log) else {
      return (nil, [], [], log)
    }
    let texts = table.texts(problems: &log)
    let rows = (0..<texts.count).map { row in table.headers.indices.map { texts[row, $0] } }
    return (table, rows, texts.lines, log)
  }

  private func read(_ text: String) -> (headers: [String]?, rows: [[String]], lines: [Int]) {
    let found = read(Array(text.utf8))
    return (found.table?.headers, found.rows, found.lines)
  }

  @Test func quotesCommasAndLineEnds() {
    let found = read("a, b \r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n,\n\n3,\"\"\n\"\",4")
    #expect(found.headers == ["a", "b"])
    #expect(found.rows == [["x, \"y\"", "1\n2"], ["3", ""], ["", "4"]])
    #expect(found.lines == [2, 6, 7])
  }

  @Test func markOfUTF8IsNoPartOfTheHeader() {
    let found = read([0xEF, 0xBB, 0xBF] + Array("student\n1\n".utf8))
    #expect(found.table?.headers == ["student"] && found.rows == [["1"]])
  }

  @Test func gb18030IsDetectedAndCanBeDeclared() {
    // 学生 in GBK, then 1.
    let raw: [UInt8] = [0xD1, 0xA7, 0xC9, 0xFA, 0x0A, 0x31, 0x0A]
    for encoding in [nil, TableEncoding.gb18030] {
      let found = read(raw, encoding)
      #expect(found.table?.headers == ["学生"] && found.rows == [["1"]])
    }
    #expect(read(raw, .utf8).log.groups.first?.first.first?.place?.line == 1)
    #expect(read([0x61, 0x0A, 0xFF, 0xFF, 0x0A]).table == nil)
  }

  @Test(arguments: [
    ("a,b\n1\n", 2), ("a,b\n1,2\n1,2,3\n", 3), ("a\nx\"y\n", 2), ("a\n\"x\"y\n", 2),
    ("a\nb\n\"x\n", 3), ("a\nb\0\n", 2), ("", 1), (",,\n", 1),
  ]) func faultsAreNamedWithTheirLine(_ text: String, _ line: Int) throws {
    let log = read(Array(text.utf8)).log
    let problem = try #require(log.groups.first?.first.first)
    #expect(problem.code == .plainReading && problem.place?.line == line, "\(text)")
  }

  @Test func columnsByAliasAndByTheRules() throws {
    var log = ProblemLog()
    let table = try #require(
      PlainTable("t.csv", Array("准考证号,考号,志愿12,xqdm,毕业学校代码,byxxdm\n".utf8), problems: &log))
    var rules = try Self.rules()
    #expect(table.column("student", rules, problems: &log) == 0)
    #expect(table.column("choice12", rules, problems: &log) == 2)
    #expect(table.column("choice1", rules, problems: &log) == nil)
    #expect(table.column("district", rules, problems: &log) == 3)
    rules.columns["student"] = "考号"
    #expect(table.column("student", rules, problems: &log) == 1)
    #expect(log.isClean)
    #expect(table.requiredColumn("middle_school", rules, problems: &log) == nil)
    #expect(log.errorCount == 1)
    #expect(table.requiredColumn("seats", rules, problems: &log) == nil)
    #expect(log.errorCount == 2)
  }

  /// Random bytes of the letters that matter: where the fast reader finds nothing wrong, both read
  /// the same cells; where it refuses, so does this one.
  @Test func likeTheFastReader() throws {
    var random = SeededGenerator(seed: 11)
    var good = 0
    for _ in 0..<4000 {
      let body = (0..<random.int(0...24)).map { _ in
        random.pick(Array("aé,,,\n\n\r\"\"\";".utf8))
      }
      let raw = Array("a,b\n".utf8) + body
      var fastLog = ProblemLog()
      let fast = try TestReader.rows(raw, &fastLog)
      let plain = read(raw)
      #expect(plain.log.isClean == fastLog.isClean, "\(String(decoding: raw, as: UTF8.self))")
      if fastLog.isClean {
        good += 1
        #expect(plain.rows == fast, "\(String(decoding: raw, as: UTF8.self))")
      }
    }
    #expect(good > 300)
  }

  static func rules() throws -> RuleSet {
    let text = """
      { "format": 1, "name": "r", "lists": {"a": ["choice1"]}, "scores": {"s": {"sum": ["x"]}},
        "rankings": {"r": {"by": [{"score": "s"}], "ties": "lottery"}},
        "pools": {"open": {"audience": "everyone", "seats": "rest"}},
        "stages": [{"name": "s", "list": "a", "pools": ["open"], "ranking": "r",
                    "order": "parallel"}] }
      """
    let (rules, log) = RuleSet.read(Array(text.utf8))
    return try #require(rules, "\(log.groups)")
  }
}

/// The reader of the program itself.
private enum TestReader {
  static func rows(_ raw: [UInt8], _ log: inout ProblemLog) throws -> [[String]] {
    var builder = try ByteBuilder(capacity: raw.count, as: "")
    _ = try unsafe builder.append(room: raw.count, as: "") { room throws(FileError) in
      unsafe room.copyBytes(from: raw)
      return raw.count
    }
    let region = builder.finish()
    let workers = Workers(count: 1)
    do throws(EncodingError) {
      let text = try decodeText(region, workers: workers)
      guard let csv = CSVTable.open("t.csv", text.bytes, workers: workers, log: &log) else {
        return []
      }
      let table = TextTable(csv, log: &log)
      return (0..<table.rowCount).map { row in table.headers.indices.map { table[row, $0] } }
    } catch {
      log.add(error.problem(in: "t.csv"))
      return []
    }
  }
}
