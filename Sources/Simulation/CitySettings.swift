import Diagnostics

/// How large a synthetic city is, what it is like, and which of the possible ones.
///
/// What it is like is said in thousandths. The defaults are those of a large city with the quota
/// share that Jilin province asks for; see `datasets/published/cities.json` for what they are held
/// against.
public struct CitySettings: Hashable, Sendable {
  /// Students.
  public var students: Int
  /// Programmes: what a student can choose.
  public var programmes: Int
  /// Middle schools.
  public var middleSchools: Int
  /// Districts. More than `districtsPerCity` of them form several cities, and nobody applies
  /// beyond their city: a whole country is generated like this.
  public var districts: Int
  /// Choice columns: the length of the longest list.
  public var choices: Int
  /// Which city of this size. Equal settings give equal bytes.
  public var seed: UInt64
  /// Whether `students.csv` has a `name` column.
  public var names: Bool
  /// Whether the case is for `plan` alone: without students, quotas and the draw for ties.
  public var planOnly: Bool

  /// Seats for a thousand students.
  public var seats = 650
  /// Quota seats of a thousand seats of a quality programme, rounded up.
  public var quotaShare = 750
  /// Programmes for a whole city (its flagships), of a thousand.
  public var flagships = 200
  /// The seats of programmes for a whole city, of a thousand.
  public var flagshipSeats = 200
  /// How far districts differ in their students' ability: the spread of a district's mean.
  public var districtEffect = 200
  /// How far middle schools of a district differ: the spread of a school's mean.
  public var schoolEffect = 420
  /// How much less a programme at the other end of the city is listed than one next door.
  public var distance = 300
  /// How far above their own place lists begin at most, of the programmes open to the student.
  public var reach = 180
  /// How often a programme is put before its better neighbour, against the common order.
  public var taste = 250
  /// How many lists begin with a programme that is out of reach.
  public var dreams = 125
  /// The smallest step of Chinese, maths and English, in half points: 1, or 2 for whole points.
  public var scoreStep = 1

  /// How many districts a city has at most.
  public static let districtsPerCity = 20

  /// A city of `students` students; what is left out follows from their number as in a real one:
  /// a district for 25,000, a middle school for 300, a programme for 900, twelve choices.
  public init(
    students: Int, programmes: Int? = nil, middleSchools: Int? = nil, districts: Int? = nil,
    choices: Int = 12, seed: UInt64 = 1, names: Bool = false, planOnly: Bool = false
  ) {
    self.students = students
    self.districts = districts ?? min(max(1, students / 25_000), 2_840)
    self.middleSchools = middleSchools ?? max(self.districts, students / 300, 1)
    self.programmes = programmes ?? max(3, self.districts * 2, students / 900)
    self.choices = choices
    self.seed = seed
    self.names = names
    self.planOnly = planOnly
  }

  /// A city of the settings that are said, by the names of `fields`; the sizes that are left out
  /// follow from those that are said.
  public init(students: Int, saying given: [String: Int]) {
    self.init(
      students: students, programmes: given["programmes"], middleSchools: given["middleSchools"],
      districts: given["districts"])
    for field in CitySettings.fields {
      if let value = given[field.name] { self[keyPath: field.path] = value }
    }
  }

  /// How many cities the districts form.
  public var cities: Int {
    (districts + CitySettings.districtsPerCity - 1) / CitySettings.districtsPerCity
  }

  /// Everything that is wrong with the settings; empty where a city can be generated.
  public var problems: [Phrase] {
    var problems: [Phrase] = []
    for field in CitySettings.fields {
      let (value, range) = (self[keyPath: field.path], field.range)
      if range.contains(value) { continue }
      problems.append(
        Phrase(
          zh: "--\(field.option) \(value): 应在 \(range.lowerBound) 到 \(range.upperBound) 之间",
          en: "--\(field.option) \(value): expected \(range.lowerBound) to \(range.upperBound)"))
    }
    guard problems.isEmpty else { return problems }
    if middleSchools < districts {
      problems.append(
        Phrase(
          zh: "--middle-schools \(middleSchools): 少于 --districts \(districts)，每个区县至少一所",
          en: "--middle-schools \(middleSchools): fewer than --districts \(districts); "
            + "each district has at least one"))
    }
    if programmes < cities {
      problems.append(
        Phrase(
          zh: "--programmes \(programmes): \(districts) 个区县组成 \(cities) 个城市，每个城市至少一个招生代码",
          en: "--programmes \(programmes): \(districts) districts form \(cities) cities; "
            + "each has at least one programme"))
    }
    return problems
  }
}

/// Settings that no city can have.
public struct CitySettingsError: Error, Sendable {
  /// What is wrong with them; never empty.
  public let problems: [Phrase]
}
