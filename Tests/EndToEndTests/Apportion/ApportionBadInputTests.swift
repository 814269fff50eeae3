import Foundation
import TestSupport
import Testing

/// Broken tables of `zhibiao apportion`: each is refused with exit code 1, a code, a place and the
/// numbers.
@Suite struct ApportionBadInputTests {
  @Test(
    arguments: [
      ("name,weight\na,-3\n", 5, "E630 w.csv:2:3", "“-3”, which is negative"),
      ("name,weight\na,3\nb,1e3\n", 5, "E630 w.csv:3:3", "“1e3”"),
      ("name,weight\na,\n", 5, "E630 w.csv:2:3", "a number was expected"),
      ("name,weight\na,９\n", 5, "E630 w.csv:2:3", "“９”"),
      ("name,weight\na,9007199254740993\n", 5, "E631 w.csv:2:3", "above 9007199254740992"),
      (
        "name,weight\na,9007199254740992\nb,0.5\n", 5, "E631 w.csv:2:3",
        "90071992547409920; at most 9007199254740992"
      ),
      ("name,weight\na,0\nb,0\n", 2, "E632 w.csv:1:6", "2 seats, and no weight is above 0"),
      ("name,weight,minimum\na,2,2\nb,1,2\n", 3, "E633 w.csv:1:13", "add up to 4, above the 3"),
      ("name,weight\na,2\nb,1.5\n合计,3.5\n", 3, "E645 w.csv:4:1", "what all other rows add up to"),
      ("name,weight,maximum\na,2,2\nb,1,2\n", 9, "E634 w.csv:1:13", "add up to 4, below the 9"),
      ("name,weight,minimum,maximum\na,2,3,2\n", 3, "E635 w.csv:2:5", "3 is above the maximum 2"),
      ("name,weight,minimum\na,2,x\n", 3, "E215 w.csv:2:5", "“x”"),
      ("name,weight,minimum\na,2,-1\n", 3, "E215 w.csv:2:5", "“-1”"),
      ("name,weight\na,2\nb,1\na,3\n", 3, "E639 w.csv:4:1", "first on line 2"),
      ("name,weight\n,2\n", 3, "E210 w.csv:2:1", "the name is empty"),
      ("name,weight\n\" a\",2\n", 3, "E210 w.csv:2:2", "blanks around it"),
      ("nam,weight\na,2\n", 3, "E640 w.csv:1", "the nearest is nam"),
      ("name,votes\na,2\n", 3, "E640 w.csv:1", "no column weight in the header name, votes"),
      ("name,weight,weight\na,2,3\n", 3, "E641 w.csv:1:13", "first as column number 2"),
      ("name,weight\n", 3, "E201 w.csv:1", "no row under the header"),
      ("", 3, "E201 w.csv:1", "no header row"),
      ("name;weight\na;2\n", 3, "E218 w.csv:1", "semicolons"),
      ("name,weight\na,2,3\n", 3, "E202 w.csv:2", "3"),
      ("name,weight\n\"a,2\n", 3, "E203 w.csv:2:1", "quote"),
    ] as [(String, Int, String, String)])
  func house(_ table: String, _ seats: Int, _ place: String, _ says: String) throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array(table.utf8))
    let result = try Program.run(
      "apportion", folder("w.csv"), "--method", "webster", "--seats", "\(seats)", "--json", "-o",
      folder("out.csv"))
    #expect(result.exit == 1, "\(result.error)")
    let problems = try Problems(result.output.replacingOccurrences(of: folder(""), with: ""))
    #expect(problems.errors.contains(place), "\(problems.errors)")
    #expect(problems.messages.contains { $0.contains(says) }, "\(problems.messages)")
    #expect(result.error.hasPrefix("refused: ") && result.error.contains("\nnext: "))
    #expect(try folder.names() == ["w.csv"], "nothing is left behind")
  }

  @Test func allProblemsInOneRun() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array("name,weight,minimum\na,-1,x\na,y,1\n,1,\n".utf8))
    let result = try Program.run(
      "apportion", folder("w.csv"), "--method", "dean", "--seats", "3", "--json")
    #expect(try Problems(result.output).counts == ["E630": 2, "E215": 1, "E210": 1])
  }

  @Test func misspeltRequirementsAreAWarning() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array("name,weight,minimun\na,2,2\nb,1,0\n".utf8))
    let result = try Program.run(
      "apportion", folder("w.csv"), "--method", "webster", "--seats", "1")
    #expect(result.exit == 0 && result.error.contains("W630 the column minimun is not used"))
  }

  @Test func whatIsNoFileIsSaid() throws {
    let folder = try TempFolder()
    for (path, code) in [("nowhere.csv", "E801"), (".", "E803")] {
      let result = try Program.run(
        "apportion", folder(path), "--method", "webster", "--seats", "1")
      #expect(result.exit == 1 && result.error.contains(code), "\(result.error)")
    }
    try folder.write("bad.csv", [0xFF, 0xFE, 0x61, 0x00])
    let utf16 = try Program.run(
      "apportion", folder("bad.csv"), "--method", "webster", "--seats", "1")
    #expect(utf16.exit == 1 && utf16.error.contains("UTF-16"))
  }

  @Test(
    arguments: [
      ("row,seats\na,3\n", "column,weight\nx,0\n", nil, "E632 rows.csv:2:3", "row a"),
      ("row,seats\na,3\nb,1\n", nil, "row,column,weight\na,x,1\n", "E632 rows.csv:3:3", "row b"),
      (
        "row,seats\na,1\n", nil, "row,column,weight,minimum\na,x,1,1\na,y,1,1\n",
        "E633 rows.csv:2:3", "add up to 2, above the 1"
      ),
      (
        "row,seats\na,9\n", nil, "row,column,weight,maximum\na,x,1,1\na,y,1,1\n",
        "E634 rows.csv:2:3", "add up to 2, below the 9"
      ),
      (
        "row,seats\na,2147483648\nb,1\n", "column,weight\nx,1\n", nil, "E636 rows.csv:3:3",
        "add up to 2147483649"
      ),
      (
        "row,seats\na,2147483649\n", "column,weight\nx,1\n", nil, "E215 rows.csv:2:3",
        "“2147483649”"
      ),
      (
        "row,seats\na,1\na,2\n", "column,weight\nx,1\n", nil, "E639 rows.csv:3:1", "first on line 2"
      ),
      ("row,seats\na,1\n", "column\nx\n", nil, "E640 columns.csv:1", "no column weight"),
      ("row,seats\na,1\n", "column,weight\nx,-1\n", nil, "E630 columns.csv:2:3", "“-1”"),
      ("row,seats\na,1\n", nil, "row,column\na,x\n", "E640 cells.csv:1", "no column weight"),
      (
        "row,seats\nalpha,1\n", "column,weight\nx,1\n", "row,column\nalpa,x\n",
        "E211 cells.csv:2:1", "the nearest is alpha"
      ),
      (
        "row,seats\na,1\n", "column,weight\nx,1\n", "row,column\na,x\na,x\n",
        "E639 cells.csv:3:1", "a, x appears twice"
      ),
      (
        "row,seats\na,1\n", "column,weight\nx,1\n", "row,column,minimum,maximum\na,x,2,1\n",
        "E635 cells.csv:2:5", "2 is above the maximum 1"
      ),
    ] as [(String, String?, String?, String, String)])
  func grid(
    _ rows: String, _ columns: String?, _ cells: String?, _ place: String, _ says: String
  ) throws {
    let matrix = try ApportionGridTests.Case(rows: rows, columns: columns, cells: cells)
    for method in ["lottery", "hamilton", "leastDeviation", "biproportional"] {
      let result = try matrix.run("--method", method, "--seed", "s", "--json")
      #expect(result.exit == 1, "\(result.error)")
      let problems = try Problems(
        result.output.replacingOccurrences(of: matrix.folder(""), with: ""))
      #expect(problems.errors.contains(place), "\(method): \(problems.errors)")
      #expect(problems.messages.contains { $0.contains(says) }, "\(problems.messages)")
    }
  }

  @Test func marginsThatAddUpDifferently() throws {
    let matrix = try ApportionGridTests.Case(
      rows: "row,seats\na,3\nb,3\n", columns: "column,seats\nx,4\ny,1\n")
    let result = try matrix.run("--method", "biproportional", "--json")
    #expect(result.exit == 1)
    let problems = try Problems(
      result.output.replacingOccurrences(of: matrix.folder(""), with: ""))
    #expect(problems.errors == ["E637 columns.csv:1:8"])
    #expect(problems.messages[0].contains("6 seats and the columns 5, a difference of 1"))
  }
}
