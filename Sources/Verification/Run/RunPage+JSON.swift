import Diagnostics
import Exact
import Report

/// The page of a run as its `run.json` tells it.
extension RunPage {
  /// What `json`, the whole of `run.json`, says; nil where something that the page shows is not
  /// there, or is something else.
  init?(_ json: PlainJSON, fingerprint: String) {
    guard let rules = json["rules"].flatMap(Rules.init(json:)),
      let version = json["version"]?.string, let students = json["students"]?["all"]?.integer,
      let admitted = json["students"]?["admitted"]?.integer,
      let planSeats = json["plan"]?["seats"]?.integer,
      let quotaSeats = json["plan"]?["quotaSeats"]?.integer, let drawn = json["drawn"]?.integer,
      let stages = json["stages"]?.all(Stage.init(json:)),
      let pools = json["pools"]?.all(Pool.init(json:)),
      let programmes = json["programmes"]?.all(Programme.init(json:)),
      let middleSchools = json["middleSchools"]?.all(MiddleSchool.init(json:)),
      let distributions = json["distributions"]?.all(Distribution.init(json:)),
      let decisions = json["decisions"]?.all(RunPage.decision),
      let waivers = json["waivers"]?.all(RunPage.waiver),
      let findings = json["compliance"]?.all(\.string),
      let warnings = json["warnings"]?.members(\.integer),
      let seeds = json["seeds"]?.members(\.string)
    else { return nil }
    self.init(rules, version: version)
    (self.students, self.admitted, self.drawn) = (students, admitted, drawn)
    (self.planSeats, self.quotaSeats) = (planSeats, quotaSeats)
    (self.stages, self.pools) = (stages, pools)
    (self.programmes, self.middleSchools) = (programmes, middleSchools)
    self.distributions = distributions
    self.decisions = Decision.grouped(decisions)
    (self.waivers, self.findings) = (waivers, findings)
    self.warnings = warnings.map { ($0.key, $0.value) }
    self.seeds = seeds.map { ($0.key, $0.value) }
    (commitment, after) = (json["commitment"]?.string, json["after"]?.string)
    if let cells = json["quotaCells"] {
      guard let quota = QuotaCells(json: cells, programmes: programmes.count) else { return nil }
      quotaCells = quota
    }
    self.fingerprint = fingerprint
  }

  private static func decision(
    _ json: PlainJSON
  ) -> (stage: String, programme: String, pool: String, decidedBy: String, admits: Bool)? {
    guard let stage = json["stage"]?.string, let programme = json["programme"]?.string,
      let pool = json["pool"]?.string, let decidedBy = json["decidedBy"]?.string,
      let decision = json["decision"]?.string
    else { return nil }
    return (stage, programme, pool, decidedBy, areSameBytes(decision, "admit"))
  }

  private static func waiver(_ json: PlainJSON) -> (point: String, reason: String)? {
    guard let point = json["point"]?.string, let reason = json["reason"]?.string else {
      return nil
    }
    return (point, reason)
  }
}

extension RunPage.Rules {
  fileprivate init?(json: PlainJSON) {
    guard let name = json["name"]?.string, let basis = json["basis"]?.all(\.string),
      let language = json["language"]?.string.flatMap(Language.init(rawValue:)),
      let least = json["minimumShare"]?.string.flatMap({ Decimal($0) }), least >= .zero
    else { return nil }
    self.init(
      name: name, year: json["year"]?.integer, basis: basis, language: language,
      digest: json["digest"]?.string ?? "", minimumShare: least)
  }
}

extension RunPage.Stage {
  fileprivate init?(json: PlainJSON) {
    let keys = ["candidates", "eligible", "seats", "admitted", "excess", "vacant"]
    guard let name = json["stage"]?.string, let counts = json.integers(keys),
      case .bool(let isProvisional) = json["provisional"]
    else { return nil }
    self.init(
      name: name, isProvisional: isProvisional, candidates: counts[0], eligible: counts[1],
      seats: counts[2], admitted: counts[3], excess: counts[4], vacant: counts[5])
  }
}

extension RunPage.Pool {
  fileprivate init?(json: PlainJSON) {
    let keys = ["planned", "movedIn", "movedOut", "admitted", "excess", "vacant"]
    guard let name = json["pool"]?.string, let counts = json.integers(keys),
      case .bool(let isQuota) = json["quota"]
    else { return nil }
    self.init(
      name: name, isQuota: isQuota, planned: counts[0], movedIn: counts[1], movedOut: counts[2],
      admitted: counts[3], excess: counts[4], vacant: counts[5])
  }
}

extension RunPage.Cutoff {
  fileprivate init?(json: PlainJSON) {
    guard let score = json["score"]?.string, let lowest = json["lowest"]?.thousandths,
      let admitted = json["admitted"]?.integer
    else { return nil }
    self.init(score: score, lowest: lowest, admitted: admitted)
  }

  /// What `run.json` should hold.
  fileprivate var json: PlainJSON {
    .object([
      ("score", .text(score)), ("lowest", .text(Decimal(thousandths: lowest).description)),
      ("admitted", .number(String(admitted))),
    ])
  }
}

extension RunPage.Programme {
  private static let keys = ["plan", "quotaSeats", "admitted", "quotaAdmitted", "vacant"]

