import Apportionment
import Diagnostics
import Rules

/// Splits of each programme on its own by a vector method, level by level.
extension PlanCheck {
  /// One house of the summary, as it should be.
  struct House {
    let level: Int
    let programme: String
    let parent: String?
    let seats: Int
    /// The claimants in code order, with the seats that the plan gives them.
    let names: [String]
    let claimed: [Int]
    let claimants: Claimants
  }

  /// Every house against the definition of its method and its certificate.
  mutating func checkHouses(_ split: Split, _ inputs: PlanInputs) {
    let rule = split.model.rule
    guard let method = VectorMethod(name: rule.method.rawValue) else { return }
    let houses = houses(split, inputs)
    let listed = split.summary.member("houses").elements
    var found: [[UInt8]: PlainJSON] = [:]
    for house in listed {
      found[
        PlanCheck.key(
          house.member("level").asText, house.member("programme").asText, house.member("parent"))] =
        house
    }
    if listed.count != houses.count || found.count != houses.count {
      reportCertificate(
        rule.name,
        Phrase(
          zh: "摘要有 \(listed.count) 份证明，应有 \(houses.count) 份",
          en:
            "the summary has \(listed.count) certificates of houses, \(houses.count) were expected")
      )
    }
    for house in houses {
      let key = PlanCheck.key(
        rule.levels[house.level], house.programme, PlainJSON(text: house.parent))
      check(house, method, found[key] ?? .null, split, inputs)
    }
    count(houses.count, zh: "份除数或余数证明", en: "certificates of divisors or remainders")
  }

  static func key(_ level: String?, _ programme: String?, _ parent: PlainJSON) -> [UInt8] {
    Array("\(level ?? "")\n\(programme ?? "")\n\(parent.asText.map { "+" + $0 } ?? "-")".utf8)
  }

  /// One house: its total, its seats and certificate by their definition, its tie.
  mutating func check(
    _ house: House, _ method: VectorMethod, _ listed: PlainJSON, _ split: Split,
    _ inputs: PlanInputs
  ) {
    let rule = split.model.rule
    let who =
      "\(house.programme), \(rule.levels[house.level])" + (house.parent.map { ", \($0)" } ?? "")
    let isNamed =
      listed.member("level") == .text(rule.levels[house.level])
      && listed.member("programme") == .text(house.programme)
      && listed.member("parent") == PlainJSON(text: house.parent)
    if listed.member("seats") != .whole(house.seats) || !isNamed {
      reportCertificate(
        rule.name,
        Phrase(
          zh: "\(who)：摘要写 \(listed.member("seats").shown) 个名额，应为 \(house.seats)",
          en:
            "\(who): the summary says \(listed.member("seats").shown) seats, there are \(house.seats)"
        ))
    }
    guard let certificate = PlanCheck.certificate(listed.member("certificate"), house.names) else {
      reportCertificate(
        rule.name, Phrase(zh: "\(who)：证明无法读取", en: "\(who): no readable certificate"))
      return
    }
    do throws(VectorFault) {
      guard try PlanCheck.holds(certificate, house, method) else {
        reportCertificate(
          rule.name,
          Phrase(zh: "\(who)：证明中的数不是这些名额的", en: "\(who): the certificate is not that of the seats"))
        // Who is tied is read off a certificate that holds.
        return
      }
    } catch {
      let what = PlanCheck.words(error, house)
      report(
        .planSeats, at: split.place, cause: rule.name,
        Phrase(
          zh: "方案 \(rule.name)，\(who)：\(what.zh)", en: "split \(rule.name), \(who): \(what.en)"))
      return
    }
    checkTie(house, method, certificate, listed.member("tie"), who, split, inputs)
  }

  /// Whether a certificate is that of a house's seats; throws where the seats themselves are wrong.
  private static func holds(
    _ certificate: VectorCertificate, _ house: House, _ method: VectorMethod
  ) throws(VectorFault) -> Bool {
    switch method {
    case .divisor(let method):
      let right = try PlanSignposts.check(
        house.claimed, house: house.seats, of: house.claimants, method: method)
      guard case .divisor(let lower, let upper) = certificate else { return false }
      return lower == right.lower && upper == right.upper
    case .hamilton:
      try house.claimants.check(house.claimed, house: house.seats, method: .hamilton)
      do throws(VectorFault) {
        try house.claimants.check(
          house.claimed, house: house.seats, method: .hamilton, certificate: certificate)
        return true
      } catch {
        return false
      }
    }
  }

