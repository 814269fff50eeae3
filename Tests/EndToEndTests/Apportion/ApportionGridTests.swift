import Foundation
import TestSupport
import Testing

/// `zhibiao apportion` for a matrix.
@Suite struct ApportionGridTests {
  /// Rows, columns and, if any, open cells of a matrix in a folder of its own.
  struct Case {
    let folder: TempFolder
    var words: [String]

    init(rows: String, columns: String? = nil, cells: String? = nil) throws {
      folder = try TempFolder()
      words = ["apportion", "--rows", folder("rows.csv")]
      try folder.write("rows.csv", Array(rows.utf8))
      if let columns {
        try folder.write("columns.csv", Array(columns.utf8))
        words += ["--columns", folder("columns.csv")]
      }
      if let cells {
        try folder.write("cells.csv", Array(cells.utf8))
        words += ["--cells", folder("cells.csv")]
      }
    }

    func run(_ more: String...) throws -> Program.Result { try Program.run(words + more) }

    /// Runs, expects success, and expects that `--check` takes what came out.
    func checked(_ more: String...) throws -> Rows {
      let result = try Program.run(words + more)
      try #require(result.exit == 0, "\(result.error)")
      try folder.write("result.csv", Array(result.output.utf8))
      let check = try Program.run(words + more + ["--check", folder("result.csv")])
      #expect(check.exit == 0 && check.verdict.hasPrefix("good: "), "\(check.error)")
      return try Rows(result.output)
    }
  }

