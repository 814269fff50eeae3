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
    named = try Set(
      FilesPageTests.groups("`([^`\n]+)`", in: page)
        + FilesPageTests.groups(#""([A-Za-z_]+)""#, in: page))
  }

  /// What the groups of a pattern match in `text`.
  private static func groups(_ pattern: String, in text: String) throws -> [String] {
    let whole = NSRange(text.startIndex..., in: text)
    return try NSRegularExpression(pattern: pattern).matches(in: text, range: whole).flatMap {
      match in
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

  private func check(_ word: String, _ source: String, _ seen: inout Set<String>) {
    // The set itself would fill the screen.
    let isNamed = named.contains(word)
    #expect(isNamed, "\(source): \(word) is not in FILES.md")
    seen.insert(word)
  }

  /// A header is a constant called so, or a row that begins a table. Those of phrases are for
  /// people.
  @Test func everyHeaderIsThere() throws {
    let rooms = ["Runs", "Cases", "Planning", "Audit", "SeatTables", "Simulation"]
    var seen: Set<String> = []
    for (name, text) in try sources(rooms) {
      let headers = try FilesPageTests.groups(
        #"(?:(?:header|columns|wanted)\s*=|for name in|CSVText\.row\(|header:|\+)\s*\[\s*("[^\]]*)\]"#
          + #"|header = """\n([^"]*)"""|"([a-z_]+(?:,[a-z_]+)+)\\n""#, in: text)
      for header in headers where !header.contains("Phrase(") {
        let cells =
          header.contains("\"")
          ? try FilesPageTests.groups(#""([a-z][a-z_0-9]*)""#, in: header)
          : try FilesPageTests.groups("([a-z_]+)", in: header)
        for cell in cells { check(cell, name, &seen) }
      }
    }
    // Were the constants called otherwise, nothing would be seen.
    let some = [
      "last_key", "moved_in", "line", "seats_left", "fair_share", "deciding_key", "group_column",
      "shared", "decided_by", "due_audience", "reach",
    ]
    #expect(seen.isSuperset(of: some), "\(seen.sorted())")
    #expect(seen.count > 60)
  }

  /// Columns that are looked for by name where a table is read, and all their aliases.
  @Test func everyColumnThatIsKnownIsThere() throws {
    var seen: Set<String> = []
    for (name, text) in try sources(["Cases"]) {
      let columns = try FilesPageTests.groups(
        #"(?:find|require|values|counts|numbers|choice)\(\s*"([a-z_]+)""#, in: text)
      for column in columns { check(column, name, &seen) }
    }
    #expect(
      seen.isSuperset(of: ["middle_school", "sector", "quality", "weight", "audience", "list"]))
    for (column, aliases) in ColumnFinder.aliases {
      for word in [column] + aliases { #expect(named.contains(word), "\(word)") }
    }
    for word in ["choice1"] + ColumnFinder.aliases(of: "choice1") { #expect(named.contains(word)) }
  }

  /// The keys of `run.json` and of `plan-summary.json`.
  @Test func everyKeyIsThere() throws {
    var seen: Set<String> = []
    for (name, text) in try sources(["Runs", "Planning/Writing"]) {
      // What is printed for programs is no file.
      if !text.contains("JSONWriter") { continue }
      if ["PlanTieFolder.swift", "RunSummary.swift"].contains(where: name.hasSuffix) { continue }
      let keys = try FilesPageTests.groups(
        #"(?:text|number|flag|array|object|arrayRow|append)\(\s*"([A-Za-z]+)"|\("(\w+)", \w+\.\w+\)"#,
        in: text)
      for key in keys { check(key, name, &seen) }
    }
    #expect(
      seen.isSuperset(of: [
        "drawn", "after", "commitment", "quotaCutoff", "counts", "potentials", "tierColumns",
        "largestDrift", "highestKept",
      ]) && seen.count > 80)
  }
}
