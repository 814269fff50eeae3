import Diagnostics

/// How large a synthetic city is, and which of the possible ones.
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

  /// How many cities the districts form.
  public var cities: Int {
    (districts + CitySettings.districtsPerCity - 1) / CitySettings.districtsPerCity
  }

  /// Everything that is wrong with the settings; empty where a city can be generated.
  public var problems: [Phrase] {
    var problems: [Phrase] = []
    func check(_ option: String, _ value: Int, _ range: ClosedRange<Int>) {
      guard !range.contains(value) else { return }
      problems.append(
        Phrase(
          zh: "--\(option) \(value): 应在 \(range.lowerBound) 到 \(range.upperBound) 之间",
          en: "--\(option) \(value): expected \(range.lowerBound) to \(range.upperBound)"))
    }
    check("students", students, 1...50_000_000)
    check("programmes", programmes, 1...200_000)
    check("middle-schools", middleSchools, 1...500_000)
    check("districts", districts, 1...5_000)
    check("choices", choices, 1...99)
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