  @Test func guangzhou2026() throws {
    let text = try String(
      contentsOf: ApportionHouseTests.published.appendingPathComponent(
        "guangzhou2026_districts.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let districts = lines[0].dropFirst(2)
    let columns = zip(districts, lines[1].dropFirst(2)).map { "\($0),\($1)\n" }
    let rows = lines.dropFirst(2).map { "\($0[0]),\($0[1])\n" }
    let matrix = try Case(
      rows: "row,seats\n" + rows.joined(), columns: "column,weight\n" + columns.joined())
    let found = try matrix.checked("--method", "hamilton")
    #expect(found.count == 154)
    var seats: [[String]: Int] = [:]
    for row in found { seats[row.key("row", "column")] = row.number("seats") }
    for line in lines.dropFirst(2) {
      for (district, published) in zip(districts, line.dropFirst(2)) {
        #expect(seats[[line[0], district]] == Int(published), "\(line[0]) \(district)")
      }
    }
  }

  @Test func lotteryRoundsEveryTotalAndReplays() throws {
    let matrix = try Case(
      rows: "seats,row,tier\n3,h2,b\n1,h1,a\n1,h3,a\n",
      columns: "column,weight,group\nm3,1,east\nm1,1.00,west\nm2,1.0,west\n")
    var outputs: Set<String> = []
    for seed in ["1", "2", "3", "4", "5", "6"] {
      let rows = try matrix.checked("--method", "lottery", "--seed", seed)
      // Rows and columns in order of their names, whatever the order of the tables.
      #expect(
        rows.map { $0["row"]! + $0["column"]! }.prefix(4) == ["h1m1", "h1m2", "h1m3", "h2m1"])
      #expect(rows.filter { $0["row"] == "h1" }.map { $0["fair_share"]! }.sorted(by: >)[0] < "0.34")
      for (row, seats) in [("h1", 1), ("h2", 3), ("h3", 1)] {
        #expect(rows.filter { $0["row"] == row }.reduce(0) { $0 + $1.number("seats") } == seats)
      }
      for column in ["m1", "m2", "m3"] {
        let sum = rows.filter { $0["column"] == column }.reduce(0) { $0 + $1.number("seats") }
        #expect(sum == 1 || sum == 2, "5/3 rounded down or up")
      }
      outputs.insert(rows.map { $0["seats"]! }.joined())
      let again = try matrix.run("--method", "lottery", "--seed", seed, "--threads", "1")
      #expect(try Rows(again.output).map { $0["seats"]! }.joined() == outputs.first! || seed != "1")
    }
    #expect(outputs.count > 1, "different seeds, different seats")
  }

  @Test func lotteryCheckRefusesAMovedSeatAndAnotherSeed() throws {
    let matrix = try Case(
      rows: "row,seats\nh1,2\nh2,2\nh3,2\n",
      columns: "column,weight\nm1,5\nm2,4\nm3,3\nm4,2\n")
    let rows = try matrix.checked("--method", "lottery", "--seed", "first")
    // Two seats moved around a cycle: every row and column still adds up.
    var seats: [[String]: Int] = [:]
    for row in rows { seats[row.key("row", "column")] = row.number("seats") }
    var moved = 0
    for (a, b) in [("h1", "h2"), ("h2", "h3"), ("h1", "h3")] {
      for (x, y) in [("m1", "m2"), ("m2", "m3"), ("m3", "m4"), ("m1", "m4")]
      where seats[[a, x]]! > 0 && seats[[b, y]]! > 0 {
        var other = seats
        for (key, step) in [([a, x], -1), ([a, y], 1), ([b, x], 1), ([b, y], -1)] {
          other[key]! += step
        }
        moved += 1
        let lines = other.map { "\($0.key[0]),\($0.key[1]),\($0.value)\n" }
        try matrix.folder.write(
          "moved.csv", Array(("row,column,seats\n" + lines.joined()).utf8))
        let check = try matrix.run(
          "--method", "lottery", "--seed", "first", "--check", matrix.folder("moved.csv"))
        #expect(check.exit == 1 && check.error.contains("E644"), "\(check.error)")
      }
    }
    #expect(moved > 0)
    let refused = try (1...9).contains { seed in
      try matrix.run(
        "--method", "lottery", "--seed", "other \(seed)", "--check", matrix.folder("result.csv")
      ).error.contains("the replay of the seed gives")
    }
    #expect(refused)
    let unseeded = try matrix.run(
      "--method", "lottery", "--check", matrix.folder("result.csv"))
    #expect(unseeded.exit == 0 && unseeded.output.contains("the draws were not replayed"))
  }

  @Test func rowMethodsSettleEachRowByItsOwnLots() throws {
    let matrix = try Case(
      rows: "row,seats\nh1,1\nh2,1\nh3,2\n", columns: "column,weight\nm1,1\nm2,1\n")
    let stop = try matrix.run("--method", "webster")
    #expect(stop.exit == 3 && stop.output.isEmpty)
    #expect(stop.verdict.hasPrefix("stopped at 2 ties"))
    #expect(stop.error.contains("row h1: 2 are tied for 1"))
    let json = try matrix.run("--method", "webster", "--json")
    #expect(json.exit == 3 && json.output.contains("\"status\": \"tie\""))
    var outputs: Set<String> = []
    for seed in 1...12 {
      let rows = try matrix.checked("--method", "webster", "--seed", "\(seed)")
      #expect(rows.suffix(2).map { $0["seats"]! } == ["1", "1"], "no tie in the last row")
      outputs.insert(rows.map { $0["seats"]! }.joined())
    }
    #expect(outputs.count == 4, "the rows' lots do not depend on each other")
  }

  @Test func biproportionalFixesBothMargins() throws {
    let cells = "row,column,weight\na,x,123\na,y,45\na,z,815\nb,x,912\nb,y,714\nb,z,414\n"
    let matrix = try Case(
      rows: "row,seats\na,20\nb,11\n", columns: "column,seats\nx,8\ny,6\nz,17\n", cells: cells)
    let rows = try matrix.checked("--method", "biproportional")
    for (column, seats) in [("x", 8), ("y", 6), ("z", 17)] {
      #expect(rows.filter { $0["column"] == column }.reduce(0) { $0 + $1.number("seats") } == seats)
    }
    // What the certificate says, in plain integers: (2x−1)·B ≤ 2·v·A ≤ (2x+1)·B.
    let proof = matrix.folder("proof.json")
    #expect(try matrix.run("--method", "biproportional", "--certificate", proof).exit == 0)
    let text = try matrix.folder.text("proof.json")
    #expect(text.contains("\"multiplier\"") && text.contains("\"divisor\""))
  }

  @Test func biproportionalTiesAreSettledByLot() throws {
    let matrix = try Case(
      rows: "row,seats\na,1\nb,1\n", columns: "column,weight,seats\nx,1,1\ny,1,1\n")
    let stop = try matrix.run("--method", "biproportional")
    #expect(stop.exit == 3 && stop.error.contains("4 cells stand exactly at a signpost"))
    var outputs: Set<String> = []
    for seed in 1...12 {
      let rows = try matrix.checked("--method", "biproportional", "--seed", "\(seed)")
      let seats = rows.map { $0["seats"]! }.joined()
      #expect(seats == "1001" || seats == "0110")
      outputs.insert(seats)
      // The first lot of all decides: its cell gets the seat.
      let keys = rows.map { ($0["row"]!, $0["column"]!) }
      let lots = try keys.map { row, column in
        let line = "printf 'zhibiao-plan-tie-v1\\n\(seed)\\n\(row)\\n\(column)' | sha256sum"
        return try Program.shell(line).output
      }
      let first = lots.indices.min { lots[$0] < lots[$1] }!
      #expect(rows[first].number("seats") == 1)
    }
    #expect(outputs.count == 2)
  }

  /// However many cells are tied, lots are drawn for all of them.
  @Test func aTieOfAllCellsIsSettled() throws {
    let count = 145
    let matrix = try Case(
      rows: "row,seats\n" + (0..<count).map { "r\($0),2\n" }.joined(),
      columns: "column,seats\n" + (0..<count).map { "c\($0),2\n" }.joined())
    let result = try matrix.run("--method", "biproportional", "--seed", "s")
    #expect(result.exit == 0 && result.error.contains("1 tie settled by the seed"))
    var sums: [String: Int] = [:]
    for row in try Rows(result.output) {
      for key in ["row", "column"] { sums[row[key]!, default: 0] += row.number("seats") }
    }
    #expect(sums.count == 2 * count && sums.values.allSatisfy { $0 == 2 })
  }

  @Test func columnTotalsOfABiproportionalMatrixComeFromWebster() throws {
    let matrix = try Case(
      rows: "row,seats\na,7\nb,3\n", columns: "column,weight\nx,66\ny,34\n")
    let rows = try matrix.checked("--method", "biproportional")
    #expect(rows.filter { $0["column"] == "x" }.reduce(0) { $0 + $1.number("seats") } == 7)
    let tied = try Case(
      rows: "row,seats\na,1\n", columns: "column,weight\nx,5\ny,5\n")
    let stop = try tied.run("--method", "biproportional")
    #expect(stop.exit == 3 && stop.error.contains("column totals: 2 are tied for 1"))
    _ = try tied.checked("--method", "biproportional", "--seed", "s")
  }

  @Test func leastDeviationIsProvenAndReportsItsBias() throws {
    let matrix = try Case(
      rows: "row,seats\nbig,9\nsmall,2\n",
      columns: "column,weight\nm1,50\nm2,30\nm3,12\nm4,8\n")
    _ = try matrix.checked("--method", "leastDeviation")
    let json = try matrix.run("--method", "leastDeviation", "--json")
    #expect(json.output.contains("\"kind\": \"potentials\"") && json.output.contains("\"bias\""))
  }

  @Test func infeasibleMarginsNameRowsColumnsAndExcess() throws {
    // Rows a and b can only use x, which has 4 seats for their 6.
    let cells = "row,column,weight\na,x,1\nb,x,1\nc,x,1\nc,y,1\n"
    let matrix = try Case(
      rows: "row,seats\na,3\nb,3\nc,1\n", columns: "column,seats\nx,4\ny,3\n", cells: cells)
    let result = try matrix.run("--method", "biproportional")
    #expect(result.exit == 1 && result.output.isEmpty)
    #expect(result.error.contains("E638"))
    #expect(result.error.contains("rows a, b have 2 seats more"), "\(result.error)")
    #expect(result.error.contains("in the columns x and"))
    let json = try matrix.run(
      "--method", "biproportional", "--json", "--certificate", matrix.folder("why.json"))
    #expect(json.exit == 1)
    struct Conflict: Decodable, Equatable {
      let status: String
      let rows: [String]
      let columns: [String]
      let excess: Int
    }
    let conflict = try JSONDecoder().decode(Conflict.self, from: Data(json.output.utf8))
    #expect(
      conflict == Conflict(status: "infeasible", rows: ["a", "b"], columns: ["x"], excess: 2))
    #expect(try matrix.folder.text("why.json") == json.output)
  }

