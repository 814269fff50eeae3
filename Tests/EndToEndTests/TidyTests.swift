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
}
