import TestSupport
import Testing

@testable import Verification

/// Ties in finished runs: decisions that were forged, excess that was hidden, lots that were drawn
/// otherwise.
@Suite struct VerifyTieTests {
  /// S02 and S03 equal for the last of H1's seats for M1.
  private func tied(
    _ ties: String, _ answers: String..., seats: Int = 2
  ) throws -> (TempFolder, Forgery) {
    var tiny = TinyCase()
    tiny.replace("quotas.csv", "H1,quota,M1,2", Array("H1,quota,M1,\(seats)".utf8))
    tiny.replace("quotas.csv", "H1,quota,M2,1", Array("H1,quota,M2,\(3 - seats)".utf8))
    tiny.replace("students.csv", "S03,M1,80,7,B,H2|H1", Array("S03,M1,80,7,A,H1|H2".utf8))
    tiny.replace("rules.json", "\"lottery\"", Array("\"\(ties)\"".utf8))
    if !answers.isEmpty {
      let header = "stage,programme,pool,audience,student,decision,decided_by,reason"
      let rows = answers.map { "quota,H1,quota,M1,\($0),office,drawn" }
      tiny["decisions.csv"] = ([header] + rows).map { $0 + "\n" }.joined()
    }
    let folder = try TempFolder()
    try tiny.write(to: folder)
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
    try #require(result.exit == 0, "\(result.error)")
    return (folder, try Forgery(folder))
  }

  private func places(
    _ tied: (TempFolder, Forgery), _ forge: (inout Forgery) -> Void
  ) throws -> [String] {
    var (folder, forgery) = tied
    #expect(try forgery.verify(folder).places.isEmpty)
    forge(&forgery)
    forgery.coverUp()
    return try forgery.verify(folder).places
  }

  @Test func decisionsAreFoundAgain() throws {
    let (folder, forgery) = try tied("stop", "S02,refuse", "S03,admit")
    let found = try forgery.verify(folder)
    #expect(found.isGood)
    #expect(found.checks.contains { $0.name.en.hasPrefix("stop for a tie") && $0.count == 1 })
    #expect(found.checks.contains { $0.name.en == "decisions" && $0.count == 2 })
  }

  /// Two rows on one student that contradict each other decide nothing, in whichever order they
  /// stand; the same row twice is one decision.
  @Test func contradictingDecisionsDecideNothing() throws {
    let run = try tied("stop", "S02,refuse", "S03,admit")
    for row in ["S02,admit", "S03,refuse"] {
      let found = try places(run) {
        $0.editInput("decisions.csv", "drawn\n", "drawn\nquota,H1,quota,M1,\(row),office,drawn\n")
      }
      #expect(found.contains("E719 decisions.csv:3") || found.contains("E719 decisions.csv:4"))
    }
    let twice = try tied("stop", "S02,refuse", "S03,admit", "S02,refuse")
    let same = try twice.1.verify(twice.0)
    #expect(same.isGood, "\(same.places)")
    #expect(same.checks.contains { $0.name.en == "decisions" && $0.count == 3 })
  }

  @Test func aDecisionTurnedRound() throws {
    let run = try tied("stop", "S02,refuse", "S03,admit")
    let found = try places(run) {
      $0.editInput("decisions.csv", "S02,refuse", "S02,admit")
      $0.editInput("decisions.csv", "S03,admit", "S03,refuse")
    }
    #expect(found.contains("E712 admissions.csv:3") && found.contains("E712 admissions.csv:4"))
    #expect(found.contains("E717 run.json"))
  }

  @Test func aClassDecidedInPart() throws {
    let found = try places(tied("stop", "S02,refuse", "S03,admit")) {
      $0.editInput("decisions.csv", "quota,H1,quota,M1,S02,refuse,office,drawn\n", "")
    }
    #expect(found.contains("E719 decisions.csv"))
  }

  @Test func fewerAdmittedThanSeats() throws {
    let found = try places(tied("stop", "S02,refuse", "S03,admit")) {
      $0.editInput("decisions.csv", "S03,admit", "S03,refuse")
    }
    #expect(found.contains("E719 decisions.csv"))
  }

  @Test func aDecisionThatAnswersNothing() throws {
    let found = try places(tied("stop", "S02,refuse", "S03,admit")) {
      $0.editInput("decisions.csv", "drawn\n", "drawn\nopen,H1,open,*,S01,admit,office,why\n")
    }
    #expect(found.contains("E719 decisions.csv:3"))
  }

  @Test func theReasonReworded() throws {
    let found = try places(tied("stop", "S02,refuse", "S03,admit")) {
      $0.edit("run.json", "\"reason\": \"drawn\"", "\"reason\": \"age\"")
    }
    #expect(found == ["E717 run.json"])
  }

  @Test func excessHidden() throws {
    let run = try tied("admitAll")
    let found = try places(run) {
      $0.edit("cutoffs.csv", "quota,H1,quota,M1,2,3,3,0,1", "quota,H1,quota,M1,3,3,3,0,0")
    }
    #expect(found == ["E714 cutoffs.csv:2", "E714 cutoffs.csv:2"])
    let ledger = try places(run) {
      $0.edit("seats.csv", "H1,quota,M1,2,0,0,3,1,0", "H1,quota,M1,3,0,0,3,0,0")
    }
    #expect(ledger == ["E716 seats.csv:3", "E716 seats.csv:3"])
  }

  @Test func oneOfAClassLeftOut() throws {
    let found = try places(tied("admitAll")) {
      $0.edit("admissions.csv", "S03,admitted,H1,quota,quota,1", "S03,admitted,H2,quota,quota,2")
    }
    #expect(found.contains("E712 admissions.csv:4"))
  }

  /// Equals may be admitted together only where a seat was left when their class began.
  @Test func aClassBeyondTheLast() throws {
    let found = try places(tied("admitAll", seats: 1)) {
      for row in [2, 3] {
        let student = $0[lines: "admissions.csv"][row].prefix(3)
        $0[lines: "admissions.csv"][row] = "\(student),admitted,H1,quota,quota,1,97"
      }
    }
    #expect(found.contains("E713 admissions.csv"), "\(found)")
  }

  @Test func theLotteryTurnedRound() throws {
    let (folder, forgery) = try tied("lottery")
    let lines = forgery[lines: "admissions.csv"]
    let winner = lines[2].contains(",H1,") ? 2 : 3
    let found = try places((folder, forgery)) {
      let cells = lines.map { $0.split(separator: ",", maxSplits: 1).map(String.init) }
      $0[lines: "admissions.csv"][2] = cells[2][0] + "," + cells[3][1]
      $0[lines: "admissions.csv"][3] = cells[3][0] + "," + cells[2][1]
    }
    #expect(found.contains("E712 admissions.csv:\(winner + 1)"))
    #expect(found.contains("E714 cutoffs.csv:2"))
  }

  @Test func howManyDrewLots() throws {
    let found = try places(tied("lottery")) {
      $0.edit("run.json", "\"drawn\": 2", "\"drawn\": 0")
    }
    #expect(found == ["E717 run.json"])
  }
}
