/// How students choose: they know where they stand, reach a little above it, and go down.
///
/// The programmes open to a district are sorted by their level. A student enters that order where
/// the seats above are as many as the students above, moves up by some luck, and walks down; a
/// programme is listed with the chance of its popularity, less the farther it is from the middle
/// school, and now and then (by taste) put before its neighbour against the common order. Some
/// lists begin with a dream.
struct Preferences: Sendable {
  /// The programmes open to each district, best first, side by side.
  private let order: [Int32]
  /// Where each district's part begins, and the end.
  private let begins: [Int]
  /// Where a student enters: 256 places a district, by the share of better students.
  private let entries: [Int32]
  /// The share of better students, of 256, by hope in steps of 32 from −4,096.
  private let shareAbove: [UInt8]
  private let popularity: [UInt8]
  private let locations: [UInt16]
  private let choices: Int
  /// See `CitySettings`; the last two of 1,024.
  private let distance: Int
  private let reach: Int
  private let taste: UInt64
  private let dreams: UInt64

  /// The preferences of a city, calibrated on some of its students.
  init(_ city: CityModel, hopes: [Int]) {
    var order: [Int32] = []
    var begins = [0]
    var entries: [Int32] = []
    let byLevel = city.programmes.indices.sorted {
      (-city.programmes[$0].level, $0) < (-city.programmes[$1].level, $1)
    }
    var cityWide = [[Int]](repeating: [], count: city.settings.cities)
    var local = [[Int]](repeating: [], count: city.districts.count)
    for number in byLevel {
      let programme = city.programmes[number]
      if programme.isCityWide {
        cityWide[programme.city].append(number)
      } else {
        local[programme.district].append(number)
      }
    }
    for (number, district) in city.districts.enumerated() {
      let open = (cityWide[district.city] + local[number]).sorted {
        (-city.programmes[$0].level, $0) < (-city.programmes[$1].level, $1)
      }
      order += open.map(Int32.init)
      begins.append(order.count)
      entries += Preferences.entries(open, of: number, in: city)
    }
    self.order = order
    self.begins = begins
    self.entries = entries
    shareAbove = Preferences.shareAbove(hopes)
    popularity = city.programmes.map { UInt8($0.popularity) }
    locations = city.programmes.map { UInt16($0.location) }
    choices = city.settings.choices
    distance = city.settings.distance
    reach = city.settings.reach
    taste = UInt64(city.settings.taste * 1024 / 1000)
    dreams = UInt64(city.settings.dreams * 1024 / 1000)
  }

  /// For each share of better students, of 256, the first programme that still has seats then.
  private static func entries(_ open: [Int], of district: Int, in city: CityModel) -> [Int32] {
    let students = city.districts[district].students.count
    let first = city.districts[district].city * CitySettings.districtsPerCity
    let all = city.districts[first...].prefix(CitySettings.districtsPerCity)
      .reduce(0) { $0 + $1.students.count }
    var entries: [Int32] = []
    // In 256ths of a seat.
    var seats = 0
    for (place, number) in open.enumerated() {
      let programme = city.programmes[number]
      seats +=
        programme.isCityWide
        ? programme.plan * 256 * students / max(1, all) : programme.plan * 256
      while entries.count < 256, entries.count * students < seats { entries.append(Int32(place)) }
    }
    while entries.count < 256 { entries.append(Int32(max(0, open.count - 1))) }
    return entries
  }

  /// The share of `hopes` above each step, of 256.
  private static func shareAbove(_ hopes: [Int]) -> [UInt8] {
    let sorted = hopes.sorted()
    var above = sorted.count
    return (0..<256).map { step in
      while above > 0, sorted[sorted.count - above] < step * 32 - 4_096 { above -= 1 }
      return UInt8(min(255, above * 256 / max(1, sorted.count)))
    }
  }

  /// Writes the choices of a student whose middle school is in `district` at `location` into `list`
  /// and returns how many there are: at least one where a programme is open to the district.
  func choose(
    _ student: inout Student, of district: Int, at location: Int, into list: inout [Int32]
  ) -> Int {
    let begin = begins[district]
    let count = begins[district + 1] - begin
    guard count > 0 else { return 0 }
    let wanted = choices - student.draws.below(choices) * student.draws.below(choices) / choices
    let share = shareAbove[max(0, min(255, (student.hope + 4_096) >> 5))]
    var place = Int(entries[district * 256 + Int(share)])
    place -= student.draws.below(2 + count * reach / 1000)
    place = max(0, min(place, count - wanted - wanted / 4))

    var listed = 0
    if place > 0, wanted > 1, student.draws.next() & 1023 < dreams {
      list[0] = order[begin + student.draws.below(place)]
      listed = 1
    }
    while place < count, listed < wanted {
      let programme = order[begin + place]
      let bits = student.draws.next()
      if Int(truncatingIfNeeded: bits & 0xFF) < chance(Int(programme), from: location) {
        list[listed] = programme
        if listed > 0, bits &>> 54 < taste { list.swapAt(listed, listed - 1) }
        listed += 1
      }
      place += 1
    }
    if listed == 0 {
      list[0] = order[begin + count - 1]
      listed = 1
    }
    return listed
  }

  /// Of 256 students who come to a programme on their list, how many at this place put it there.
  @inline(__always)
  private func chance(_ programme: Int, from location: Int) -> Int {
    // The shorter way around the ring, up to 2¹⁵.
    let way = abs(Int(locations[programme]) &- location)
    let far = min(way, (1 << 16) &- way)
    return Int(popularity[programme]) &* ((1000 << 15) &- distance &* far) / (1000 << 15)
  }
}
