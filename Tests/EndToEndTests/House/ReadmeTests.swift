import Foundation
import TestSupport
import Testing

/// What README.md shows of the program is what the program prints.
@Suite struct ReadmeTests {
  private static let root = Repository.root.path

  /// The blocks that begin with a command of ours: the words behind `$ zhibiao`, and what is shown.
  private func blocks() throws -> [(words: String, shown: String)] {
    let text = try String(contentsOfFile: Self.root + "/README.md", encoding: .utf8)
    return text.components(separatedBy: "```\n").compactMap { block in
      let lines = block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      guard lines.count == 2, lines[0].hasPrefix("$ zhibiao ") else { return nil }
      return (String(lines[0].dropFirst("$ zhibiao ".count)), String(lines[1]))
    }
  }

  @Test func outputsAreTheProgramsOwn() throws {
    let folder = try TempFolder()
    let blocks = try blocks()
    #expect(blocks.map { String($0.words.prefix { $0 != " " }) } == ["check", "allocate"])
    try folder.write("here", [])
    try FileManager.default.createSymbolicLink(
      atPath: folder("datasets"), withDestinationPath: Self.root + "/datasets")
    for block in blocks {
      let result = try Program.shell(
        "cd '\(folder("."))' && '\(Program.path)' \(block.words) --lang en")
      #expect(result.exit == 0, "\(result.error)")
      #expect(result.output == block.shown, "zhibiao \(block.words)")
    }
    // The list of files that `sha256sum -c` shows needs no copy here: it checks.
    let sums = try Program.shell("cd '\(folder("run"))' && sha256sum -c SHA256SUMS")
    #expect(sums.exit == 0)
  }
}
