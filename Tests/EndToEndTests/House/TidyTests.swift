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

  /// What a module imports is what `Package.swift` says, no less and no more. What runs a program
  /// needs it built, and does not import it.
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

  // MARK: Sizes

  /// A function of at most 70 lines fits a screen, eight parameters can be kept in mind, and a file
  /// of at most eight types has a subject.
  @Test func functionsAndFilesKeepTheirSize() throws {
    // A text of rules, line by line; the standard's own eight words; for the sake of registers.
    let (long, wide) = (["cityRules"], ["round", "enter"])
    var seen = 0
    for file in try swiftFiles(below: "Sources") {
      let lines = try text(file).split(separator: "\n", omittingEmptySubsequences: false)
      let kinds = /(?:\w+ )*(?:struct|class|enum|actor|protocol) \w/
      let types = lines.filter { $0.first?.isLetter == true && $0.prefixMatch(of: kinds) != nil }
      #expect(types.count <= 8, "\(file) has \(types.count) types")
      for start in lines.indices {
        let isLikely = lines[start].contains("func ") || lines[start].contains("init")
        guard isLikely, let function = Function(lines[start...]) else { continue }
        let place = "\(file):\(start + 1), \(function.name)"
        seen += 1
        if !long.contains(function.name) {
          #expect(function.lineCount <= 70, "\(place) has \(function.lineCount) lines")
        }
        if function.name != "init", !wide.contains(function.name) {
          #expect(
            function.parameterCount <= 8, "\(place) has \(function.parameterCount) parameters")
        }
      }
    }
    #expect(seen > 2500)
  }

  /// A function at the beginning of some lines, as the formatter leaves it.
  private struct Function {
    var name = "init"
    var lineCount = 1
    /// The colons between its outermost parentheses.
    var parameterCount = 0

    /// Nil where the first line is no declaration.
    init?(_ lines: ArraySlice<Substring>) {
      let first = lines.first!
      let head = /( *)(?:@?[\w()]+ )*?(?:func (\w+|[^\w\s(<]+)|init)[?<(]/
      guard let match = first.prefixMatch(of: head) else { return nil }
      if let name = match.2 { self.name = String(name) }
      let indent = match.1
      // Its own end, or where what it stands in goes on: a requirement has no body.
      if !first.hasSuffix("}") {
        let end = lines.dropFirst().firstIndex {
          $0 == indent + "}" || $0.hasPrefix(indent + "}") || !$0.isEmpty && !$0.hasPrefix(indent)
        }
        lineCount = (end ?? lines.endIndex) - lines.startIndex + 1
      }
      var (open, last): (String, Character) = ("", " ")
      for character in lines.prefix(20).joined().dropFirst(match.0.count - 1) {
        defer { last = character }
        switch character {
        case "(", "[", "<": open.append(character)
        case ")", "]": open.removeLast()
        case ">" where last != "-": open.removeLast()
        case ":" where open == "(": parameterCount += 1
        default: continue
        }
        if open.isEmpty, character == ")" { break }
      }
    }
  }

  /// `unsafe` by more than a little, and `@unchecked`, stand beside a line that says why nothing
  /// can go wrong.
  @Test func whatIsUnsafeSaysWhyItIsSound() throws {
    var seen = 0
    for file in try swiftFiles(below: "Sources") {
      let text = try text(file)
      let uses = text.matches(of: /\bunsafe\b/).count
      if uses <= 3, !text.contains("@unchecked") { continue }
      seen += 1
      #expect(text.contains(/\/\/ (?:[^\n]*[.] )?Sound\b/), "\(file)")
    }
    #expect(seen > 20)
  }

  /// Lines of C keep to 100 columns; so do comments in Swift, where the formatter asks it of code
  /// alone.
  @Test func linesFit() throws {
    var seen = 0
    for folder in ["Sources", "Tests", "Benchmarks"] {
      for (file, text) in try texts(folder, [".swift", ".c", ".h"])
      where !file.contains("CPlainKernels") {
        seen += 1
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where line.utf8.count > 100 && line.count > 100 {
          let isComment = line.drop { $0 == " " }.hasPrefix("//")
          if isComment || !file.hasSuffix(".swift") {
            Issue.record("\(file):\(number + 1) has \(line.count) columns")
          }
        }
      }
    }
    #expect(seen > 500)
  }

  /// One way to compare texts by bytes: `sameBytes`, of which `Verification` has a plain
  /// counterpart, and `ByteText` where they are keys.
  @Test func oneComparisonOfBytes() throws {
    let homes = ["Sources/Diagnostics/SameBytes.swift", "Sources/Exact/ByteText.swift"]
    for name in try swiftFiles(below: "Sources") {
      let compares = try text(name).contains(".utf8.elementsEqual")
      #expect(compares == homes.contains(name), "\(name)")
    }
  }

  /// Cells of tables are compared byte by byte, and `String` compares by Unicode: what has several
  /// of them for its key has `ByteText`s.
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

  /// A comment cites pages that are here, by headings that they have: `RULES.md`, `FILES.md, "A
  /// run"`.
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
