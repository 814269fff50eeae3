import Diagnostics
import Exact
import Report
import Tables

/// The part of `run.json` that the page shows beside the counts: sums over programmes, middle
/// schools, districts and scores, a row each.
extension RunJSON {
  static func appendFigures(_ page: RunPage, to json: inout JSONWriter) {
    json.array("programmes") { json in
      for programme in page.programmes { append(programme, to: &json) }
    }
    json.array("middleSchools") { json in
      for school in page.middleSchools { append(school, to: &json) }
    }
    if let cells = page.quotaCells {
      json.object("quotaCells") { json in append(cells, to: &json) }
    }
    json.array("distributions") { json in
      for distribution in page.distributions { append(distribution, to: &json) }
    }
  }

  private static func append(_ programme: RunPage.Programme, to json: inout JSONWriter) {
    json.objectRow { json in
      json.text("programme", programme.code)
      json.text("name", programme.name)
      json.text("school", programme.school)
      json.text("district", programme.district)
      json.flag("quality", programme.isQuality)
      json.number("plan", programme.plan)
      json.number("quotaSeats", programme.quotaSeats)
      json.number("admitted", programme.admitted)
      json.number("quotaAdmitted", programme.quotaAdmitted)
      json.number("vacant", programme.vacant)
      append("quotaCutoff", programme.quotaCutoff, to: &json)
      append("openCutoff", programme.openCutoff, to: &json)
    }
  }

  private static func append(
    _ key: String, _ cutoff: RunPage.Cutoff?, to json: inout JSONWriter
  ) {
    guard let cutoff else { return }
    json.object(key) { json in
      json.text("score", cutoff.score)
      json.text("lowest", Decimal(thousandths: cutoff.lowest).description)
      json.number("admitted", cutoff.admitted)
    }
  }

  private static func append(_ school: RunPage.MiddleSchool, to json: inout JSONWriter) {
    json.objectRow { json in
      json.text("middleSchool", school.code)
      json.text("name", school.name)
      json.text("district", school.district)
      json.number("students", school.students)
      json.number("admitted", school.admitted)
      json.number("qualityAdmitted", school.qualityAdmitted)
      json.number("quotaSeats", school.quotaSeats)
      json.number("quotaAdmitted", school.quotaAdmitted)
    }
  }

  /// A row a programme, a number a group.
  private static func append(_ cells: RunPage.QuotaCells, to json: inout JSONWriter) {
    json.arrayRow("groups") { json in
      for group in cells.groups { json.text(nil, group) }
    }
    for (key, numbers) in [("planned", cells.planned), ("admitted", cells.admitted)] {
      json.array(key) { json in
        for start in stride(from: 0, to: numbers.count, by: cells.groups.count) {
          json.arrayRow { json in
            for number in numbers[start..<start + cells.groups.count] { json.number(nil, number) }
          }
        }
      }
    }
  }

  private static func append(_ distribution: RunPage.Distribution, to json: inout JSONWriter) {
    json.objectRow { json in
      json.text("score", distribution.score)
      json.text("from", Decimal(thousandths: distribution.from).description)
      json.text("width", Decimal(thousandths: distribution.width).description)
      json.numbers("counts", distribution.counts)
    }
  }
}
