import Foundation
import Testing

/// The habits of the house, as far as a test can see them.
@Suite struct TidyTests {
  private static let root = Repository.root

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

  /// A target of `Package.swift`: its folder, and the modules that it says it needs.
  private struct Target {
    var folder: String
    var dependencies: [String]
  }

  private func targets() throws -> [String: Target] {
    var targets: [String: Target] = [:]
    let kinds = /\.(target|executableTarget|testTarget)\(\s*name: "(\w+)"/
    let text = try text("Package.swift")
    let matches = text.matches(of: kinds)
    for (number, match) in matches.enumerated() {
      let next = number + 1 < matches.count ? matches[number + 1].range.lowerBound : text.endIndex
      let body = text[match.range.upperBound..<next]
      let named = body.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      let usual = (match.1 == "testTarget" ? "Tests/" : "Sources/") + match.2
      targets[String(match.2)] = Target(
        folder: body.firstMatch(of: /path: "([^"]*)"/).map { String($0.1) } ?? usual,
        dependencies: named.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    return targets
  }

  /// The Swift files below `folder`, by their paths from the root.
  private func swiftFiles(below folder: String) throws -> [String] {
    let path = TidyTests.root.appending(path: folder).path
    let names = try #require(FileManager.default.enumerator(atPath: path))
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
      .map { folder + "/" + $0 }
  }

  /// What a module imports is what `Package.swift` says, no less and no more. What runs a program needs it
  /// built, and does not import it.
  @Test func importsAreTheDependencies() throws {
    let targets = try targets()
    #expect(targets.count > 40)
    for (module, target) in targets {
      var imported: Set<String> = []
      for file in try swiftFiles(below: target.folder) {
        let text = try text(file)
        for line in text.matches(of: /(?m)^ *(?:@\w+ +)?(?:\w+ +)?import (\w+)$/) {
          if targets[String(line.1)] != nil { imported.insert(String(line.1)) }
        }
      }
      let programs = module == "EndToEndTests" ? ["zhibiao", "faults"] : []
      let named = Set(target.dependencies).subtracting(programs)
      #expect(imported.subtracting(named) == [], "\(module) does not say that it imports these")
      #expect(named.subtracting(imported) == [], "\(module) says so and does not import these")
    }
  }

  @Test func arrowsPointDown() throws {
    let rows = try rows()
    let targets = try targets().filter { $0.value.folder.hasPrefix("Sources/") }
    #expect(targets.count > 20)
    for (module, imported) in targets.mapValues(\.dependencies) {
      guard let row = rows[module] else {
        Issue.record("\(module) is not in the table of CONTRIBUTING.md")
        continue
      }
      for other in imported {
        let isBelow = rows[other].map { $0 > row } ?? false
        #expect(isBelow, "\(module) imports \(other), which does not stand below it")
      }
    }
  }

  /// One way to compare texts by bytes: `sameBytes`, of which `Verification` has a plain counterpart, and
  /// `ByteText` where they are keys.
  @Test func oneComparisonOfBytes() throws {
    let homes = ["Sources/Diagnostics/SameBytes.swift", "Sources/Exact/ByteText.swift"]
    for name in try swiftFiles(below: "Sources") {
      let compares = try text(name).contains(".utf8.elementsEqual")
      #expect(compares == homes.contains(name), "\(name)")
    }
  }

  /// Cells of tables are compared byte by byte, and `String` compares by Unicode: what has several of them
  /// for its key has `ByteText`s.
  @Test func noKeysOfSeveralStrings() throws {
    let files = try swiftFiles(below: "Sources")
    #expect(files.count > 300)
    for name in files {
      let text = try text(name)
      for key in ["[[String]:", "Set<[String]>"] {
        #expect(!text.contains(key), "\(name): \(key)")
      }
    }
  }
}
