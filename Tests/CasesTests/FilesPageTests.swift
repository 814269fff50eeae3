import Foundation
import Testing

@testable import Cases

/// datasets/FILES.md, held against the columns and keys that the sources read and write.
@Suite struct FilesPageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  /// What the page names: every word between two backticks or two quotes.
  private let named: Set<String>

  init() throws {
    let page = try String(
      contentsOf: FilesPageTests.root.appending(path: "datasets/FILES.md"), encoding: .utf8)
    named = try Set(FilesPageTests.groups(#"[`"]([^`"|\n]+)[`"]"#, in: page))
  }

  /// What the groups of a pattern match in `text`.
  private static func groups(_ pattern: String, in text: String) throws -> [String] {
    let whole = NSRange(text.startIndex..., in: text)
    return try NSRegularExpression(pattern: pattern).matches(in: text, range: whole).flatMap { match in
      (1..<match.numberOfRanges).compactMap { group in
        Range(match.range(at: group), in: text).map { String(text[$0]) }
      }
    }
  }

  /// The sources of some rooms, by name.
  private func sources(_ rooms: [String]) throws -> [(name: String, text: String)] {
    try rooms.flatMap { room in
      let folder = FilesPageTests.root.appending(path: "Sources/" + room)
      let names = try #require(FileManager.default.enumerator(atPath: folder.path))
      return try names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map { name in
        (room + "/" + name, try String(contentsOf: folder.appending(path: name), encoding: .utf8))
      }
    }
  }

  /// A header is a constant called so, or a row that begins a table. Those of phrases are for people.
  @Test func everyHeaderIsThere() throws {
    let rooms = ["Runs", "Cases", "Planning", "Audit", "SeatTables", "Simulation"]
    var seen: Set<String> = []
    for (name, text) in try sources(rooms) {
      let headers = try FilesPageTests.groups(
        #"(?:(?:header|columns|wanted)\s*=|for name in|CSVText\.row\(|header:)\s*\[([^\]]*)\]"#
          + #"|header = """\n([^"]*)"""|"([a-z_]+(?:,[a-z_]+)+)\\n""#, in: text)
      for header in headers where !header.contains("Phrase(") {
        let cells =
          header.contains("\"")
          ? try FilesPageTests.groups(#""([^"\\]+)""#, in: header)
          : try FilesPageTests.groups("([a-z_]+)", in: header)
        for cell in cells {
          #expect(named.contains(cell), "\(name): \(cell)")
          seen.insert(cell)
        }
      }
    }
    // Were the constants called otherwise, nothing would be seen.
    let some = [
      "last_key", "moved_in", "line", "seats_left", "fair_share", "deciding_key", "group_column",
      "shared", "decided_by", "took_seat_of", "reach",
    ]
    #expect(seen.isSuperset(of: some.filter { $0 != "took_seat_of" }) && seen.count > 60)
    #expect(named.isSuperset(of: some))
  }

  /// Columns that are looked for by name where a table is read, and all their aliases.
  @Test func everyColumnThatIsKnownIsThere() throws {
    var seen: Set<String> = []
    for (name, text) in try sources(["Cases"]) {
      let columns = try FilesPageTests.groups(
        #"(?:find|require|values|counts|numbers|choice)\(\s*"([a-z_]+)""#, in: text)
      for column in columns {
        #expect(named.contains(column), "\(name): \(column)")
        seen.insert(column)
      }
    }
    #expect(seen.isSuperset(of: ["middle_school", "sector", "quality", "weight", "audience", "list"]))
    for (column, aliases) in ColumnFinder.aliases {
      for word in [column] + aliases { #expect(named.contains(word), "\(word)") }
    }
    for word in ["choice1"] + ColumnFinder.aliases(of: "choice1") { #expect(named.contains(word)) }
  }

  /// The keys of `run.json` and of `plan-summary.json`.
  @Test func everyKeyIsThere() throws {
    var seen: Set<String> = []
    for (name, text) in try sources(["Runs", "Planning/Writing"]) {
      // What a stop says to programs is no file.
      if !text.contains("JSONWriter") || name.hasSuffix("PlanTieFolder.swift") { continue }
      let keys = try FilesPageTests.groups(
        #"(?:text|number|flag|array|object|arrayRow|append)\(\s*"([A-Za-z]+)"|\("(\w+)", \w+\.\w+\)"#,
        in: text)
      for key in keys {
        #expect(named.contains(key), "\(name): \(key)")
        seen.insert(key)
      }
    }
    #expect(
      seen.isSuperset(of: [
        "drawn", "after", "commitment", "quotaCutoff", "counts", "potentials", "tierColumns",
        "largestDrift", "highestKept",
      ]) && seen.count > 80)
  }
}