  fileprivate init?(json: PlainJSON) {
    guard let code = json["programme"]?.string, let name = json["name"]?.string,
      let school = json["school"]?.string, let district = json["district"]?.string,
      case .bool(let isQuality) = json["quality"], let counts = json.integers(Self.keys)
    else { return nil }
    self.init(
      code: code, name: name, school: school, district: district, isQuality: isQuality,
      plan: counts[0], quotaSeats: counts[1], admitted: counts[2], quotaAdmitted: counts[3],
      vacant: counts[4], quotaCutoff: json["quotaCutoff"].flatMap(RunPage.Cutoff.init(json:)),
      openCutoff: json["openCutoff"].flatMap(RunPage.Cutoff.init(json:)))
  }

  /// What `run.json` should hold.
  var json: PlainJSON {
    let counts = [plan, quotaSeats, admitted, quotaAdmitted, vacant]
    let cutoffs = [("quotaCutoff", quotaCutoff), ("openCutoff", openCutoff)]
    return .object(
      [
        ("programme", .text(code)), ("name", .text(name)), ("school", .text(school)),
        ("district", .text(district)), ("quality", .bool(isQuality)),
      ] + zip(Self.keys, counts).map { ($0, .number(String($1))) }
        + cutoffs.compactMap { key, cutoff in cutoff.map { (key, $0.json) } })
  }
}

extension RunPage.MiddleSchool {
  private static let keys = [
    "students", "admitted", "qualityAdmitted", "quotaSeats", "quotaAdmitted",
  ]

  fileprivate init?(json: PlainJSON) {
    guard let code = json["middleSchool"]?.string, let name = json["name"]?.string,
      let district = json["district"]?.string, let counts = json.integers(Self.keys)
    else { return nil }
    self.init(
      code: code, name: name, district: district, students: counts[0], admitted: counts[1],
      qualityAdmitted: counts[2], quotaSeats: counts[3], quotaAdmitted: counts[4])
  }

  /// What `run.json` should hold.
  var json: PlainJSON {
    let counts = [students, admitted, qualityAdmitted, quotaSeats, quotaAdmitted]
    return .object(
      [("middleSchool", .text(code)), ("name", .text(name)), ("district", .text(district))]
        + zip(Self.keys, counts).map { ($0, .number(String($1))) })
  }
}

extension RunPage.QuotaCells {
  fileprivate init?(json: PlainJSON, programmes: Int) {
    guard let groups = json["groups"]?.all(\.string),
      let planned = json["planned"]?.all({ $0.all(\.integer) }),
      let admitted = json["admitted"]?.all({ $0.all(\.integer) }),
      planned.count == programmes, admitted.count == programmes,
      (planned + admitted).allSatisfy({ $0.count == groups.count })
    else { return nil }
    self.init(
      groups: groups, planned: Array(planned.joined()), admitted: Array(admitted.joined()))
  }

  /// What `run.json` should hold.
  var json: PlainJSON {
    func rows(_ numbers: [Int]) -> PlainJSON {
      .array(
        stride(from: 0, to: numbers.count, by: groups.count).map { start in
          .array(numbers[start..<start + groups.count].map { .number(String($0)) })
        })
    }
    return .object([
      ("groups", .array(groups.map { .text($0) })), ("planned", rows(planned)),
      ("admitted", rows(admitted)),
    ])
  }
}

extension RunPage.Distribution {
  fileprivate init?(json: PlainJSON) {
    guard let score = json["score"]?.string, let from = json["from"]?.thousandths,
      let width = json["width"]?.thousandths, width > 0,
      let counts = json["counts"]?.all(\.integer), !counts.isEmpty,
      counts.count <= RunPage.Distribution.bandsMax
    else { return nil }
    self.init(score: score, from: from, width: width, counts: counts)
  }

  /// What `run.json` should hold.
  var json: PlainJSON {
    .object([
      ("score", .text(score)), ("from", .text(Decimal(thousandths: from).description)),
      ("width", .text(Decimal(thousandths: width).description)),
      ("counts", .array(counts.map { .number(String($0)) })),
    ])
  }
}

// MARK: - Values

extension PlainJSON {
  /// A text.
  fileprivate var string: String? { if case .text(let text) = self { text } else { nil } }

  /// A whole number of at most 15 digits, not below zero, so that sums and products with it fit.
  fileprivate var integer: Int? {
    guard case .number(let digits) = self, digits.utf8.count <= 15, let value = Int(digits),
      value >= 0
    else { return nil }
    return value
  }

  /// A decimal in a text, as thousandths within what tables may hold.
  fileprivate var thousandths: Int64? {
    guard let value = string.flatMap({ Decimal($0) })?.thousandths,
      RunPage.isScore(value)
    else { return nil }
    return value
  }

  /// Each item of an array; nil where it is none, or one of them is not what `read` reads.
  fileprivate func all<Value>(_ read: (PlainJSON) -> Value?) -> [Value]? {
    guard case .array(let items) = self else { return nil }
    let values = items.compactMap(read)
    return values.count == items.count ? values : nil
  }

  /// Each member of an object, in the order in which they stand.
  fileprivate func members<Value>(
    _ read: (PlainJSON) -> Value?
  ) -> [(key: String, value: Value)]? {
    guard case .object(let members) = self else { return nil }
    let values = members.compactMap { member in read(member.value).map { (member.key, $0) } }
    return values.count == members.count ? values : nil
  }

  /// The whole numbers under `keys`.
  fileprivate func integers(_ keys: [String]) -> [Int]? {
    let values = keys.compactMap { self[$0]?.integer }
    return values.count == keys.count ? values : nil
  }
}