  @Test func cellsHaveTheirOwnRequirements() throws {
    let cells =
      "row,column,weight,minimum,maximum\nh,a,10,,2\nh,b,1,1,\nh,c,0,1,\nh,d,9,,\n"
    let matrix = try Case(rows: "row,seats\nh,6\n", cells: cells)
    for method in ["hamilton", "webster", "leastDeviation", "lottery"] {
      let rows = try matrix.checked("--method", method, "--seed", "s")
      let seats = rows.map { $0.number("seats") }
      #expect(seats[0] <= 2 && seats[1] >= 1 && seats[2] == 0, "\(method)")
      #expect(seats.reduce(0, +) == 6)
    }
  }

  /// Random matrices by every method: what the command gives, its own naive check takes.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func everyResultPassesTheNaiveCheck(_ number: UInt64) throws {
    var random = SeededGenerator(seed: number)
    let (rows, columns) = (random.int(1...5), random.int(1...6))
    var cells = "row,column,weight,minimum\n"
    for row in 0..<rows {
      for column in 0..<columns where random.chance(80) || column == 0 {
        let weight = "\(random.int(1...40)).\(random.int(0...99))"
        cells += "r\(row),c\(column),\(weight),\(random.chance(10) ? "1" : "")\n"
      }
    }
    let seats = (0..<rows).map { "r\($0),\(random.int(columns...3 * columns))\n" }
    let matrix = try Case(rows: "row,seats\n" + seats.joined(), cells: cells)
    for method in ["lottery", "leastDeviation", "hamilton", "dean", "jefferson"] {
      _ = try matrix.checked("--method", method, "--seed", "s\(number)")
    }
  }
}
