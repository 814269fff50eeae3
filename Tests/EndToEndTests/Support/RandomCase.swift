import TestSupport

/// A small random city that uses a random part of what rules can say, with what a test needs to
/// know to check its run. The same seed gives the same files.
struct RandomCase {
  /// A student, with the values that matter for cutoffs.
  struct Student {
    var code: String
    var school: String
    /// Cells by column.
    var cells: [String: String]
    /// Choices by list; an empty one keeps its number.
    var lists: [String: [String]]
    /// In thousandths, computed here and not by the program.
    var exam = 0
    var total = 0
  }

  let seed: UInt64
  /// Whether its stages are of several mechanisms, one of them undone amid the others.
  let isMixed: Bool
  var students: [Student] = []
  var schools: [(code: String, district: String)] = []
  var programmes: [(code: String, plan: Int)] = []
  /// For each programme and audience the seats of `quotas.csv`.
  var quotas: [(programme: String, pool: String, audience: String, seats: Int)] = []
  var stages: [StagePlan] = []
  var ties = ""
  var files: [String: String] = [:]

  /// What a test knows of a stage.
  struct StagePlan {
    var name: String
    var list: String
    var pools: [String]
    /// Whether it ranks by the total; else by the exam.
    var byTotal: Bool
    /// Whether nothing but seats and rank decides: no conditions, no lines, rank first.
    var isPlain: Bool
    var isProvisional: Bool
  }

  init(seed: UInt64, isMixed: Bool = false) {
    self.seed = seed
    self.isMixed = isMixed
    var random = SeededGenerator(seed: seed)
    let scoring = Scoring(&random)
    makeSchools(&random)
    let choicesMax = random.int(1...6)
    makeStudents(choicesMax, scoring, &random)
    makeSeats(&random)
    files["seed.txt"] = "seed-\(seed)\n"
    files["rules.json"] = makeRules(choicesMax, scoring, &random)
  }

  /// Writes the case into the folder `inner`.
  func write(to folder: TempFolder, _ inner: String = "case") throws {
    for (name, text) in files { try folder.write("\(inner)/\(name)", Array(text.utf8)) }
  }

  /// The district of a middle school; empty where there is none.
  func district(of school: String) -> String {
    schools.first { $0.code == school }?.district ?? ""
  }

  // MARK: Tables

  private mutating func makeSchools(_ random: inout SeededGenerator) {
    let districts = (0..<random.int(1...3)).map { "D\($0)" }
    schools = (0..<random.int(1...6)).map { ("0\($0)0", random.pick(districts)) }
    programmes = (0..<random.int(1...6)).map { ("H\($0)", random.int(0...14)) }
    let rows = schools.map { "\($0.code),\($0.district),\(random.pick(["x", "y"]))" }
    files["middle_schools.csv"] = table("middle_school,district,cluster", rows)
    let plans = programmes.map {
      "\($0.code),\($0.plan),\(random.pick(districts)),\(random.pick(["public", "private"])),"
        + random.pick(["", "", "150"])
    }
    files["programmes.csv"] = table("programme,plan,district,sector,line", plans)
  }

  private mutating func makeStudents(
    _ choicesMax: Int, _ scoring: Scoring, _ random: inout SeededGenerator
  ) {
    let codes = programmes.map(\.code)
    let isCoarse = random.chance(60)
    for number in 0..<random.int(1...60) {
      var cells: [String: String] = [:]
      for subject in Scoring.subjects {
        let halves = isCoarse ? random.int(0...2) * 120 : random.int(0...240)
        cells[subject] = "\(halves / 2)" + (halves % 2 == 1 ? ".5" : "")
      }
      cells["evaluation"] = random.pick(["A", "A", "B", "B", "B", "C", "D"])
      cells["enrolled_3y"] = random.pick(["yes", "yes", "no"])
      cells["bonus1"] = random.pick(["", "5", "10"])
      cells["bonus2"] = random.pick(["", "3"])
      cells["hukou"] = random.pick(["local", "migrant"])
      var open = random.sample(codes, random.int(0...choicesMax))
      if random.chance(15), open.count < choicesMax {
        open.insert("", at: random.int(0...open.count))
      }
      open = Array((open + Array(repeating: "", count: choicesMax)).prefix(choicesMax))
      var student = Student(
        code: "s\(1000 + number)", school: random.chance(97) ? random.pick(schools).code : "",
        cells: cells,
        lists: ["quota": random.sample(codes, random.int(0...choicesMax)), "open": open])
      (student.exam, student.total) = scoring.scores(of: cells)
      students.append(student)
    }
    students.shuffle(using: &random)
    let columns = Scoring.subjects + ["evaluation", "enrolled_3y", "bonus1", "bonus2", "hukou"]
    let header = ["student", "middle_school"] + columns + ["quota_choices"]
    let rows = students.map { student in
      let cells: [String] = columns.map { student.cells[$0]! }
      return
        ([student.code, student.school] + cells + [
          student.lists["quota"]!.joined(separator: "|")
        ] + student.lists["open"]!).joined(separator: ",")
    }
    files["students.csv"] = table(
      (header + (1...choicesMax).map { "choice\($0)" }).joined(separator: ","), rows)
  }

  private mutating func makeSeats(_ random: inout SeededGenerator) {
    for programme in programmes {
      var left = programme.plan
      func add(_ pool: String, _ audience: String) {
        let seats = random.int(0...min(3, left))
        left -= seats
        if seats > 0 { quotas.append((programme.code, pool, audience, seats)) }
      }
      for school in schools where random.chance(60) { add("quota", school.code) }
      guard random.chance(40) else { continue }
      for district in Set(schools.map(\.district)).sorted() { add("district", district) }
    }
    quotas.shuffle(using: &random)
    files["quotas.csv"] = table(
      "programme,pool,audience,seats",
      quotas.map { "\($0.programme),\($0.pool),\($0.audience),\($0.seats)" })
  }

  private func table(_ header: String, _ rows: [String]) -> String {
    ([header] + rows).map { $0 + "\n" }.joined()
  }
}

/// How a random case adds up its scores, and the same sums done by the test in whole numbers.
struct Scoring {
  static let subjects = ["chinese", "math", "english"]
  static let points = ["A": 50, "B": 45, "C": 40, "D": 0]

  /// The weight of maths in hundredths.
  let times: Int
  let takesHighest: Bool
  let decimals: Int
  let mode: String

  init(_ random: inout SeededGenerator) {
    times = random.pick([100, 70, 125])
    takesHighest = random.chance(50)
    decimals = random.int(0...1)
    mode = random.pick(["halfUp", "down", "up"])
  }

  /// Exam and total in thousandths.
  func scores(of cells: [String: String]) -> (exam: Int, total: Int) {
    let bonus = [cells.thousandths("bonus1") ?? 0, cells.thousandths("bonus2") ?? 0]
    let points = min(takesHighest ? bonus.max()! : bonus.reduce(0, +), 8000)
    // In hundred-thousandths, rounded to a unit of them.
    let sum =
      (cells.thousandths("chinese")! + cells.thousandths("english")! + points) * 100
      + cells.thousandths("math")! * times
    let unit = decimals == 0 ? 100_000 : 10_000
    let (whole, rest) = (sum / unit, sum % unit)
    let goesUp = mode == "up" ? rest > 0 : mode == "halfUp" && rest * 2 >= unit
    let exam = (whole + (goesUp ? 1 : 0)) * unit / 100
    return (exam, exam + Scoring.points[cells["evaluation"]!]! * 1000)
  }
}
