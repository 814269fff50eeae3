import Apportionment
import Cases
import Diagnostics
import Rules
import Tables

/// `plan-summary.json`: what was split how, what proves it, and what it adds up to. No clock, host
/// or path, so that the same inputs give the same bytes.
struct SummaryJSON {
  /// The version of the file's format.
  static let format = 1

  let plan: Plan
  let totals: PlanTotals
  let quotas: QuotaTable
  let version: String
  let outputs: [(name: String, digest: Digest)]

  private var planCase: PlanCase { plan.planCase }

  /// The whole file.
  func bytes() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.number("format", SummaryJSON.format)
      json.text("program", "zhibiao")
      json.text("version", version)
      appendRules(&json)
      json.text("seed", planCase.seed)
      json.text("commitment", planCase.commitment.digest.description)
      json.array("waivers") { json in
        for waiver in planCase.rules.waivers {
          json.object { json in
            json.text("point", waiver.point.rawValue)
            json.text("reason", waiver.reason)
          }
        }
      }
      json.array("inputs") { json in
        for input in planCase.inputs {
          json.object { json in
            json.text("file", input.name)
            json.text("sha256", input.digest.description)
            json.number("bytes", input.byteCount)
          }
        }
      }
      json.array("splits") { json in
        for split in plan.splits { SplitJSON(split, planCase).append(to: &json) }
      }
      appendTotals(&json)
      json.object("outputs") { json in
        for output in outputs { json.text(output.name, output.digest.description) }
      }
    }
    return json.finish()
  }

  private func appendRules(_ json: inout JSONWriter) {
    json.object("rules") { json in
      json.text("name", planCase.rules.name)
      json.number("year", planCase.rules.year)
      let digest = planCase.inputs.first { $0.name == "rules.json" }?.digest
      json.text("digest", digest?.description)
    }
  }

  private func appendTotals(_ json: inout JSONWriter) {
    json.array("audiences") { json in
      for audience in totals.audiences { append(audience, nil, &json) }
    }
    if let largest = totals.largestDrift {
      append(largest, "largestDrift", &json)
    } else {
      json.text("largestDrift", nil)
    }
    json.object("cells") { json in
      json.number("all", quotas.cellCount)
      json.number("withSeats", quotas.seatedCount)
      json.number("withOneSeat", quotas.singleCount)
    }
    json.array("pools") { json in
      for pool in totals.pools {
        json.object { json in
          json.text("pool", pool.name)
          json.number("seats", pool.seats)
        }
      }
    }
    json.array("programmes") { json in
      for (programme, quota) in zip(planCase.programmes, totals.quota) {
        json.object { json in
          json.text("programme", programme.code)
          json.number("plan", programme.plan)
          json.number("quota", quota)
        }
      }
    }
    appendSchools(&json)
  }

  private func append(_ audience: PlanTotals.Audience, _ key: String?, _ json: inout JSONWriter) {
    let places = ExactText.places(of: audience.unit)
    json.object(key) { json in
      json.text("pool", audience.pool)
      json.text("audience", audience.name)
      json.text("fair", ExactText.text(audience.fair, places: places))
      json.number("seats", audience.seats)
      json.text("drift", ExactText.text(audience.drift, places: places))
    }
  }

  private func appendSchools(_ json: inout JSONWriter) {
    json.array("schools") { json in
      for school in totals.schools {
        json.object { json in
          json.text("school", school.school)
          json.flag("quality", school.isQuality)
          appendShare(school.plan, school.quota, &json)
        }
      }
    }
    let quality = totals.schools.filter(\.isQuality)
    json.object("total") { json in
      appendShare(
        quality.reduce(0) { $0 + $1.plan }, quality.reduce(0) { $0 + $1.quota }, &json)
    }
  }

  private func appendShare(_ plan: Int, _ quota: Int, _ json: inout JSONWriter) {
    json.number("plan", plan)
    json.number("quota", quota)
    json.text("share", plan == 0 ? nil : ExactText.text(quota * 10_000 / plan, places: 4))
  }
}
