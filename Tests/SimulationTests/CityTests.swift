import Testing

@testable import Simulation

/// What every generated city must be, on small, odd and several cities at once.
@Suite struct CityTests {
  static let several: [CitySettings] = [
    CitySettings(students: 1),
    CitySettings(students: 10),
    CitySettings(students: 10, programmes: 40, middleSchools: 30, districts: 7, choices: 1),
    CitySettings(students: 3_000, programmes: 4, middleSchools: 60, districts: 45, seed: 3),
    CitySettings(students: 5_000, programmes: 400, middleSchools: 20, districts: 1, choices: 30),
    CitySettings(
      students: 20_000, programmes: 90, middleSchools: 130, districts: 41, choices: 6, seed: 8,
      names: true),
  ]

  @Test(arguments: several) func sizesAreAsAsked(settings: CitySettings) throws {
    let city = try GeneratedCity(settings)
    #expect(city.table("students.csv")?.count == settings.students)
    #expect(city.table("programmes.csv")?.count == settings.programmes)
    #expect(city.table("middle_schools.csv")?.count == settings.middleSchools)
  }

  @Test(arguments: several) func codesAscendAndHaveOneLength(settings: CitySettings) throws {
    let city = try GeneratedCity(settings)
    for (file, column) in [
      ("students.csv", "student"), ("programmes.csv", "programme"),
      ("middle_schools.csv", "middle_school"),
    ] {
      let codes = try #require(city.table(file)).map { $0[column]! }
      #expect(Set(codes).count == codes.count)
      #expect(codes == codes.sorted())
      #expect(Set(codes.map(\.utf8.count)).count == 1)
    }
  }

  /// Lists name known programmes once each, without gaps, open to the student's district or city.
  @Test(arguments: several) func listsAreLegal(settings: CitySettings) throws {
    let city = try GeneratedCity(settings)
    let programmes = Dictionary(
      uniqueKeysWithValues: try #require(city.table("programmes.csv")).map {
        ($0["programme"]!, $0)
      })
    let schools = Dictionary(
      uniqueKeysWithValues: try #require(city.table("middle_schools.csv")).map {
        ($0["middle_school"]!, $0)
      })
    for student in try #require(city.table("students.csv")) {
      let school = try #require(schools[student["middle_school"]!])
      let choices = city.choices(student)
      #expect(!choices.isEmpty)
      #expect(Set(choices).count == choices.count)
      for choice in choices {
        let programme = try #require(programmes[choice])
        let reach = programme["reach"] == "city" ? "city" : "district"
        #expect(programme[reach] == school[reach])
      }
    }
  }

  /// Three quarters of each quality programme, rounded up, over the schools it is open to, each
  /// with its fair share rounded down or up.
  @Test(arguments: several) func quotasAreThreeQuarters(settings: CitySettings) throws {
    let city = try GeneratedCity(settings)
    let schools = try #require(city.table("middle_schools.csv"))
    var seats: [String: [String: Int]] = [:]
    for row in try #require(city.table("quotas.csv")) {
      #expect(row["pool"] == "quota")
      #expect(seats[row["programme"]!, default: [:]][row["audience"]!] == nil)
      seats[row["programme"]!, default: [:]][row["audience"]!] = Int(row["seats"]!)!
    }
    for programme in try #require(city.table("programmes.csv")) {
      let plan = Int(programme["plan"]!)!
      let quota = programme["quality"] == "yes" ? (plan * 3 + 3) / 4 : 0
      let cells = seats.removeValue(forKey: programme["programme"]!) ?? [:]
      #expect(plan > 0)
      #expect(cells.values.reduce(0, +) == quota)
      let reach = programme["reach"] == "city" ? "city" : "district"
      #expect(
        (reach == "city" ? programme["city_share"] : programme["district_share"])
          == (quota > 0 ? "0.75" : "0"))
      let open = schools.filter { $0[reach] == programme[reach] }
      let weight = open.reduce(0) { $0 + Int($1["eligible"]!)! }
      #expect(Set(cells.keys).isSubset(of: open.map { $0["middle_school"]! }))
      for school in open where weight > 0 {
        let fair = quota * Int(school["eligible"]!)!
        let cell = cells[school["middle_school"]!] ?? 0
        #expect(cell * weight > fair - weight && cell * weight < fair + weight)
      }
    }
    #expect(seats.isEmpty)
  }

  @Test(arguments: several) func eligibleIsCounted(settings: CitySettings) throws {
    let city = try GeneratedCity(settings)
    var counted: [String: Int] = [:]
    for student in try #require(city.table("students.csv")) where student["enrolled_3y"] == "yes" {
      counted[student["middle_school"]!, default: 0] += 1
    }
    for school in try #require(city.table("middle_schools.csv")) {
      #expect(Int(school["eligible"]!)! == counted[school["middle_school"]!, default: 0])
    }
  }
}

@Suite struct CitySettingsTests {
  @Test func whatIsLeftOutFollowsFromTheStudents() {
    let city = CitySettings(students: 1_000_000)
    #expect(city.districts == 40)
    #expect(city.middleSchools == 3_333)
    #expect(city.programmes == 1_111)
    for students in [1, 9, 1_000, 17_500_000, 40_000_000] {
      #expect(CitySettings(students: students).problems.isEmpty)
    }
  }

  @Test func everyProblemIsNamed() {
    let none = CitySettings(
      students: 0, programmes: 0, middleSchools: 0, districts: 0, choices: 0)
    #expect(none.problems.count == 5)
    #expect(none.problems[0].en == "--students 0: expected 1 to 40000000")
    let few = CitySettings(students: 10, programmes: 1, middleSchools: 3, districts: 40)
    #expect(few.problems.count == 2)
    #expect(throws: CitySettingsError.self) { try CityGenerator(few) }
  }
}
