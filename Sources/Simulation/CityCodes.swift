/// The codes of a city, rendered once: students are written from these bytes.
///
/// A programme's or middle school's code is its district's number and a serial number in the
/// district, a student's is the year, the district's number and a serial number; all with leading
/// zeros, each kind of one length.
struct CityCodes: Sendable {
  /// Codes of one kind, side by side.
  struct Flat: Sendable {
    /// The length of each.
    var width: Int
    var bytes: [UInt8] = []

    /// Where code `number` stands in `bytes`.
    func range(_ number: Int) -> Range<Int> { number * width..<(number + 1) * width }
    /// Code `number` as text.
    func text(_ number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }
  }

  /// Digits of a district's number.
  let districtWidth: Int
  /// Digits of a student's serial number.
  let serialWidth: Int
  let schools: Flat
  let programmes: Flat

  init(districts: [District], programmes: [Programme]) {
    districtWidth = max(2, decimalDigits(districts.count))
    let largest = districts.map(\.students.count).max() ?? 0
    serialWidth = max(8 - districtWidth, decimalDigits(largest))

    let schoolWidth = max(3, decimalDigits(districts.map(\.schools.count).max() ?? 0))
    var schools = Flat(width: districtWidth + schoolWidth)
    for (number, district) in districts.enumerated() {
      for serial in 1...district.schools.count {
        schools.bytes.appendNumber(number + 1, width: districtWidth)
        schools.bytes.appendNumber(serial, width: schoolWidth)
      }
    }
    self.schools = schools

    var serials = [Int](repeating: 0, count: districts.count)
    for programme in programmes { serials[programme.district] += 1 }
    let width = max(2, decimalDigits(serials.max() ?? 0))
    serials = [Int](repeating: 0, count: districts.count)
    var flat = Flat(width: districtWidth + width)
    for programme in programmes {
      serials[programme.district] += 1
      flat.bytes.appendNumber(programme.district + 1, width: districtWidth)
      flat.bytes.appendNumber(serials[programme.district], width: width)
    }
    self.programmes = flat
  }
}

/// How many digits a number of 0 or more has.
func decimalDigits(_ number: Int) -> Int {
  var digits = 1
  var rest = number / 10
  while rest > 0 {
    digits += 1
    rest /= 10
  }
  return digits
}

extension [UInt8] {
  /// Appends `number` with leading zeros, `width` digits or more.
  mutating func appendNumber(_ number: Int, width: Int = 1) {
    var power = 1
    for _ in 1..<Swift.max(width, decimalDigits(number)) { power *= 10 }
    while power > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
      power /= 10
    }
  }

  /// Appends a text's UTF-8 bytes.
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}
