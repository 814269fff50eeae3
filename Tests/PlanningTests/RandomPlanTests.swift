import Apportionment
import Planning
import TestSupport
import Testing

/// Plans of random cities, checked from `plan.csv` by plain code.
@Suite struct RandomPlanTests {
  @Test(arguments: RandomPlan.methods) func plansKeepWhatTheyPromise(_ method: String) throws {
    var made = 0
    for seed in 0..<40 as Range<UInt64> {
      var random = SeededGenerator(seed: seed &* 977 &+ UInt64(method.utf8.count))
      let city = RandomPlan(&random, method: method)
      let folder = try PlanFolder(
        city.splits, programmes: city.programmes, schools: city.schools,
        files: ["exclusions.csv": city.exclusions])
      do {
        let plan = try folder.plan()
        made += 1
        try PlainCheck(plan, city, "\(method), \(random)").run()
      } catch let refusal as Refusal {
        // Some random cities cannot be planned; others must be.
        let allowed: Set = ["E601", "E602", "E603", "E604", "E611"]
        #expect(allowed.isSuperset(of: refusal.codes), "\(method), \(random): \(refusal)")
      }
    }
    #expect(made > 10, "\(method): too few random cities can be planned to show anything")
  }

  @Test func bytesDependNeitherOnThreadsNorOnTheRun() throws {
    for method in ["lottery", "hamilton", "biproportional"] {
      var random = SeededGenerator(seed: 4)
      let city = RandomPlan(&random, method: method)
      let folder = try PlanFolder(
        city.splits, programmes: city.programmes, schools: city.schools)
      guard let plan = try? folder.plan() else { continue }
      let files = plan.files(workers: 1)
      #expect(plan.files(workers: 2) == files)
      #expect(plan.files(workers: 3) == files)
      #expect(try folder.plan().files() == files)
    }
  }
}

/// Reads `plan.csv` and `quotas.csv` back and recomputes what they say.
struct PlainCheck {
  private let plan: Plan
  private let city: RandomPlan
  private let what: String
  private let table: [[String: String]]
  private let quotas: [[String: String]]

  init(_ plan: Plan, _ city: RandomPlan, _ what: String) {
    (self.plan, self.city, self.what) = (plan, city, what)
    let files = plan.files(workers: 2)
    table = rows(files["plan.csv"]!)
    quotas = rows(files["quotas.csv"]!)
  }

  /// One row of the last level, in numbers.
  struct Cell {
    let programme: String
    let audience: String
    let district: String
    let tier: String
    let eligible: Int
    let weight: Int
    let parts: Int
    let seats: Int
  }

