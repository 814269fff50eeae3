import Foundation
import Testing

/// The habits of the house, as far as a test can see them.
@Suite struct TidyTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: TidyTests.root.appending(path: path), encoding: .utf8)
  }

  /// The modules of the table in CONTRIBUTING, from the top; those of a row share its number.
  private func rows() throws -> [String: Int] {
    var rows: [String: Int] = [:]
    for (number, line) in try text("CONTRIBUTING.md").split(separator: "\n").enumerated() {
      guard line.hasPrefix("| `") else { continue }
      let cell = line.dropFirst(2).prefix { $0 != "|" }
      for name in cell.split(separator: "`") where name.allSatisfy(\.isLetter) {
        rows[String(name)] = number
      }
    }
    return rows
  }

  /// What each module of `Sources` imports, by `Package.swift`.
  private func imports() throws -> [String: [String]] {
    var imports: [String: [String]] = [:]
    let target = /\.(?:executableT|t)arget\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/
    for match in try text("Package.swift").matches(of: target) {
      let folder = TidyTests.root.appending(path: "Sources/\(match.1)").path
      guard FileManager.default.fileExists(atPath: folder) else { continue }
      imports[String(match.1)] = (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
    }
    return imports
  }

  @Test func arrowsPointDown() throws {
    let (rows, imports) = (try rows(), try imports())
    #expect(imports.count > 20)
    for (module, imported) in imports {
      guard let row = rows[module] else {
        Issue.record("\(module) is not in the table of CONTRIBUTING.md")
        continue
      }
      for other in imported {
        let isBelow = rows[other].map { $0 > row || other == "Commands" } ?? false
        #expect(isBelow, "\(module) imports \(other), which does not stand below it")
      }
    }
  }

  /// Cells of tables are compared byte by byte, and `String` compares by Unicode: what has several of them
  /// for its key has `ByteText`s.
  @Test func noKeysOfSeveralStrings() throws {
    let sources = TidyTests.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    var seen = 0
    for case let name as String in files where name.hasSuffix(".swift") {
      seen += 1
      let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
      for key in ["[[String]:", "Set<[String]>"] {
        #expect(!text.contains(key), "\(name): \(key)")
      }
    }
    #expect(seen > 300)
  }

  // MARK: Pages

  /// The text files below a folder, by path.
  private func texts(_ folder: String, _ endings: [String]) throws -> [(path: String, text: String)]
  {
    let url = TidyTests.root.appending(path: folder)
    let names = try #require(FileManager.default.enumerator(atPath: url.path))
    return names.compactMap { $0 as? String }.compactMap { name in
      guard endings.contains(where: name.hasSuffix),
        let text = try? String(contentsOf: url.appending(path: name), encoding: .utf8)
      else { return nil }
      return (folder + "/" + name, text)
    }
  }

  /// All pages: those at the top, and those in folders of ours.
  private func pages() throws -> [(path: String, text: String)] {
    let top = try FileManager.default.contentsOfDirectory(atPath: TidyTests.root.path)
      .filter { $0.hasSuffix(".md") }.map { ($0, try text($0)) }
    return try top
      + ["Sources", "Tests", "Benchmarks", "datasets"].flatMap { try texts($0, [".md"]) }
  }

  private func groups(_ pattern: String, _ text: String) throws -> [[String?]] {
    let whole = NSRange(text.startIndex..., in: text)
    return try NSRegularExpression(pattern: pattern).matches(in: text, range: whole).map { match in
      (1..<match.numberOfRanges).map { group in
        Range(match.range(at: group), in: text).map { String(text[$0]) }
      }
    }
  }

  /// A comment cites pages that are here, by headings that they have: `RULES.md`, `FILES.md, "A run"`.
  @Test func citedPagesAndSectionsExist() throws {
    var headings: [String: String] = [:]
    for (path, text) in try pages() {
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("#") }.joined(separator: "\n")
      headings[String(path.split(separator: "/").last!), default: ""] += lines + "\n"
    }
    var cited = 0
    for folder in ["Sources", "Tests", "Benchmarks"] {
      for (path, text) in try texts(folder, [".swift", ".py", ".sh"]) {
        // Documents that only some of us have.
        for word in ["SP" + "EC", "METHODS" + " section"] {
          #expect(try groups("\\b(\(word))\\b", text).isEmpty, "\(path) cites \(word)")
        }
        let flowing = text.replacingOccurrences(
          of: #"\n *//+ ?"#, with: " ", options: .regularExpression)
        let found = try groups(
          #"\b([A-Za-z]+\.md)\b(?:, "([^"\\]+)"(?: and "([^"\\]+)")?)?"#, flowing)
        for citation in found {
          let page = citation[0]!
          guard let known = headings[page] else {
            Issue.record("\(path) cites \(page), which is not here")
            continue
          }
          for section in citation.dropFirst().compactMap(\.self) {
            cited += 1
            #expect(known.contains(section), "\(path): \(page) has no section “\(section)”")
          }
        }
      }
    }
    #expect(cited > 15)
  }

  /// A link of a page that leads to a file leads to one.
  @Test func linksLeadSomewhere() throws {
    var seen = 0
    for (path, text) in try pages() {
      let folder = TidyTests.root.appending(path: path).deletingLastPathComponent()
      for link in try groups(#"\]\(([^)\s#]+)[^)]*\)"#, text).compactMap(\.[0]) {
        if link.contains(":") { continue }
        seen += 1
        let target = folder.appending(path: link).path
        #expect(FileManager.default.fileExists(atPath: target), "\(path): \(link)")
      }
    }
    #expect(seen > 20)
  }
}
