/// A column of scores: how large, how much it says about ability.
struct Subject: Sendable {
  let name: String
  /// The maximum, in half points.
  let maximum: Int
  /// The mean of an average student, in half points.
  let mean: Int
  /// The spread, in half points.
  let deviation: Int
  /// The part of ability in the score's standard deviation, in thousandths; the rest is noise.
  let load: Int
  let noise: Int
  /// Whether half points are given.
  let hasHalves: Bool

  /// The eight columns; 780 points in all.
  static let all = [
    Subject("chinese", 150, mean: 104, deviation: 15, load: 800, noise: 600, halves: true),
    Subject("math", 150, mean: 94, deviation: 26, load: 880, noise: 475, halves: true),
    Subject("english", 150, mean: 99, deviation: 25, load: 850, noise: 527, halves: true),
    Subject("physics", 90, mean: 57, deviation: 15, load: 880, noise: 475, halves: false),
    Subject("chemistry", 60, mean: 40, deviation: 10, load: 850, noise: 527, halves: false),
    Subject("history", 60, mean: 43, deviation: 8, load: 700, noise: 714, halves: false),
    Subject("politics", 60, mean: 45, deviation: 7, load: 700, noise: 714, halves: false),
    Subject("pe", 60, mean: 51, deviation: 5, load: 300, noise: 954, halves: false),
  ]

  private init(
    _ name: String, _ maximum: Int, mean: Int, deviation: Int, load: Int, noise: Int, halves: Bool
  ) {
    self.name = name
    self.maximum = maximum * 2
    self.mean = mean * 2
    self.deviation = deviation * 2
    self.load = load
    self.noise = noise
    hasHalves = halves
  }

  /// The score of one student, in half points. Near full marks the scale is compressed, so that
  /// few reach them.
  func score(ability: Int, noise epsilon: Int, step: Int) -> Int {
    var score = mean &+ (load &* ability &+ noise &* epsilon) &* deviation / 1_000_000
    let room = maximum / 7
    let over = score &- (maximum &- room)
    if over > 0 { score = maximum &- room &+ (room &+ 8) &* over / (room &+ 8 &+ over) }
    score = max(0, min(score, maximum))
    return hasHalves && step == 1 ? score : score & ~1
  }
}

/// One student's values.
struct Student {
  /// Index of the middle school.
  var school: Int
  /// Three years at this school.
  var isEnrolled: Bool
  /// In thousandths of a standard deviation of the country.
  var ability: Int
  /// The higher of ability and what it looks like within the own school: the best of a weak
  /// school may hope for a quota seat, and choose accordingly.
  var hope: Int
  /// Half points, by subject.
  var scores: InlineArray<8, Int>
  /// 0 is best, 3 worst.
  var grade: Int
  /// Bonus points: 0, 5 or 10.
  var bonus: Int
  /// What the student's further draws come from.
  var draws: Draws

  /// The exam score, without bonus, in half points.
  var exam: Int {
    var sum = 0
    for subject in 0..<8 { sum &+= scores[subject] }
    return sum
  }

  /// Whether student `number` has three years' enrolment: 24 in 25. The first of their draws, so
  /// that eligible students can be counted without making them.
  static func isEnrolled(_ number: Int, seed: UInt64) -> Bool {
    var draws = Draws(seed: seed, .student, number)
    return isEnrolled(draws.next())
  }

  private static func isEnrolled(_ bits: UInt64) -> Bool { bits & 0xFFFF >= 2_621 }

  /// Student `number` of `city`.
  init(_ number: Int, of city: CityModel, subjects: [Subject]) {
    draws = Draws(seed: city.settings.seed, .student, number)
    let bits = draws.next()
    school = Int(city.schoolOf[number])
    isEnrolled = Student.isEnrolled(bits)
    bonus = (bits &>> 16) & 0xFF < 5 ? ((bits &>> 24) & 3 == 0 ? 10 : 5) : 0

    let own = draws.normal() &* 870 / 1000
    let home = city.schools[school]
    ability = own &+ home.effect &+ city.districts[home.district].effect
    hope = max(ability, own)
    scores = InlineArray(repeating: 0)
    for subject in 0..<8 {
      scores[subject] = subjects[subject].score(
        ability: ability, noise: draws.noise(), step: city.settings.scoreStep)
    }
    let conduct = (own &* 600 &+ draws.noise() &* 800) / 1000
    grade = conduct > 600 ? 0 : conduct > -550 ? 1 : conduct > -1_750 ? 2 : 3
  }
}
