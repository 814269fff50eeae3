import Foundation
import TestSupport
import Testing

/// Random cities through the built program. What is checked needs no second engine: seats are
/// conserved, every table adds up to every other, and the cutoffs certify the admissions.
@Suite struct RandomRunTests {
  @Test(arguments: 0..<100) func runIsConsistent(_ seed: UInt64) throws {
    let random = RandomCase(seed: seed)
    let folder = try TempFolder()
    try random.write(to: folder)
    let refusals = try allocate(folder, random)
    let run = try RunTables(folder, "run")
    expectEveryStudentOnce(run, random)
    expectConservedSeats(run, random)
    expectCutoffsOfAdmissions(run, random)
    expectCertificate(run, random, refusals)
    try expectSums(run)
  }

  /// Allocates, answering stops for ties on the way; returns who was refused which seats.
  private func allocate(_ folder: TempFolder, _ random: RandomCase) throws -> Set<[String]> {
    var refusals: Set<[String]> = []
    for _ in 0..<100 {
      let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
      if result.exit == 0 { return refusals }
      try #require(result.exit == 3, "\(random.seed): \(result.error)")
      #expect(random.ties == "stop" && !folder.exists("run"))
      try answer(folder, &refusals)
    }
    Issue.record("stops without end")
    return refusals
  }

  private func expectEveryStudentOnce(_ run: RunTables, _ random: RandomCase) {
    #expect(run.admissions.map { $0["student"] } == random.students.map(\.code))
    for (row, student) in zip(run.admissions, random.students) where row["status"] == "admitted" {
      let stage = random.stages.first { $0.name == row["stage"] }!
      #expect(!stage.isProvisional && stage.pools.contains(row["pool"]!))
      #expect(student.lists[stage.list]![row.number("choice") - 1] == row["programme"])
      #expect(row.thousandths("score") == (stage.byTotal ? student.total : student.exam))
    }
  }

