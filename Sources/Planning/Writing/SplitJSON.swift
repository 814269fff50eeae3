import Apportionment
import Cases
import Diagnostics
import Rules
import Tables

/// One split in `plan-summary.json`.
struct SplitJSON {
  private let split: SplitPlan
  private let planCase: PlanCase
  private var subject: SplitSubject { split.subject }

  init(_ split: SplitPlan, _ planCase: PlanCase) {
    (self.split, self.planCase) = (split, planCase)
  }

  func append(to json: inout JSONWriter) {
    json.object { json in
      json.text("split", subject.rule.name)
      json.text("pool", planCase.rules.pools[subject.rule.pool].name)
      var method = subject.rule.method.rawValue
      if case .imported = split.proof { method = "import" }
      json.text("method", method)
      json.texts("levels", subject.levels)
      json.text("within", subject.rule.within)
      json.number("unit", split.shares.unit)
      json.number("weightPlaces", subject.weightPlaces)
      json.number("seats", subject.seatsTotal)
      json.number("cells", subject.matrix.cellCount)
      json.number("cellsWithOneSeat", split.seats.count { $0 == 1 })
      appendProgrammes(&json)
      appendProof(&json)
    }
  }

  private func appendProgrammes(_ json: inout JSONWriter) {
    let seats = Dictionary(
      uniqueKeysWithValues: subject.rows.map { ($0.programme, $0.seats) })
    json.array("programmes") { json in
      for (number, base) in planCase.splits[subject.split].bases.enumerated() where base > 0 {
        json.object { json in
          json.text("programme", planCase.programmes[number].code)
          json.number("base", base)
          json.number("seats", seats[number] ?? 0)
        }
      }
    }
  }

  private func appendProof(_ json: inout JSONWriter) {
    switch split.proof {
    case .lottery(let first, let count):
      appendNetwork(&json)
      json.object("draws") { json in
        json.number("first", Int(first))
        json.number("count", Int(count))
      }
    case .leastDeviation(let solution, let ties):
      appendNetwork(&json)
      let places = ExactText.places(of: split.shares.unit)
      json.text("deviation", ExactText.text(solution.deviation, places: places))
      json.array("bias") { json in
        for row in subject.matrix.biasByQuarters(split.seats, split.shares) {
          json.arrayRow { json in
            for sum in row { json.text(nil, ExactText.text(sum, places: places)) }
          }
        }
      }
      json.object("potentials") { appendPotentials(solution.certificate, &$0) }
      json.array("ties") { json in for tie in ties { appendCells(tie, &json) } }
      json.array("lotPotentials") { json in
        for proof in solution.lotCertificates {
          json.object { json in appendPotentials(proof, &json) }
        }
      }
    case .houses(let houses):
      json.array("houses") { json in for house in houses { append(house, &json) } }
    case .biproportional(let proof): append(proof, &json)
    case .imported(let file, let digest):
      json.object("file") { json in
        json.text("name", file)
        json.text("sha256", digest)
      }
    }
  }

  // MARK: Networks

  private func appendNetwork(_ json: inout JSONWriter) {
    json.text("tier", subject.rule.tier)
    json.text("groups", subject.groupColumn)
  }

  private func appendPotentials(_ certificate: DeviationCertificate, _ json: inout JSONWriter) {
    for (name, values) in [
      ("rows", certificate.rows), ("rowGroups", certificate.rowGroups),
      ("tierColumns", certificate.tierColumns), ("columns", certificate.columns),
      ("groups", certificate.groups),
    ] {
      json.texts(name, values.map { String($0) })
    }
    json.text("all", String(certificate.all))
  }

  // MARK: Houses

  private func append(_ house: House, _ json: inout JSONWriter) {
    json.object { json in
      json.text("level", subject.levels[house.level])
      json.text("programme", house.programme.map { planCase.programmes[$0].code } ?? "*")
      json.text("parent", house.parent)
      json.number("seats", house.seats)
      append(house.certificate, house.fixed, &json)
      if let tie = house.tie {
        append(tie, &json)
      } else {
        json.text("tie", nil)
      }
    }
  }

  private func append(
    _ certificate: VectorCertificate, _ fixed: [String], _ json: inout JSONWriter
  ) {
    json.object("certificate") { json in
      switch certificate {
      case .divisor(let lower, let upper):
        json.text("kind", "divisor")
        json.text("lower", lower?.description)
        json.text("upper", upper?.description)
      case .remainders(let border):
        json.text("kind", "remainders")
        json.texts("fixed", fixed)
        json.number("seats", border.seats)
        json.text("weight", border.weight.description)
        json.text("lowestRaised", border.lowestRaised?.description)
        json.text("highestKept", border.highestKept?.description)
      }
    }
  }

  private func append(_ tie: SettledTie, _ json: inout JSONWriter) {
    json.object("tie") { json in
      json.texts("tied", tie.tie.claimants.map(\.audience))
      json.number("shared", tie.tie.shared)
      let winners = zip(tie.tie.claimants, tie.gotSeat).filter(\.1).map(\.0.audience)
      json.texts("winners", winners)
      json.text("settledBy", tie.settler.rawValue)
    }
  }

  // MARK: Both margins

  private func append(_ proof: MarginProof, _ json: inout JSONWriter) {
    json.array("columns") { json in
      for (column, name) in subject.audiences.enumerated() {
        json.object { json in
          json.text("audience", name)
          json.number("seats", proof.columnSeats[column])
          json.text("divisor", proof.certificate.columnDivisors[column].description)
        }
      }
    }
    json.array("rows") { json in
      for (row, entry) in subject.rows.enumerated() {
        json.object { json in
          json.text("programme", planCase.programmes[entry.programme].code)
          json.text("multiplier", proof.certificate.rowMultipliers[row].description)
        }
      }
    }
    json.array("columnHouses") { json in
      for house in proof.columnHouses { append(house, &json) }
    }
    json.array("ties") { json in
      for tie in proof.ties { appendCells(tie, &json) }
    }
  }

  private func appendCells(_ tie: SettledTie, _ json: inout JSONWriter) {
    json.object { json in
      json.array("cells") { json in
        for (claimant, gotSeat) in zip(tie.tie.claimants, tie.gotSeat) {
          json.object { json in
            json.text("programme", claimant.programme.map { planCase.programmes[$0].code })
            json.text("audience", claimant.audience)
            json.flag("seat", gotSeat)
          }
        }
      }
      json.text("settledBy", tie.settler.rawValue)
    }
  }
}