  /// The houses of a split, with the seats that the plan gives at each level.
  private func houses(_ split: Split, _ inputs: PlanInputs) -> [House] {
    let model = split.model
    var houses: [House] = []
    for level in model.rule.levels.indices {
      for (row, entry) in model.rows.enumerated() {
        // The cells of the row by the audience of the level above, which splits its seats.
        var parents: [[UInt8]: [Int]] = [:]
        for (at, cell) in model.cells[row].enumerated() {
          let parent = level == 0 ? "" : model.coarse[level - 1][cell.column]
          parents[Array(parent.utf8), default: []].append(at)
        }
        for (parent, cells) in parents.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
          let seats = level == 0 ? entry.seats : split.coarseSeats[level - 1][row][parent] ?? 0
          guard seats > 0 else { continue }
          houses.append(
            house(
              split, inputs, level, row, level == 0 ? nil : String(decoding: parent, as: UTF8.self),
              seats, cells))
        }
      }
    }
    return houses
  }

  private func house(
    _ split: Split, _ inputs: PlanInputs, _ level: Int, _ row: Int, _ parent: String?,
    _ seats: Int, _ cells: [Int]
  ) -> House {
    let model = split.model
    let isLast = level == model.coarse.count
    var parts: [[UInt8]: [Int]] = [:]
    for at in cells {
      let column = model.cells[row][at].column
      let name = isLast ? model.audiences[column] : model.coarse[level][column]
      parts[Array(name.utf8), default: []].append(at)
    }
    let sorted = parts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let first = model.matrix.cells(ofRow: row).lowerBound
    let claimed = sorted.map { name, list in
      isLast
        ? split.seats[first + list[0]] : split.coarseSeats[level][row][name] ?? 0
    }
    let weighty = sorted.map { $0.value.map { model.cells[row][$0] }.filter { $0.weight > 0 } }
    let most = model.rule.maximum
    let claimants = try? Claimants(
      weights: weighty.map { $0.reduce(0) { $0 + $1.weight } },
      minimums: weighty.map { $0.reduce(0) { $0 + model.minimum($1) } },
      maximums: weighty.map { list in most.map { $0 * list.count } ?? Limits.seatsMax })
    let none = try! Claimants(weights: [])
    return House(
      level: level, programme: inputs.programmes.codes[model.rows[row].programme], parent: parent,
      seats: seats, names: sorted.map { String(decoding: $0.key, as: UTF8.self) },
      claimed: claimed, claimants: claimants ?? none)
  }

  // MARK: Certificates

  /// Reads a certificate; nil where it is none.
  static func certificate(_ json: PlainJSON, _ names: [String]) -> VectorCertificate? {
    switch json.member("kind") {
    case .text("divisor"):
      guard let lower = end(json.member("lower")), let upper = end(json.member("upper")) else {
        return nil
      }
      return .divisor(lower: lower.value, upper: upper.value)
    case .text("remainders"):
      guard case .array(let listed) = json.member("fixed") else { return nil }
      let fixed = listed.map { name in
        name.asText.flatMap { text in names.firstIndex { areSameBytes($0, text) } }
      }
      guard fixed.allSatisfy({ $0 != nil }), let seats = json.member("seats").asWhole,
        let weight = json.member("weight").asText.flatMap({ UInt128($0) }),
        let lowest = number(json.member("lowestRaised")),
        let highest = number(json.member("highestKept"))
      else { return nil }
      return .remainders(
        RemainderBorder(
          fixed: fixed.map { $0! }, seats: seats, weight: weight, lowestRaised: lowest.value,
          highestKept: highest.value))
    default: return nil
    }
  }

  /// A fraction `a/b`, or null; nil where it is neither.
  private static func end(_ json: PlainJSON) -> (value: Fraction?, Void)? {
    if json == .null { return (nil, ()) }
    let parts = json.asText.map { $0.split(separator: "/").map { UInt128($0) } } ?? []
    guard parts.count == 2, let numerator = parts[0], let denominator = parts[1] else { return nil }
    return (Fraction(numerator, over: denominator), ())
  }

  /// A number as text, or null; nil where it is neither.
  private static func number(_ json: PlainJSON) -> (value: UInt128?, Void)? {
    if json == .null { return (nil, ()) }
    return json.asText.flatMap { UInt128($0) }.map { ($0, ()) }
  }

  private static func words(_ fault: VectorFault, _ house: House) -> Phrase {
    switch fault {
    case .wrongCount(let expected, let found):
      return Phrase(zh: "\(found) 个受众，应为 \(expected)", en: "\(found) audiences, not \(expected)")
    case .wrongTotal(let expected, let found):
      return Phrase(
        zh: "名额合计 \(found)，应为 \(expected)", en: "the seats add up to \(found), not to \(expected)")
    case .outsideRequirements(let at, let seats):
      return Phrase(
        zh: "\(house.names[at]) 的 \(seats) 个名额超出最低或最高数",
        en: "the \(seats) seats of \(house.names[at]) are outside its minimum and maximum")
    case .betterClaim(let claimant, let holder):
      return Phrase(
        zh: "\(house.names[claimant])（\(house.claimed[claimant]) 个）比 \(house.names[holder])"
          + "（\(house.claimed[holder]) 个）更应得到后者的最后一个名额",
        en: "\(house.names[claimant]) (\(house.claimed[claimant]) seats) has a better claim to the "
          + "last seat of \(house.names[holder]) (\(house.claimed[holder]))")
    case .wrongRounding(let at, let seats):
      return Phrase(
        zh: "\(house.names[at]) 的 \(seats) 个名额既不是应得数的整数部分，也不是再加一",
        en: "the \(seats) seats of \(house.names[at]) are neither the whole part of its share nor "
          + "one more")
    case .wrongCertificate:
      return Phrase(zh: "证明不符", en: "the certificate is another's")
    }
  }
}
