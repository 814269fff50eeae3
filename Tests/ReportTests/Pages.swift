import Diagnostics
import Exact
import TestSupport

@testable import Report

/// A page of random numbers, in which every text is made by `text` from what it is for.
func randomPage(
  programmes: Int, schools: Int, groups: Int, seed: UInt64 = 1,
  text: (String) -> String = { $0 }
) -> RunPage {
  var random = SeededGenerator(seed: seed)
  var page = RunPage(
    .init(
      name: text("rules"), year: 2026, basis: [text("basis")], language: .zh,
      digest: text("digest"), minimumShare: Decimal("0.75")!), version: text("version"))
  page.stages = (0..<3).map {
    .init(
      name: text("stage\($0)"), isProvisional: $0 == 0, candidates: random.int(0...99_999),
      eligible: 5, seats: 4, admitted: 3, excess: 2, vacant: 1)
  }
  page.pools = (0..<3).map {
    .init(
      name: text("pool\($0)"), isQuota: $0 > 0, planned: random.int(100...9_999), movedIn: 1,
      movedOut: 2, admitted: 90, excess: 4, vacant: 5)
  }
  page.programmes = (0..<programmes).map { number in
    .init(
      code: text("P\(number)"), name: text("第\(number)中学（校区）"), school: text("P\(number / 2)"),
      district: text("区\(number % max(1, groups))"), isQuality: number % 7 != 6,
      plan: random.int(50...900), quotaSeats: random.int(1...700), admitted: random.int(0...900),
      quotaAdmitted: 12, vacant: 3,
      quotaCutoff: .init(score: text("score"), lowest: 600_000 + Int64(number) * 500, admitted: 9),
      openCutoff: .init(score: text("score"), lowest: 620_000 + Int64(number) * 500, admitted: 9))
  }
  page.middleSchools = (0..<schools).map { number in
    .init(
      code: text("M\(number)"), name: text("第\(number)初级中学"),
      district: text("区\(number % max(1, groups))"), students: random.int(5...900),
      admitted: random.int(0...5), qualityAdmitted: random.int(0...5), quotaSeats: 20,
      quotaAdmitted: 19)
  }
  page.quotaCells = .init(
    groups: (0..<groups).map { text("区\($0)") },
    planned: (0..<programmes * groups).map { _ in random.int(0...30) },
    admitted: (0..<programmes * groups).map { _ in random.int(0...30) })
  page.distributions = [
    .init(score: text("score"), from: 300_000, width: 10_000, counts: (0..<45).map { $0 * 7 })
  ]
  page.decisions = [
    .init(
      stage: text("stage0"), programme: text("P0"), pool: text("pool0"), decidedBy: text("who"),
      admits: 1, refuses: 2)
  ]
  page.waivers = [(text("point"), text("reason"))]
  page.findings = [text("finding")]
  page.warnings = [("W101", 3)]
  page.seeds = [("seed", text("seed")), ("planSeed", text("plan seed"))]
  page.commitment = text("commitment")
  page.fingerprint = String(repeating: "0f", count: 32)
  (page.students, page.admitted, page.drawn) = (100_000, 54_321, 7)
  return page
}

/// A page of an experiment with every part, in which every text is made by `text`.
func experimentPage(text: (String) -> String = { $0 }) -> ExperimentPage {
  func phrase(_ name: String) -> Phrase { Phrase(zh: text(name), en: text(name)) }
  func estimate(_ mean: String, _ low: String, _ high: String) -> AmountInterval {
    AmountInterval(Amount(mean)!, low: Amount(low)!, high: Amount(high)!)
  }
  let results = (0..<3).flatMap { variant in
    (0..<2).flatMap { metric in
      ["", text("group")].map { group in
        ExperimentPage.Result(
          metric: metric, variant: variant, group: group,
          value: estimate("1\(variant).25", "1\(variant)", "1\(variant).75"),
          difference: variant == 0 ? nil : estimate("-0.5", "-1.5", "0.5"))
      }
    }
  }
  return ExperimentPage(
    title: text("title"), verdict: [phrase("verdict")],
    fingerprint: String(repeating: "a", count: 64),
    fingerprintCommand: text("command"), facts: [(phrase("fact"), text("value"))],
    interval: phrase("interval"),
    variants: (0..<3).map { .init(name: text("variant\($0)"), settings: [text("setting")]) },
    metrics: (0..<2).map {
      .init(
        name: "metric\($0)", title: phrase("metric\($0)"), unit: phrase("unit"),
        note: phrase("note"))
    }, results: results, tradeOff: (0, 1))
}

/// The tags of a page with the names of their attributes: what a browser would make of it, as far
/// as that could be changed by a text.
func tags(_ markup: String) -> [String] {
  var tags: [String] = []
  let bytes = Array(markup.utf8)
  var at = 0
  while at < bytes.count {
    guard bytes[at] == UInt8(ascii: "<") else {
      at += 1
      continue
    }
    var (tag, quote) = ("", UInt8(0))
    at += 1
    while at < bytes.count, quote != 0 || bytes[at] != UInt8(ascii: ">") {
      if quote != 0 {
        if bytes[at] == quote { quote = 0 }
      } else if bytes[at] == UInt8(ascii: "\"") {
        quote = bytes[at]
      } else {
        tag.unicodeScalars.append(Unicode.Scalar(bytes[at]))
      }
      at += 1
    }
    tags.append(tag)
    // What is in scripts and styles is no markup.
    for raw in ["script", "style"] where tag == raw {
      let end = Array("</\(raw)>".utf8)
      while !bytes[at...].starts(with: end) { at += 1 }
    }
  }
  return tags
}
