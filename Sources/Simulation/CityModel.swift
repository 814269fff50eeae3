/// A district and the students, schools and abilities in it.
struct District: Sendable {
  /// Its city.
  var city: Int
  /// Its middle schools, as a range of all.
  var schools: Range<Int>
  /// Its students, as a range of all.
  var students: Range<Int>
  /// How much abler its students are, in thousandths of a standard deviation.
  var effect: Int
}

/// A middle school.
struct MiddleSchool: Sendable {
  var district: Int
  var students: Int
  /// Students with three years' enrolment: the weight in the split of quota seats.
  var eligible: Int
  /// How much abler its students are, in thousandths of a standard deviation.
  var effect: Int
  /// Where it stands on the ring that a city is here, in 0 ..< 2¹⁶.
  var location = 0
}

/// The fixed part of a synthetic city: everything but the students' values.
///
/// Middle schools differ in size by a factor of up to eleven (a Pareto tail), and in their
/// students' ability by a school and a district effect (a fifth of the variance by default).
/// Students are seated at random within their district, as examination rooms do.
struct CityModel: Sendable {
  let settings: CitySettings
  let districts: [District]
  let schools: [MiddleSchool]
  /// The programmes, in the order of their codes.
  let programmes: [Programme]
  /// The middle school of each student.
  let schoolOf: [UInt32]
  let codes: CityCodes

  /// The city of valid `settings`. Complexity: O(students + programmes · schools of a city).
  init(_ settings: CitySettings) {
    self.settings = settings
    var schools = CityModel.schools(of: settings)
    let districts = CityModel.districts(of: settings, &schools)
    var schoolOf: [UInt32] = []
    schoolOf.reserveCapacity(settings.students)
    for district in districts.indices {
      CityModel.seat(districts[district], number: district, settings, &schools, &schoolOf)
    }
    self.districts = districts
    self.schools = schools
    self.schoolOf = schoolOf
    programmes = Programme.all(of: settings, districts)
    codes = CityCodes(districts: districts, programmes: programmes)
  }

  /// Schools with their district and, for now, a weight in place of their students.
  private static func schools(of settings: CitySettings) -> [MiddleSchool] {
    let weights = (0..<settings.districts).map { number in
      var draws = Draws(seed: settings.seed, .district, number)
      return 10 + draws.below(30)
    }
    let counts = systematicSplitOfOneOrMore(settings.middleSchools, by: weights)
    var schools: [MiddleSchool] = []
    schools.reserveCapacity(settings.middleSchools)
    for (district, count) in counts.enumerated() {
      for _ in 0..<count {
        var draws = Draws(seed: settings.seed, .school, schools.count)
        let size = (1 << 24) / (draws.below(1 << 16) + 6_554)
        let effect = draws.normal() * settings.schoolEffect / 1000
        schools.append(
          MiddleSchool(
            district: district, students: size, eligible: 0, effect: effect,
            location: settings.location(in: district, &draws)))
      }
    }
    return schools
  }

  /// Gives each school its students, by its weight, and each district its ranges.
  private static func districts(
    of settings: CitySettings, _ schools: inout [MiddleSchool]
  ) -> [District] {
    let sizes = systematicSplitOfOneOrMore(settings.students, by: schools.map(\.students))
    for school in schools.indices { schools[school].students = sizes[school] }
    var districts: [District] = []
    var school = 0
    var student = 0
    for number in 0..<settings.districts {
      var draws = Draws(seed: settings.seed, .district, number)
      let first = (school: school, student: student)
      while school < schools.count, schools[school].district == number {
        student += schools[school].students
        school += 1
      }
      districts.append(
        District(
          city: number / CitySettings.districtsPerCity, schools: first.school..<school,
          students: first.student..<student, effect: draws.normal() * settings.districtEffect / 1000
        ))
    }
    return districts
  }

  /// Seats a district's students at random (Fisher–Yates) and counts those with three years.
  private static func seat(
    _ district: District, number: Int, _ settings: CitySettings, _ schools: inout [MiddleSchool],
    _ schoolOf: inout [UInt32]
  ) {
    for school in district.schools {
      schoolOf.append(
        contentsOf: repeatElement(UInt32(school), count: schools[school].students))
    }
    var draws = Draws(seed: settings.seed, .seating, number)
    var last = district.students.upperBound - 1
    while last > district.students.lowerBound {
      let other =
        district.students.lowerBound
        + draws.below(last - district.students.lowerBound + 1)
      schoolOf.swapAt(last, other)
      last -= 1
    }
    for student in district.students where Student.isEnrolled(student, seed: settings.seed) {
      schools[Int(schoolOf[student])].eligible += 1
    }
  }
}

extension CitySettings {
  /// A place in a district: the districts of a city share its ring equally.
  func location(in district: Int, _ draws: inout Draws) -> Int {
    let first = district / CitySettings.districtsPerCity * CitySettings.districtsPerCity
    let count = min(CitySettings.districtsPerCity, districts - first)
    let span = (1 << 16) / count
    return (district - first) * span + draws.below(span)
  }
}