  private func expectConservedSeats(_ run: RunTables, _ random: RandomCase) {
    for cell in run.seats {
      let input = cell.number("planned") + cell.number("moved_in") + cell.number("excess")
      let output = cell.number("moved_out") + cell.number("admitted") + cell.number("vacant")
      #expect(input == output && cell.number("vacant") >= 0)
      if random.ties == "lottery" { #expect(cell.number("excess") == 0) }
    }
    for programme in random.programmes {
      let cells = run.seats.filter { $0["programme"] == programme.code }
      #expect(cells.reduce(0) { $0 + $1.number("planned") } == programme.plan)
    }
    for quota in random.quotas {
      let key = [quota.programme, quota.pool, quota.audience]
      let cell = run.seats.first { $0.key("programme", "pool", "audience") == key }
      #expect(cell?.number("planned") == quota.seats)
    }
    let moved = run.seats.reduce(0) { $0 + $1.number("moved_in") - $1.number("moved_out") }
    #expect(moved == 0)
  }

  private func expectCutoffsOfAdmissions(_ run: RunTables, _ random: RandomCase) {
    var groups: [[String]: [[String: String]]] = [:]
    for (row, student) in zip(run.admissions, random.students) where row["status"] == "admitted" {
      let audience = random.audience(of: student, in: row["pool"]!)
      groups[row.key("stage", "programme", "pool") + [audience], default: []].append(row)
    }
    let provisional = random.stages.filter(\.isProvisional).map(\.name)
    for cell in run.cutoffs where !provisional.contains(cell["stage"]!) {
      let key = cell.key("stage", "programme", "pool", "audience")
      let rows = groups.removeValue(forKey: key) ?? []
      #expect(cell.number("admitted") == rows.count)
      #expect(cell.number("applicants") >= rows.count)
      let over = cell.number("seats") + cell.number("excess")
      #expect(over == cell.number("admitted") + cell.number("vacant"))
      #expect(cell.number("excess") == 0 || cell.number("vacant") == 0)
      #expect(cell.thousandths("lowest_score") == rows.compactMap { $0.thousandths("score") }.min())
      #expect(cell["last_key"]!.isEmpty == rows.isEmpty)
    }
    #expect(groups.isEmpty, "every admission has a cutoff")
  }

  /// Whoever scores more than a cell's lowest, or finds a seat left, has it or an earlier choice.
  private func expectCertificate(
    _ run: RunTables, _ random: RandomCase, _ refusals: Set<[String]>
  ) {
    let cells = Dictionary(
      uniqueKeysWithValues: run.cutoffs.map {
        ($0.key("stage", "programme", "pool", "audience"), $0)
      })
    for (number, stage) in random.stages.enumerated() where stage.isPlain && !stage.isProvisional {
      for (row, student) in zip(run.admissions, random.students) {
        let at = random.stages.firstIndex { $0.name == row["stage"] } ?? .max
        if at < number { continue }
        let until = at == number ? row.number("choice") - 1 : .max
        let score = stage.byTotal ? student.total : student.exam
        for code in student.lists[stage.list]!.prefix(until) where !code.isEmpty {
          for pool in stage.pools {
            let key = [stage.name, code, pool, random.audience(of: student, in: pool)]
            guard let cell = cells[key], !refusals.contains(key + [student.code]) else { continue }
            #expect(cell.number("vacant") == 0, "\(student.code) at \(key)")
            if cell.number("admitted") > 0 {
              #expect(score <= cell.thousandths("lowest_score")!, "\(student.code) at \(key)")
            }
          }
        }
      }
    }
  }

  private func expectSums(_ run: RunTables) throws {
    let students = try #require(run.json["students"] as? [String: Int])
    let admitted = run.admissions.count { $0["status"] == "admitted" }
    #expect(students["all"] == run.admissions.count && students["admitted"] == admitted)
    #expect(run.seats.reduce(0) { $0 + $1.number("admitted") } == admitted)
    for pool in try #require(run.json["pools"] as? [[String: Any]]) {
      let cells = run.seats.filter { $0["pool"] == pool["pool"] as? String }
      for (name, column) in [
        ("planned", "planned"), ("movedIn", "moved_in"), ("movedOut", "moved_out"),
        ("admitted", "admitted"), ("excess", "excess"), ("vacant", "vacant"),
      ] {
        #expect(pool[name] as? Int == cells.reduce(0) { $0 + $1.number(column) })
      }
    }
    for stage in try #require(run.json["stages"] as? [[String: Any]]) {
      let cells = run.cutoffs.filter { $0["stage"] == stage["stage"] as? String }
      for name in ["seats", "admitted", "vacant", "excess"] {
        #expect(stage[name] as? Int == cells.reduce(0) { $0 + $1.number(name) })
      }
      let applicants = cells.reduce(0) { $0 + $1.number("applicants") }
      #expect(try #require(stage["applications"] as? Int) <= applicants)
    }
  }
}

extension RandomCase {
  /// The audience that the student belongs to in a pool.
  func audience(of student: Student, in pool: String) -> String {
    switch pool {
    case "quota": student.school
    case "district": district(of: student.school)
    default: "*"
    }
  }
}

/// The tables of a run.
struct RunTables {
  let admissions: Rows
  let cutoffs: Rows
  let seats: Rows
  let json: [String: Any]

  init(_ folder: TempFolder, _ run: String) throws {
    admissions = try Rows(folder.text(run + "/admissions.csv"))
    cutoffs = try Rows(folder.text(run + "/cutoffs.csv"))
    seats = try Rows(folder.text(run + "/seats.csv"))
    let data = Data(try folder.read(run + "/run.json"))
    json = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}

/// Completes the decisions of `run.ties`, admitting as many as there are seats, the larger codes
/// first, and puts them into the case.
func answer(_ folder: TempFolder, _ refusals: inout Set<[String]>) throws {
  let ties = try Rows(folder.text("run.ties/ties.csv"))
  let admitted = ties.map { $0["student"]! }.sorted().suffix(ties[0].number("seats_left"))
  let asked = try Rows(folder.text("run.ties/decisions.csv"))
  var text = asked.columns.joined(separator: ",") + "\n"
  for row in asked {
    var row = row
    if row["decision"] == "" {
      row["decision"] = admitted.contains(row["student"]!) ? "admit" : "refuse"
      row["decided_by"] = "the office"
      row["reason"] = "a test"
    }
    if row["decision"] == "refuse" {
      refusals.insert(row.key("stage", "programme", "pool", "audience", "student"))
    }
    text += asked.columns.map { row[$0]! }.joined(separator: ",") + "\n"
  }
  try folder.write("case/decisions.csv", Array(text.utf8))
}
