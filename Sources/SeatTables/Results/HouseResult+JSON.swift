import Apportionment
import Diagnostics
import Tables

extension HouseResult {
  /// Everything as one JSON document: the seats (`null` where a tie is open), the shares rounded
  /// and exact, the proof, the ties. Big numbers are texts.
  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.text("status", seats == nil ? "tie" : "done")
      json.text("method", method.name)
      json.number("seats", house.seats)
      json.text("seed", seed)
      json.number("weight_places", house.places)
      writeClaimants(&json)
      json.object("certificate") { solution.certificate.write(&$0, method, house.names) }
      writeTie(&json)
    }
    return json.finish()
  }

  /// The proof alone, with what it is about.
  public func certificateJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.text("method", method.name)
      json.number("seats", house.seats)
      json.text("seed", seed)
      json.number("weight_places", house.places)
      json.object("certificate") { solution.certificate.write(&$0, method, house.names) }
      writeTie(&json)
    }
    return json.finish()
  }

  private func writeClaimants(_ json: inout JSONWriter) {
    let total = house.claimants.totalWeight
    json.array("claimants") { json in
      for (at, name) in house.names.enumerated() {
        let share = share(at, of: total)
        json.object { json in
          json.text("name", name)
          json.text("weight", house.weights[at].description)
          json.number("minimum", house.claimants.minimums[at])
          let most = house.claimants.maximums[at]
          json.number("maximum", most == Limits.seatsMax ? nil : most)
          json.number("seats", seats?[at])
          json.text("fair_share", DecimalText.nine(share))
          json.text("fair_share_exact", DecimalText.reduced(share))
        }
      }
    }
  }

  private func writeTie(_ json: inout JSONWriter) {
    guard !solution.tied.isEmpty else { return json.text("tie", nil) }
    json.object("tie") { json in
      solution.writeTie(&json, house.names, seed.map { TieLot(seed: $0, row: "") })
      json.numbers("certain", solution.certain)
    }
  }
}

extension VectorSolution {
  /// Who is tied with how many certain seats, what they share, and the lots that settle it.
  func writeTie(_ json: inout JSONWriter, _ names: [String], _ lot: TieLot?) {
    json.number("seats", sharedSeats)
    json.array("tied") { json in
      for at in tied {
        json.object { json in
          json.text("name", names[at])
          json.number("certain_seats", certain[at])
          if let lot { json.text("lot", lot(names[at]).hexadecimal) }
        }
      }
    }
  }
}

extension VectorCertificate {
  /// The members of a certificate's object. Divisors and remainders count weights in units.
  func write(_ json: inout JSONWriter, _ method: VectorMethod, _ names: [String]) {
    switch self {
    case .divisor(let lower, let upper):
      json.text("kind", "divisor")
      json.flag("squared", method == .divisor(.huntingtonHill))
      json.text("lower", lower.map(DecimalText.reduced))
      json.text("upper", upper.map(DecimalText.reduced))
    case .remainders(let border):
      json.text("kind", "remainders")
      json.texts("fixed", border.fixed.map { names[$0] })
      json.number("seats", border.seats)
      json.text("weight", String(border.weight))
      json.text("lowest_raised", border.lowestRaised.map { String($0) })
      json.text("highest_kept", border.highestKept.map { String($0) })
    }
  }
}
