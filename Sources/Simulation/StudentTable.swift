/// `students.csv` of a city, in blocks that can be made in any order and on any thread.
struct StudentTable: Sendable {
  /// Students of a block: about 1.7 MB of text.
  static let blockSize = 16_384

  private let city: CityModel
  private let preferences: Preferences

  init(_ city: CityModel, _ preferences: Preferences) {
    self.city = city
    self.preferences = preferences
  }

  /// How many blocks there are.
  var blockCount: Int {
    (city.settings.students + StudentTable.blockSize - 1) / StudentTable.blockSize
  }

  /// The header row.
  var header: [UInt8] {
    let choices = (1...city.settings.choices).map { "choice\($0)" }
    let columns =
      ["student"] + (city.settings.names ? ["name"] : []) + ["middle_school"]
      + Subject.all.map(\.name) + ["evaluation", "enrolled_3y", "bonus"] + choices
    return Array((columns.joined(separator: ",") + "\n").utf8)
  }

  /// Block `number`: its students' rows, in the order of their codes.
  func block(_ number: Int) -> [UInt8] {
    let first = number * StudentTable.blockSize
    let last = min(first + StudentTable.blockSize, city.settings.students)
    var writer = RowWriter(city, rows: last - first)
    let subjects = Subject.all
    var list = [Int32](repeating: 0, count: city.settings.choices)
    for number in first..<last {
      var student = Student(number, of: city, subjects: subjects)
      let (district, location) = (
        city.schools[student.school].district, city.schools[student.school].location
      )
      let listed = preferences.choose(&student, of: district, at: location, into: &list)
      writer.write(student, number, of: district, list, listed)
    }
    return writer.bytes
  }
}

/// Rows of `students.csv` as they are written. Works on bytes: a million rows in under a second.
private struct RowWriter {
  var bytes: [UInt8] = []
  private let city: CityModel
  private let codes: CityCodes

  init(_ city: CityModel, rows: Int) {
    self.city = city
    codes = city.codes
    bytes.reserveCapacity(rows * (80 + city.settings.choices * (codes.programmes.width + 1)))
  }

  mutating func write(
    _ student: Student, _ number: Int, of district: Int, _ list: [Int32], _ listed: Int
  ) {
    bytes.append(contentsOf: RowWriter.year)
    bytes.appendNumber(district + 1, width: codes.districtWidth)
    let serial = number - city.districts[district].students.lowerBound + 1
    bytes.appendNumber(serial, width: codes.serialWidth)
    bytes.append(RowWriter.comma)
    if city.settings.names {
      var draws = Draws(seed: city.settings.seed, .name, number)
      bytes.append(personName(&draws))
      bytes.append(RowWriter.comma)
    }
    bytes.append(contentsOf: codes.schools.bytes[codes.schools.range(student.school)])
    bytes.append(RowWriter.comma)
    for subject in 0..<8 { writeScore(student.scores[subject]) }
    bytes.append(UInt8(ascii: "A") + UInt8(truncatingIfNeeded: student.grade))
    bytes.append(contentsOf: student.isEnrolled ? RowWriter.yes : RowWriter.no)
    if student.bonus > 0 { bytes.appendNumber(student.bonus) }
    for place in 0..<listed {
      bytes.append(RowWriter.comma)
      bytes.append(contentsOf: codes.programmes.bytes[codes.programmes.range(Int(list[place]))])
    }
    for _ in listed..<city.settings.choices { bytes.append(RowWriter.comma) }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A score in half points, and a comma.
  private mutating func writeScore(_ halves: Int) {
    let points = halves / 2
    if points >= 100 { bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: points / 100)) }
    if points >= 10 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: points / 10 % 10))
    }
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: points % 10))
    if halves & 1 == 1 { bytes.append(contentsOf: RowWriter.half) }
    bytes.append(RowWriter.comma)
  }

  private static let comma = UInt8(ascii: ",")
  private static let year = Array("2026".utf8)
  private static let yes = Array(",yes,".utf8)
  private static let no = Array(",no,".utf8)
  private static let half = Array(".5".utf8)
}
