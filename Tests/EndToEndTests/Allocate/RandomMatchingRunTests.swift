import Admission
import TestSupport
import Testing

/// Random small cities with deferred acceptance, through the built program, against the definition
/// of the choice rules and cumulative offers; nothing of how the program reads a case is shared.
@Suite struct RandomMatchingRunTests {
  @Test("30 random cities", arguments: 0..<30)
  func equalsTheDefinition(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(50_000_000 + seed))
    let city = MatchingCity(&random, rule: ChoiceRule.all[seed % 5])
    let folder = try TempFolder()
    try city.tinyCase.write(to: folder)
    let result = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--threads", "\(1 + seed % 3)")
    #expect(result.exit == 0, "\(random): \(result.error)")
    let tables = try RunTables(folder, "run")
    let (placed, schools) = (city.expected(&random), city.schools)
    for (programme, school) in schools.enumerated() {
      let kept = school.choice(from: Set(placed.indices.filter { placed[$0] == programme }))
      for (student, pool) in kept {
        #expect(
          tables.admissions[student].key("status", "programme", "pool")
            == ["admitted", "H\(programme)", ["school", "zone", "open"][pool]], "\(random)")
      }
    }
    for student in placed.indices where placed[student] == nil {
      #expect(tables.admissions[student]["status"] == "notAdmitted", "\(random)")
    }
  }
}

/// A city of three programmes: reserves by middle school and by zone, each pool with another
/// ranking.
struct MatchingCity {
  let rule: ChoiceRule
  let count: Int
  let lists: [[Int]]
  let schoolOf: [Int]
  let zoneOf: [Int]
  let marks: [[Int]]  // two subjects, no two sums alike
  let rankingOf: [Int]  // by programme: which subject orders the reserve of schools
  let listed: [[Int]]  // by programme: the students with a priority, the best first
  let seats: [(schools: [Int], zones: [Int], open: Int)]

  init(_ random: inout SeededGenerator, rule: ChoiceRule) {
    self.rule = rule
    let count = random.int(8...20)
    self.count = count
    lists = (0..<count).map { _ in random.sample([0, 1, 2], random.int(1...3)) }
    schoolOf = (0..<count).map { _ in random.int(0...2) }
    zoneOf = (0..<count).map { _ in random.int(0...1) }
    marks = (0..<2).map { _ in Array(1...count).shuffled(using: &random) }
    rankingOf = (0..<3).map { _ in random.int(0...1) }
    listed = (0..<3).map { _ in random.sample(Array(0..<count), random.int(count / 2...count)) }
    let zones = zoneOf
    seats = (0..<3).map { _ in
      (
        (0..<3).map { _ in random.int(0...2) },
        (0..<2).map { zones.contains($0) ? random.int(0...1) : 0 }, random.int(0...2)
      )
    }
  }

  /// The programmes as the definitions take them.
  var schools: [ReferenceSchool] {
    (0..<3).map { programme in
      func reserve(
        _ seats: [Int], _ audience: [Int], _ place: (Int) -> Int?
      ) -> ReferenceSchool.Reserve {
        var reserve = ReferenceSchool.Reserve(seats: [:], claims: [:])
        for (number, seats) in seats.enumerated() { reserve.seats[number] = seats }
        for student in 0..<count {
          reserve.claims[student] = place(student).map { (audience[student], $0) }
        }
        return reserve
      }
      let own = marks[rankingOf[programme]]
      return ReferenceSchool(
        reserves: [
          reserve(seats[programme].schools, schoolOf) { -own[$0] },
          reserve(seats[programme].zones, zoneOf) { -marks[1][$0] },
        ],
        open: reserve([seats[programme].open], Array(repeating: 0, count: count)) { student in
          listed[programme].firstIndex(of: student)
        }, rule: rule)
    }
  }

  func expected(_ random: inout SeededGenerator) -> [Int?] {
    var offers = random
    // Who is acceptable to no pool of a programme does not ask it.
    let schools = schools
    return cumulativeOffers(lists: lists, schools: schools) { offers.int(0...$0 - 1) }
  }

  // MARK: The case

  private var reserve: String {
    switch rule {
    case .reserveFirst(let isSoft):
      "{\"rule\": \"reserveFirst\", \"vacancies\": \"\(isSoft ? "soft" : "hard")\"}"
    case .openFirst(let isSoft):
      "{\"rule\": \"openFirst\", \"vacancies\": \"\(isSoft ? "soft" : "hard")\"}"
    case .backwardTransfer: "{\"rule\": \"backwardTransfer\"}"
    }
  }

  var tinyCase: TinyCase {
    var tiny = TinyCase()
    tiny["rules.json"] = """
      {
        "format": 1, "name": "Random", "language": "en",
        "lists": { "open": "choices" },
        "grades": { "evaluation": { "order": ["A"] } },
        "scores": { "first": { "sum": ["math"] }, "second": { "sum": ["art"] } },
        "rankings": {
          "r0": { "by": [{"score": "first"}, {"grade": "evaluation"}], "ties": "lottery" },
          "r1": { "by": [{"score": "second"}, {"grade": "evaluation"}], "ties": "lottery" }
        },
        "pools": {
          "open": { "audience": "everyone", "seats": "rest" },
          "school": { "audience": "middle_school", "quota": true },
          "zone": { "audience": "zone", "quota": true }
        },
        "waive": { "quotaShare": "a test" },
        "plan": { "minimumShare": "0" },
        "stages": [
          { "name": "match", "list": "open", "mechanism": "deferredAcceptance",
            "reserve": \(reserve),
            "pools": [ {"pool": "school", "ranking": {"column": "order"}},
                       {"pool": "open", "ranking": {"file": "priorities", "kind": "exam"}},
                       {"pool": "zone", "ranking": "r1"} ] }
        ]
      }

      """
    var (programmes, quotas, priorities) = ("programme,plan,order\n", "", "")
    for (number, seats) in seats.enumerated() {
      let plan = (seats.schools + seats.zones).reduce(seats.open, +)
      programmes += "H\(number),\(plan),r\(rankingOf[number])\n"
      for (school, count) in seats.schools.enumerated() {
        quotas += "H\(number),school,M\(school),\(count)\n"
      }
      for (zone, count) in seats.zones.enumerated() where zoneOf.contains(zone) {
        quotas += "H\(number),zone,Z\(zone),\(count)\n"
      }
      for (place, student) in listed[number].enumerated() {
        priorities += "H\(number),\(code(student)),\(2 * place + 1)\n"
      }
    }
    tiny["programmes.csv"] = programmes
    tiny["middle_schools.csv"] = "middle_school\nM0\nM1\nM2\n"
    tiny["quotas.csv"] = "programme,pool,audience,seats\n" + quotas
    tiny["priorities.csv"] = "programme,student,priority\n" + priorities
    tiny["students.csv"] =
      "student,middle_school,zone,math,art,evaluation,choices\n"
      + (0..<count).map { student in
        let list = lists[student].map { "H\($0)" }.joined(separator: "|")
        return "\(code(student)),M\(schoolOf[student]),Z\(zoneOf[student]),\(marks[0][student]),"
          + "\(marks[1][student]),A,\(list)\n"
      }.joined()
    return tiny
  }

  private func code(_ student: Int) -> String { "S\(100 + student)" }
}
