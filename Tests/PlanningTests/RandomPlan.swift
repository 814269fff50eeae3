import TestSupport

/// A random small city with one or two splits, in the form that the case has on disk.
struct RandomPlan {
  static let networkMethods = ["lottery", "leastDeviation"]
  static let methods = [
    "lottery", "leastDeviation", "hamilton", "webster", "jefferson", "adams", "huntingtonHill",
    "dean", "biproportional",
  ]

  let method: String
  let hasTwoLevels: Bool
  let minimum: Int
  let minimumIf: Int
  let maximum: Int?
  let within: Bool
  let splits: String
  let programmes: String
  let schools: String
  let exclusions: String

  init(_ random: inout SeededGenerator, method: String) {
    self.method = method
    hasTwoLevels = method != "biproportional" && random.chance(40)
    minimum = random.chance(25) ? 1 : 0
    minimumIf = random.int(1...12)
    maximum = random.chance(20) ? random.int(6...20) : nil
    within = random.chance(35)
    let districts = ["d1", "d2", "d3"].prefix(random.int(1...3)).map { $0 }
    var schools = "middle_school,district,eligible,weight\n"
    var codes: [String] = []
    for number in 0..<random.int(3...12) {
      let weight = random.pick(["", "", "1", "1.5", "0.25", "2"])
      let eligible = random.chance(10) ? 0 : random.int(1...40)
      codes.append("m\(10 + number)")
      schools += "m\(10 + number),\(random.pick(districts)),\(eligible),\(weight)\n"
    }
    self.schools = schools
    var programmes = "programme,plan,district,share,level\n"
    var names: [String] = []
    for number in 0..<random.int(1...8) {
      names.append("p\(number)")
      let share = random.pick(["0", "0.3", "0.5", "0.75"])
      programmes +=
        "p\(number),\(random.int(0...60)),\(random.pick(districts)),\(share),"
        + random.pick(["city", "area"]) + "\n"
    }
    self.programmes = programmes
    var pairs: Set<String> = []
    for _ in 0..<random.int(0...4) { pairs.insert("\(random.pick(names)),\(random.pick(codes))\n") }
    exclusions = "programme,audience\n" + pairs.sorted().joined()
    var split =
      "{\"name\": \"s\", \"pool\": \"quota\", \"share\": {\"column\": \"share\"}, "
      + "\"method\": \"\(method)\", \"minimum\": \(minimum), \"minimumIf\": \(minimumIf)"
    if let maximum { split += ", \"maximum\": \(maximum)" }
    if within { split += ", \"within\": \"district\"" }
    if hasTwoLevels { split += ", \"levels\": [\"district\", \"middle_school\"]" }
    if Self.networkMethods.contains(method), random.chance(50) { split += ", \"tier\": \"level\"" }
    splits = split + "}"
  }
}
