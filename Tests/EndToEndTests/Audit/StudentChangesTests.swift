import Foundation
import TestSupport
import Testing

/// What `diff` says of the students' tables of two cases.
@Suite struct StudentChangesTests {
  private let folder: TempFolder
  private let before: TinyCase

  init() throws {
    folder = try TempFolder()
    before = TinyCase()
    try before.write(to: folder, "a")
    try #require(try Program.run("allocate", folder("a"), "-o", folder("runa")).exit == 0)
  }

  /// What `diff` says of the case with other students.
  private func diff(_ students: String, _ words: String...) throws -> Program.Result {
    var after = before
    after["students.csv"] = students
    try after.write(to: folder, "b")
    let made = try Program.run("allocate", folder("b"), "-o", folder("runb"), "--replace")
    try #require(made.exit == 0, "\(made.error)")
    let result = try Program.run(
      ["diff", folder("runa"), folder("runb"), "--case-a", folder("a"), "--case-b", folder("b")]
        + words)
    #expect(result.exit == 0, "\(result.error)")
    return result
  }

  private func lines(_ change: (inout [String]) -> Void) -> String {
    var lines = before["students.csv"].split(separator: "\n").map(String.init)
    change(&lines)
    return lines.map { $0 + "\n" }.joined()
  }

  /// A correction, and beside it a second change that nobody signed.
  @Test func aSecondChangeIsSeen() throws {
    let header = before["students.csv"].split(separator: "\n")[0].split(separator: ",")
    let column = try #require(header.firstIndex(of: "math"))
    var old: [String] = []
    let students = lines { lines in
      for (row, mark) in [(1, "77"), (5, "11")] {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        old.append(String(cells[column]))
        cells[column] = Substring(mark)
        lines[row] = cells.joined(separator: ",")
      }
    }
    let english = try diff(students, "--lang", "en").output
    #expect(english.contains("students.csv: 2 cells changed\n"), "\(english)")
    #expect(english.contains("  S01 math: \(old[0]) → 77\n"), "\(english)")
    #expect(english.contains("  S05 math: \(old[1]) → 11\n"), "\(english)")
    let chinese = try diff(students, "--lang", "zh").output
    #expect(chinese.contains("students.csv: 2 个单元格改动\n"), "\(chinese)")
    let json = try JSONSerialization.jsonObject(
      with: Data(diff(students, "--json").output.utf8))
    let table = try #require((json as? [String: Any])?["studentTable"] as? [String: Any])
    #expect(table["cellsChanged"] as? Int == 2 && table["studentsAdded"] as? Int == 0)
    let cells = try #require(table["cells"] as? [[String: String]])
    #expect(
      cells == [
        ["student": "S01", "column": "math", "a": old[0], "b": "77"],
        ["student": "S05", "column": "math", "a": old[1], "b": "11"],
      ])
  }

  /// Rows in another order, somebody gone and somebody new, a new column, quotes around cells.
  @Test func orderAndFormAreNoChange() throws {
    let turned = lines { lines in
      lines = lines.map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return ([cells.last!] + cells.dropLast()).map { "\"\($0)\"" }.joined(separator: ",")
      }
      lines = [lines[0]] + lines.dropFirst().reversed()
    }
    let same = try diff(turned, "--lang", "en").output
    #expect(same.contains("students.csv: the same cells, in another order or form\n"), "\(same)")
    let others = lines { lines in
      lines[0] += ",remark"
      for row in 1..<lines.count { lines[row] += "," }
      lines.append(lines[3].replacingOccurrences(of: "S03", with: "S33"))
      lines.remove(at: 2)
      lines.swapAt(3, 4)
    }
    let found = try diff(others, "--lang", "en").output
    let said = "students.csv: 1 student added, 1 student removed, column remark added\n"
    #expect(found.contains(said), "\(found)")
    #expect(found.contains("Students who came\n  S33\n"), "\(found)")
    #expect(found.contains("Students who went\n  S02\n"), "\(found)")
  }

  /// The first twenty are listed, all are counted.
  @Test func manyAreCounted() throws {
    let count = before["students.csv"].split(separator: "\n").count - 1
    let students = lines { lines in
      let header = lines[0].split(separator: ",")
      let at = header.indices.filter {
        ["math", "art", "evaluation", "choice1"].contains(header[$0])
      }
      for row in 1...count {
        var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false)
        for column in at {
          cells[column] = ["evaluation": "B", "choice1": ""][header[column]] ?? "31"
        }
        lines[row] = cells.joined(separator: ",")
      }
    }
    let text = try diff(students, "--lang", "en").output
    let listed = text.split(separator: "\n").drop { !$0.hasPrefix("Cells of") }.dropFirst()
      .prefix { $0.hasPrefix("  S") }
    #expect(listed.count == 20, "\(text)")
    #expect(text.contains("students.csv: 2") && text.contains("… and "), "\(text)")
  }
}