  func run() throws {
    let cells = try self.cells()
    try checkRows(cells)
    checkShares(cells)
    checkQuotas(cells)
    checkCoarse(cells)
    if RandomPlan.networkMethods.contains(city.method) { checkTotals(cells) }
    if let method = DivisorMethod(rawValue: city.method), !city.hasTwoLevels {
      checkDivisor(cells, method)
    }
    if case .biproportional(let proof) = plan.splits[0].proof {
      #expect(throws: Never.self, "\(what)") {
        try plan.splits[0].subject.matrix.checkBiproportional(
          plan.splits[0].seats, columnSeats: proof.columnSeats, certificate: proof.certificate)
      }
    }
  }

  private func cells() throws -> [Cell] {
    let districts = Dictionary(
      uniqueKeysWithValues: rows(Array(city.schools.utf8)).map {
        ($0["middle_school"]!, $0["district"]!)
      })
    let tiers = Dictionary(
      uniqueKeysWithValues: rows(Array(city.programmes.utf8)).map {
        ($0["programme"]!, $0["level"]!)
      })
    return try table.filter { $0["level"] == "middle_school" }.map { row in
      Cell(
        programme: row["programme"]!, audience: row["audience"]!,
        district: districts[row["audience"]!]!, tier: tiers[row["programme"]!]!,
        eligible: Int(row["eligible"]!)!, weight: try whole(row["weight"]!, places: 2),
        parts: try whole(row["fair_share"]!, places: 9), seats: Int(row["seats"]!)!)
    }
  }

  /// A decimal as a whole number of 10^−`places`.
  private func whole(_ text: String, places: Int) throws -> Int {
    let halves = text.split(separator: ".")
    let fraction = halves.count > 1 ? String(halves[1]) : ""
    try #require(fraction.utf8.count <= places && !fraction.hasSuffix("0"), "\(what): \(text)")
    let digits = String(halves[0]) + fraction
    return Int(digits + String(repeating: "0", count: places - fraction.utf8.count))!
  }

  /// Which schools are open, and Q, from the tables as they were made.
  private func checkRows(_ cells: [Cell]) throws {
    let excluded = Set(city.exclusions.split(separator: "\n").map(String.init))
    let schools = rows(Array(city.schools.utf8))
    for programme in rows(Array(city.programmes.utf8)) {
      let mine = cells.filter { $0.programme == programme["programme"]! }
      let share = ["0": 0, "0.3": 30, "0.5": 50, "0.75": 75][programme["share"]!]!
      let quota = (Int(programme["plan"]!)! * share + 99) / 100
      if quota == 0 {
        #expect(mine.isEmpty, "\(what)")
        continue
      }
      #expect(mine.reduce(0) { $0 + $1.seats } == quota, "\(what)")
      #expect(mine.reduce(0) { $0 + $1.parts } == quota * 1_000_000_000, "\(what)")
      let open = schools.filter {
        (!city.within || $0["district"]! == programme["district"]!)
          && !excluded.contains("\(programme["programme"]!),\($0["middle_school"]!)")
      }
      #expect(mine.map(\.audience) == open.map { $0["middle_school"]! }, "\(what)")
      for (cell, school) in zip(mine, open) {
        #expect(String(cell.eligible) == school["eligible"], "\(what)")
        let factor = school["weight"]! == "" ? 100 : try whole(school["weight"]!, places: 2)
        #expect(cell.weight == cell.eligible * factor, "\(what)")
      }
    }
  }

  /// An expectation that costs nothing while it holds.
  private func hold(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { Issue.record("\(what): \(message())") }
  }

  private func bounds(_ cell: Cell) -> ClosedRange<Int> {
    if cell.weight == 0 { return 0...0 }
    return (cell.eligible >= city.minimumIf ? city.minimum : 0)...(city.maximum ?? 1_000_000)
  }

  /// One level a row: proportional where not at a bound, and at a bound only where that level asks
  /// for it. A part more or less is rounding.
  private func checkShares(_ cells: [Cell]) {
    let unit = 1_000_000_000
    for (_, row) in Dictionary(grouping: cells, by: \.programme) {
      for a in row {
        let (low, high) = (bounds(a).lowerBound * unit, bounds(a).upperBound * unit)
        hold(a.parts >= low && a.parts <= high, "\(a)")
        for b in row where a.weight > 0 && b.weight > 0 {
          // a may be more than in proportion to b only at its minimum or with b at its maximum.
          let isAbove = (a.parts - 1) * b.weight > (b.parts + 1) * a.weight
          let excuse = a.parts <= low || b.parts >= bounds(b).upperBound * unit
          hold(!isAbove || excuse, "\(a) \(b)")
        }
      }
    }
  }

  private func checkQuotas(_ cells: [Cell]) {
    let expected = cells.filter { $0.seats > 0 }.map { [$0.programme, $0.audience, "\($0.seats)"] }
    #expect(
      quotas.map { [$0["programme"]!, $0["audience"]!, $0["seats"]!] } == expected, "\(what)")
    #expect(quotas.allSatisfy { $0["pool"] == "quota" })
  }

  /// Rows of the coarser level are the sums of the finer.
  private func checkCoarse(_ cells: [Cell]) {
    let coarse = table.filter { $0["level"] == "district" }
    #expect(coarse.isEmpty == (!city.hasTwoLevels || cells.isEmpty), "\(what)")
    for row in coarse {
      let mine = cells.filter {
        $0.programme == row["programme"]! && $0.district == row["audience"]!
      }
      #expect(Int(row["seats"]!)! == mine.reduce(0) { $0 + $1.seats }, "\(what)")
      #expect(Int(row["eligible"]!)! == mine.reduce(0) { $0 + $1.eligible }, "\(what)")
      #expect(
        try! whole(row["fair_share"]!, places: 9) == mine.reduce(0) { $0 + $1.parts }, "\(what)")
    }
  }

  /// Every cell, school, district, programme × district and tier × school: floor or ceiling.
  private func checkTotals(_ cells: [Cell]) {
    let unit = 1_000_000_000
    func check(_ name: String, _ key: (Cell) -> String) {
      for (group, members) in Dictionary(grouping: cells, by: key) {
        let parts = members.reduce(0) { $0 + $1.parts }
        let seats = members.reduce(0) { $0 + $1.seats }
        hold(
          seats == parts / unit || (seats == parts / unit + 1 && parts % unit > 0),
          "\(name) \(group) has \(seats) seats for \(parts) parts")
      }
    }
    check("cell") { $0.programme + " " + $0.audience }
    check("school") { $0.audience }
    check("district") { $0.district }
    check("programme in district") { $0.programme + " " + $0.district }
    if city.splits.contains("tier") { check("tier at school") { $0.tier + " " + $0.audience } }
  }

  /// Nobody below a maximum has a better claim to one more seat than anybody has to a last one.
  private func checkDivisor(_ cells: [Cell], _ method: DivisorMethod) {
    for (_, row) in Dictionary(grouping: cells, by: \.programme) {
      let weighty = row.filter { $0.weight > 0 }
      for a in weighty where a.seats < bounds(a).upperBound {
        for b in weighty where b.seats > bounds(b).lowerBound {
          let (rise, stay) = (
            method.claim(of: a.weight, holding: a.seats),
            method.claim(of: b.weight, holding: b.seats - 1)
          )
          hold(rise <= stay, "\(a) \(b)")
        }
      }
    }
  }
}
