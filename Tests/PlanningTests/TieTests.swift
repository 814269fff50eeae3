import Cases
import Planning
import Tables
import TestSupport
import Testing

/// Ties that decide a seat: by decision, by lot, or not at all.
@Suite struct TieTests {
  private static let hamilton = """
    {"name": "s", "pool": "quota", "share": "0.5", "method": "hamilton"}
    """
  // Two programmes of 5 and 2 seats over three equal schools.
  private static let programmes = "programme,plan\np1,10\np2,4\n"
  private static let schools = "middle_school,eligible,district\nA,20,x\nB,20,x\nC,20,y\n"
  private static let head = "split,level,programme,audience,decision,decided_by,reason\n"

  private func folder(seed: String?, _ decisions: String? = nil) throws -> PlanFolder {
    try PlanFolder(
      Self.hamilton, programmes: Self.programmes, schools: Self.schools, seed: seed,
      files: decisions.map { ["plan-decisions.csv": Self.head + $0] } ?? [:])
  }

  @Test func withoutSeedOrDecisionEveryTieIsNamed() throws {
    let folder = try folder(seed: nil)
    let stop = try #require(throws: Tie.self) { try folder.plan() }
    #expect(stop.ties.map(\.shared) == [2, 2])
    #expect(stop.ties.map { $0.claimants.map(\.certain) } == [[1, 1, 1], [0, 0, 0]])
    #expect(stop.ties[0].claimants.map(\.audience) == ["A", "B", "C"])
    let planCase = try #require(folder.planner().planner).planCase
    let path = try PlanTieFolder(planCase, stop.ties).write(to: folder.folder("case"))
    #expect(path.hasSuffix("/plan-ties"))
    let ties = try folder.folder.text("case/plan-ties/ties.csv")
    #expect(
      ties.hasPrefix("split,level,programme,parent,audience,certain,tied,shared\n"))
    #expect(ties.contains("s,middle_school,p1,,A,1,3,2\n"))
    let decisions = try folder.folder.text("case/plan-ties/plan-decisions.csv")
    #expect(decisions.hasPrefix(Self.head + "s,middle_school,p1,A,,,\n"))
    #expect(decisions.split(separator: "\n").count == 7)
  }

  @Test func decisionsSettleAndTheRestIsDrawn() throws {
    let plan = try folder(
      seed: "x",
      "s,middle_school,p1,A,none,office,x\ns,middle_school,p1,B,seat,office,y\n"
        + "s,middle_school,p1,C,seat,o,r\n"
    ).plan()
    #expect(["A", "B", "C"].map { plan.seats(0, "p1", $0) } == [1, 2, 2])
    guard case .houses(let houses) = plan.splits[0].proof else {
      Issue.record("no houses")
      return
    }
    #expect(houses.map { $0.tie?.settler } == [.decision, .lottery])
    #expect(["A", "B", "C"].reduce(0) { $0 + plan.seats(0, "p2", $1)! } == 2)
    let summary = String(decoding: plan.files()["plan-summary.json"]!, as: UTF8.self)
    #expect(summary.contains("\"settledBy\": \"decision\""))
  }

  @Test func lotsAreThoseOfTheDefinition() throws {
    // printf 'zhibiao-plan-tie-v1\nx\np1\nA' | sha256sum: c8…, B, C: see the digests below.
    let plan = try folder(seed: "x").plan()
    for programme in ["p1", "p2"] {
      let least = ["A", "B", "C"].map { plan.seats(0, programme, $0)! }
      let order = ["A", "B", "C"].sorted {
        naiveLot("x", programme, $0) < naiveLot("x", programme, $1)
      }
      let base = programme == "p1" ? 1 : 0
      let expected = ["A", "B", "C"].map { base + (order.prefix(2).contains($0) ? 1 : 0) }
      #expect(least == expected)
    }
  }

  /// The digest by the tables' own SHA-256, which is not the engine's.
  private func naiveLot(_ seed: String, _ programme: String, _ audience: String) -> Digest {
    var hash = SHA256()
    hash.update("zhibiao-plan-tie-v1\n\(seed)\n\(programme)\n\(audience)")
    return hash.finish()
  }

  @Test(arguments: [
    ("s,middle_school,p1,A,seat,o,r\n", "E616"),
    (
      "s,middle_school,p1,A,seat,o,r\ns,middle_school,p1,B,seat,o,r\ns,middle_school,p1,C,seat,o,r\n",
      "E616"
    ),
    ("s,middle_school,p1,D,seat,o,r\n", "E615"), ("t,middle_school,p1,A,seat,o,r\n", "E613"),
    ("s,district,p1,A,seat,o,r\n", "E613"), ("s,middle_school,p9,A,seat,o,r\n", "E613"),
    ("s,middle_school,p1,A,yes,,\n", "E614"), ("s,middle_school,*,A,seat,o,r\n", "E613"),
    ("s,middle_school,p1,A,seat,o,r\ns,middle_school,p1,A,none,o,r\n", "E617"),
  ]) func wrongDecisionsAreRefused(_ decisions: String, _ code: String) throws {
    let found = try folder(seed: "x", decisions).refusal()
    #expect(found.contains(code), "\(found)")
  }

  @Test func tiesOfTheDistrictsComeFirst() throws {
    let folder = try PlanFolder(
      """
      {"name": "s", "pool": "quota", "share": "0.5", "method": "webster",
       "levels": ["district", "middle_school"]}
      """, programmes: "programme,plan\np1,6\n",
      schools: "middle_school,eligible,district\nA,10,x\nB,10,x\nC,20,y\n", seed: nil,
      files: [:])
    let first = try #require(throws: Tie.self) { try folder.plan() }
    #expect(first.ties.map { $0.claimants.map(\.audience) } == [["x", "y"]])
    try folder.folder.write(
      "case/plan-decisions.csv",
      Array((Self.head + "s,district,p1,x,none,o,r\ns,district,p1,y,seat,o,r\n").utf8))
    let second = try #require(throws: Tie.self) { try folder.plan() }
    #expect(second.ties.map(\.parent) == ["x"])
    #expect(second.ties.map { $0.claimants.map(\.audience) } == [["A", "B"]])
  }

  @Test func biproportionalTiesAreSettledWhole() throws {
    // All rows and columns alike: every placing of the odd seats is as good.
    let split = """
      {"name": "s", "pool": "quota", "share": "1", "method": "biproportional"}
      """
    func make(_ seed: String?, _ decisions: String? = nil) throws -> PlanFolder {
      try PlanFolder(
        split, programmes: "programme,plan\np1,3\np2,3\n",
        schools: "middle_school,eligible,seats\nA,20,3\nB,20,3\n", seed: seed,
        files: decisions.map { ["plan-decisions.csv": Self.head + $0] } ?? [:])
    }
    let stop = try #require(throws: Tie.self) { try make(nil).plan() }
    #expect(stop.ties.count == 1)
    #expect(stop.ties[0].claimants.count == 4 && stop.ties[0].shared == 2)
    var seen: Set<[Int]> = []
    for seed in 0..<20 {
      let plan = try make("seed \(seed)").plan()
      #expect(plan.splits[0].seats[0] + plan.splits[0].seats[1] == 3)
      #expect(plan.splits[0].seats[0] + plan.splits[0].seats[2] == 3)
      seen.insert(plan.splits[0].seats)
      guard case .biproportional(let proof) = plan.splits[0].proof else { continue }
      #expect(throws: Never.self) {
        try plan.splits[0].subject.matrix.checkBiproportional(
          plan.splits[0].seats, columnSeats: proof.columnSeats, certificate: proof.certificate)
      }
    }
    #expect(seen == [[1, 2, 2, 1], [2, 1, 1, 2]])
    let good =
      "s,middle_school,p1,A,seat,o,r\ns,middle_school,p1,B,none,o,r\n"
      + "s,middle_school,p2,A,none,o,r\ns,middle_school,p2,B,seat,o,r\n"
    #expect(try make(nil, good).plan().splits[0].seats == [2, 1, 1, 2])
    // Two in one row: no solution is like that.
    let bad =
      "s,middle_school,p1,A,seat,o,r\ns,middle_school,p1,B,seat,o,r\n"
      + "s,middle_school,p2,A,none,o,r\ns,middle_school,p2,B,none,o,r\n"
    #expect(try make(nil, bad).refusal() == ["E616"])
  }

  /// 20,000 cells in one tie: each is asked without a walk over all others.
  @Test(.timeLimit(.minutes(1))) func aWholeCityCanTie() throws {
    let (rows, columns) = (100, 200)
    let folder = try PlanFolder(
      "{\"name\": \"s\", \"pool\": \"quota\", \"share\": \"1\", \"method\": \"biproportional\"}",
      programmes: "programme,plan\n" + (0..<rows).map { "p\(100 + $0),6\n" }.joined(),
      schools: "middle_school,eligible,seats\n"
        + (0..<columns).map { "m\($0),20,3\n" }.joined(), seed: "x")
    let plan = try folder.plan()
    guard case .biproportional(let proof) = plan.splits[0].proof else {
      Issue.record("no margins")
      return
    }
    #expect(proof.ties.map(\.gotSeat.count) == [rows * columns])
    #expect(proof.ties[0].gotSeat.count { $0 } == 6 * rows)
    // Whoever has the smallest lot of all gets a seat.
    let lots = proof.ties[0].tie.claimants.map {
      naiveLot("x", "p\(100 + $0.programme!)", $0.audience)
    }
    let first = lots.indices.min { lots[$0] < lots[$1] }
    #expect(proof.ties[0].gotSeat[first!])
  }

  /// A seat given by nobody, or for no reason, is not given.
  @Test func decisionsAreSigned() throws {
    let rows = "s,middle_school,p1,A,seat,,why\ns,middle_school,p1,B,seat,office, \n"
    #expect(try Set(folder(seed: nil, rows).refusal()) == ["E407"])
  }

  @Test func columnTotalsOfABiproportionalSplitCanTie() throws {
    let folder = try PlanFolder(
      """
      {"name": "s", "pool": "quota", "share": "1", "method": "biproportional"}
      """, programmes: "programme,plan\np1,3\n",
      schools: "middle_school,eligible\nA,20\nB,20\n", seed: nil,
      files: [
        "plan-decisions.csv": Self.head
          + "s,middle_school,*,A,none,o,r\ns,middle_school,*,B,seat,o,r\n"
      ])
    #expect(try folder.plan().splits[0].seats == [1, 2])
  }
}

