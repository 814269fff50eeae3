import Foundation
import TestSupport
import Testing

/// `zhibiao apportion` for one house: published answers, ties, and what is written where.
@Suite struct ApportionHouseTests {
  /// The folder of published answers, found from this file's own place.
  static let published = Repository.root.appending(path: "datasets/published")

  static func readJSON<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
    let data = try Data(contentsOf: published.appendingPathComponent(name))
    return try JSONDecoder().decode(T.self, from: data)
  }

  /// A table of these weights; claimants are called c0, c1 ….
  static func table(_ weights: [Int]) -> [UInt8] {
    let rows = weights.enumerated().map { "c\($0),\($1)\n" }
    return Array(("name,weight\n" + rows.joined()).utf8)
  }

  /// The seats that the program gives, in the order of the table; its shares are looked at too.
  static func seats(_ words: [String]) throws -> [Int] {
    let result = try Program.run(["apportion"] + words)
    #expect(result.exit == 0, "\(result.error)")
    let rows = try Rows(result.output)
    #expect(rows.columns == ["name", "seats", "fair_share"])
    let house = rows.reduce(0) { $0 + $1.number("seats") }
    let shares = rows.reduce(0.0) { $0 + Double($1["fair_share"]!)! }
    #expect(abs(shares - Double(house)) < 1e-6 * Double(rows.count), "shares add up")
    return rows.map { $0.number("seats") }
  }

  struct Small: Decodable {
    struct Constraints: Decodable { let mx: Int? }
    let id: String
    let weights: [Int]
    let seats: Int
    let expected: [String: [Int]]
    let constraints: Constraints?
  }

  @Test func smallVectorsByAllMethods() throws {
    let folder = try TempFolder()
    for entry in try Self.readJSON("vectors_small.json", as: [Small].self) {
      try folder.write("w.csv", Self.table(entry.weights))
      for (name, expected) in entry.expected {
        let method = name == "hill" ? "huntingtonHill" : name
        var words = [folder("w.csv"), "--method", method, "--seats", "\(entry.seats)"]
        if let most = entry.constraints?.mx { words += ["--maximum", "\(most)"] }
        #expect(try Self.seats(words) == expected, "\(entry.id) \(name)")
      }
    }
  }

  struct Houses: Decodable {
    struct Case: Decodable {
      let method: String
      let seats: Int
      let expected: [Int]
    }
    let weights: [Int]
    let cases: [Case]
  }

  @Test func unitedStates1792() throws {
    let folder = try TempFolder()
    let file = try Self.readJSON("us_1792_hamilton_jefferson.json", as: Houses.self)
    try folder.write("w.csv", Self.table(file.weights))
    for entry in file.cases {
      let seats = try Self.seats(
        [folder("w.csv"), "--method", entry.method, "--seats", "\(entry.seats)"])
      #expect(seats == entry.expected)
    }
  }

  struct Alabama: Decodable {
    let weights: [Int]
    let hamilton_min1_by_house_size: [String: [Int]]
    let hamilton_no_minimum_by_house_size: [String: [Int]]
  }

  @Test func alabamaParadoxOf1880() throws {
    let folder = try TempFolder()
    let file = try Self.readJSON("us_1880_alabama_paradox.json", as: Alabama.self)
    try folder.write("w.csv", Self.table(file.weights))
    for (extra, houses) in [
      (["--minimum", "1"], file.hamilton_min1_by_house_size),
      ([], file.hamilton_no_minimum_by_house_size),
    ] {
      for (house, expected) in houses {
        let words = [folder("w.csv"), "--method", "hamilton", "--seats", house] + extra
        #expect(try Self.seats(words) == expected, "house of \(house)")
      }
    }
    let alabama = try [299, 300].map {
      try Self.seats(
        [folder("w.csv"), "--method", "hamilton", "--minimum", "1", "--seats", "\($0)"])[0]
    }
    #expect(alabama == [8, 7], "one seat more in the house, one less for Alabama")
  }

  /// The published table is its own input and, with `--check`, its own claim.
  @Test func unitedStates2020() throws {
    let path = Self.published.appendingPathComponent("us_2020_house.csv").path
    let house = ["--method", "huntingtonHill", "--seats", "435", "--minimum", "1"]
    let published = try Rows(try String(contentsOfFile: path, encoding: .utf8))
    #expect(published.reduce(0) { $0 + $1.number("weight") } == 331_108_434)
    #expect(try Self.seats([path] + house) == published.map { $0.number("seats") })
    let check = try Program.run(["apportion", path] + house + ["--check", path])
    #expect(check.exit == 0, "\(check.error)")
    // "New York would have kept its seat with 89 more residents": 88 are not enough.
    let folder = try TempFolder()
    for (more, seats) in [(88, 26), (89, 27)] {
      let table = published.map { row in
        "\(row["name"]!),\(row.number("weight") + (row["name"] == "New York" ? more : 0))\n"
      }
      try folder.write("w.csv", Array(("name,weight\n" + table.joined()).utf8))
      let found = try Self.seats([folder("w.csv")] + house)
      let at = published.firstIndex { $0["name"] == "New York" }!
      #expect(found[at] == seats)
    }
  }

  struct Tie: Decodable {
    let id: String
    let method: String
    let weights: [Int]
    let seats: Int
    let certain: [Int]
    let tied: [Int]
    let seats_for_tied: Int
    let all_solutions: [[Int]]
  }

  struct Document: Decodable {
    struct Claimant: Decodable {
      let name: String
      let weight: String
      let seats: Int?
      let fair_share: String
      let fair_share_exact: String
    }
    struct Tied: Decodable {
      let name: String
      let certain_seats: Int
      let lot: String?
    }
    struct Tie: Decodable {
      let seats: Int
      let tied: [Tied]
      let certain: [Int]
    }
    struct Certificate: Decodable {
      let kind: String
      let squared: Bool?
      let lower: String?
      let upper: String?
      let lowest_raised: String?
      let highest_kept: String?
    }
    let status: String
    let method: String
    let seats: Int
    let seed: String?
    let weight_places: Int
    let claimants: [Claimant]
    let certificate: Certificate
    let tie: Tie?
  }

  @Test func tiesStopUnlessASeedSettlesThem() throws {
    let folder = try TempFolder()
    for entry in try Self.readJSON("ties.json", as: [Tie].self) {
      try folder.write("w.csv", Self.table(entry.weights))
      let method = entry.method == "hill" ? "huntingtonHill" : entry.method
      let words = ["apportion", folder("w.csv"), "--method", method, "--seats", "\(entry.seats)"]
      let stop = try Program.run(words)
      #expect(stop.exit == 3 && stop.output.isEmpty, "\(entry.id)")
      #expect(stop.verdict.hasPrefix("stopped at a tie: \(entry.tied.count) claimants"))
      #expect(stop.nextStep.contains("--seed"))
      for at in entry.tied { #expect(stop.error.contains("\nc\(at) ")) }
      let json = try Program.run(words + ["--json"])
      #expect(json.exit == 3)
      let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
      #expect(document.status == "tie" && document.claimants.allSatisfy { $0.seats == nil })
      let tie = try #require(document.tie)
      #expect(tie.certain == entry.certain && tie.seats == entry.seats_for_tied, "\(entry.id)")
      #expect(tie.tied.map(\.name) == entry.tied.map { "c\($0)" })
      #expect(tie.tied.map(\.certain_seats) == entry.tied.map { entry.certain[$0] })
      var seen: Set<[Int]> = []
      for seed in 1...12 {
        let seats = try Self.seats(Array(words.dropFirst()) + ["--seed", "draw \(seed)"])
        #expect(entry.all_solutions.contains(seats), "\(entry.id) seed \(seed)")
        seen.insert(seats)
      }
      #expect(seen.count > 1, "\(entry.id): different seeds settle it differently")
    }
  }

  @Test func theSmallerLotGetsTheSeat() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Self.table([3, 3, 3, 3]))
    let result = try Program.run(
      "apportion", folder("w.csv"), "--method", "webster", "--seats", "2", "--seed", "8 July",
      "--json")
    #expect(result.exit == 0 && result.error.isEmpty)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    let tie = try #require(document.tie)
    let byLot = tie.tied.sorted { $0.lot! < $1.lot! }.map(\.name)
    let winners = document.claimants.filter { $0.seats == 1 }.map(\.name)
    #expect(Set(winners) == Set(byLot.prefix(2)))
    // The same lot by the shell, as anyone can compute it.
    let shell = try Program.shell("printf 'zhibiao-plan-tie-v1\\n8 July\\n\\nc1' | sha256sum")
    #expect(shell.output.hasPrefix(tie.tied[1].lot!))
  }

  @Test func documentHasSharesExactlyAndTheProof() throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array("weight,note,name\n2.5,x,\"b, c\"\n1.25,,a\n0,,z\n".utf8))
    let words = [
      "apportion", folder("w.csv"), "--method", "huntingtonHill", "--seats", "7", "--json",
    ]
    let result = try Program.run(words)
    #expect(result.exit == 0)
    let document = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8))
    #expect(document.method == "huntingtonHill" && document.seats == 7 && document.tie == nil)
    #expect(document.weight_places == 2)
    #expect(document.claimants.map(\.name) == ["b, c", "a", "z"], "in the order of the table")
    #expect(document.claimants.map(\.weight) == ["2.5", "1.25", "0"])
    #expect(document.claimants.map(\.seats) == [5, 2, 0])
    #expect(document.claimants.map(\.fair_share) == ["4.666666667", "2.333333333", "0.000000000"])
    #expect(document.claimants.map(\.fair_share_exact) == ["14/3", "7/3", "0/1"])
    // 125²/(2·3) is the highest claim to one more, 250²/(4·5) the lowest to a last seat.
    #expect(document.certificate.kind == "divisor" && document.certificate.squared == true)
    #expect(document.certificate.lower == "15625/6" && document.certificate.upper == "3125/1")
    // For people the root of the squares: 51.03 and 55.90 in hundredths.
    let plain = try Program.run(Array(words.dropLast()))
    #expect(plain.error.contains("every divisor from 0.51032 to 0.55901 gives these seats"))
    #expect(plain.output.contains("\n\"b, c\",5,4.666666667\n"))
  }

  /// What is printed of a certificate is true: its ends are rounded into the interval, and where no
  /// decimal lies within, they are exact.
  @Test(arguments: [
    // 66/7 = 9.4286, 86/9 = 9.5556.
    ("webster", "a,43\nb,33\nc,12\nd,8\ne,4\n", 10, "every divisor from 9.429 to 9.555 gives"),
    (
      "webster", "a,10000001\nb,10000000\n", 1,
      "every divisor from 20000000.000 to 20000002.000 gives"
    ),
    ("jefferson", "a,3001\nb,3000\n", 4001, "every divisor from 1000/667 to 3001/2001 gives"),
  ])
  func printedCertificatesAreTrue(
    _ method: String, _ rows: String, _ seats: Int, _ sentence: String
  ) throws {
    let folder = try TempFolder()
    try folder.write("w.csv", Array("name,weight\n\(rows)".utf8))
    let result = try Program.run(
      "apportion", folder("w.csv"), "--method", method, "--seats", "\(seats)", "--lang", "en")
    #expect(result.error.contains(sentence), "\(result.error)")
  }
}