/// Lots of biproportional ties against every solution, written out.
@Suite struct MarginTieTests {
  @Test func lotsPickTheFirstSolutionInTheirOrder() throws {
    var tied = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let (rowCount, columnCount) = (random.int(2...3), random.int(2...3))
      // Few weights and margins: ties abound.
      let weights = (0..<columnCount).map { _ in random.int(1...2) * 10 }
      let plans = (0..<rowCount).map { _ in random.int(1...4) }
      let folder = try PlanFolder(
        "{\"name\": \"s\", \"pool\": \"quota\", \"share\": \"1\", \"method\": \"biproportional\"}",
        programmes: "programme,plan\n"
          + plans.enumerated().map { "p\($0),\($1)\n" }.joined(),
        schools: "middle_school,eligible\n"
          + weights.enumerated().map { "m\($0),\($1)\n" }.joined(), seed: "seed \(seed)")
      let plan = try folder.plan()
      guard case .biproportional(let proof) = plan.splits[0].proof, !proof.ties.isEmpty else {
        continue
      }
      tied += 1
      let all = solutions(plan, proof)
      #expect(all.contains(plan.splits[0].seats), "\(random)")
      let cells = proof.ties.flatMap { tie in
        tie.tie.claimants.map { claimant in
          (claimant.programme!, Int(claimant.audience.dropFirst())!, claimant.certain)
        }
      }
      // The first by lot among all solutions, cell after cell.
      let order = cells.sorted { a, b in
        naiveLot("seed \(seed)", "p\(a.0)", "m\(a.1)")
          < naiveLot("seed \(seed)", "p\(b.0)", "m\(b.1)")
      }
      var left = all
      for (row, column, low) in order {
        let high = left.filter { $0[row * columnCount + column] == low + 1 }
        if !high.isEmpty { left = high }
      }
      #expect(left == [plan.splits[0].seats], "\(random)")
    }
    #expect(tied > 10)
  }

  /// Every matrix with the margins that the certificate proves, by trying all.
  private func solutions(_ plan: Plan, _ proof: MarginProof) -> [[Int]] {
    let matrix = plan.splits[0].subject.matrix
    var found: [[Int]] = []
    func extend(_ seats: [Int]) {
      if seats.count == matrix.cellCount {
        let isRight: Void? = try? matrix.checkBiproportional(
          seats, columnSeats: proof.columnSeats, certificate: proof.certificate)
        if isRight != nil { found.append(seats) }
        return
      }
      let base = plan.splits[0].seats[seats.count]
      for count in max(0, base - 1)...base + 1 { extend(seats + [count]) }
    }
    extend([])
    return found
  }

  private func naiveLot(_ seed: String, _ programme: String, _ audience: String) -> Digest {
    var hash = SHA256()
    hash.update("zhibiao-plan-tie-v1\n\(seed)\n\(programme)\n\(audience)")
    return hash.finish()
  }
}
