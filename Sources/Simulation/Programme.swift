/// What a student can choose: a high school's places, for its district or for the whole city.
struct Programme: Sendable {
  var city: Int
  /// Where it is.
  var district: Int
  /// Whether the whole city may apply (a municipal flagship), or its district alone.
  var isCityWide: Bool
  var isPrivate: Bool
  /// A quality high school: three quarters of its plan are quota seats. Others have none.
  var isQuality: Bool
  /// How good it is held to be, in thousandths of a standard deviation.
  var level: Int
  /// Of 256 students who come to it on their list, how many put it there.
  var popularity: Int
  /// Its seats.
  var plan: Int
  /// Where it stands on the ring that a city is here, in 0 ..< 2¹⁶.
  var location: Int

  /// Its quota seats: the share of the plan in thousandths, rounded up.
  func quotaSeats(share: Int) -> Int { isQuality ? (plan * share + 999) / 1000 : 0 }
}

extension Programme {
  /// Some programmes are for a whole city, with their part of its seats; the others are shared out
  /// to the districts by their students.
  static func all(of settings: CitySettings, _ districts: [District]) -> [Programme] {
    let people = districts.map(\.students.count)
    let cityWide = cityWideCounts(settings, people)
    let local = systematicSplitOfOneOrMore(
      settings.programmes - cityWide.reduce(0, +), by: people)
    var programmes: [Programme] = []
    programmes.reserveCapacity(settings.programmes)
    for city in cityWide.indices {
      let first = city * CitySettings.districtsPerCity
      let range = first..<min(first + CitySettings.districtsPerCity, districts.count)
      var citySeats = 0
      let start = programmes.count
      for district in range {
        let seats = people[district] * settings.seats / 1000
        let localSeats =
          local[district] == 0 ? 0 : seats * (1000 - settings.flagshipSeats) / 1000
        citySeats += seats - localSeats
        if district == first {
          append(cityWide[city], (city, district, true), settings, &programmes)
        }
        let own = programmes.count
        append(local[district], (city, district, false), settings, &programmes)
        giveSeats(localSeats, to: own..<programmes.count, &programmes)
      }
      giveSeats(citySeats, to: start..<start + cityWide[city], &programmes)
    }
    return programmes
  }

  /// How many programmes each city has for all its districts.
  private static func cityWideCounts(_ settings: CitySettings, _ people: [Int]) -> [Int] {
    var cities = [Int](repeating: 0, count: settings.cities)
    for (district, count) in people.enumerated() {
      cities[district / CitySettings.districtsPerCity] += count
    }
    let flagships = settings.programmes * settings.flagships / 1000
    return systematicSplitOfOneOrMore(
      max(settings.cities, flagships), by: cities.map { $0 + 1 })
  }

  private static func append(
    _ count: Int, _ home: (city: Int, district: Int, isCityWide: Bool),
    _ settings: CitySettings, _ programmes: inout [Programme]
  ) {
    for _ in 0..<count {
      var draws = Draws(seed: settings.seed, .programme, programmes.count)
      let isPrivate = draws.below(6) == 0
      let level = home.isCityWide ? 1300 + draws.normal() * 3 / 10 : draws.normal() * 8 / 10
      // For now the weight of its plan: 40 to 1,000, mostly small.
      let size = 40 + (draws.below(1 << 16) * draws.below(1 << 16) * 960) >> 32
      let popularity = 110 + draws.below(120) - (isPrivate ? 50 : 0)
      programmes.append(
        Programme(
          city: home.city, district: home.district, isCityWide: home.isCityWide,
          isPrivate: isPrivate, isQuality: level > -600, level: level, popularity: popularity,
          plan: size, location: settings.location(in: home.district, &draws)))
    }
  }

  /// Turns weights into plans, at least one seat each.
  private static func giveSeats(
    _ seats: Int, to range: Range<Int>, _ programmes: inout [Programme]
  ) {
    let plans = systematicSplitOfOneOrMore(seats, by: programmes[range].map(\.plan))
    for (programme, plan) in zip(range, plans) { programmes[programme].plan = max(1, plan) }
  }
}

extension CityModel {
  /// The audiences of a programme's quota seats: all middle schools that may apply.
  func schools(openTo programme: Programme) -> Range<Int> {
    guard programme.isCityWide else { return districts[programme.district].schools }
    let first = programme.city * CitySettings.districtsPerCity
    let end = min(first + CitySettings.districtsPerCity, districts.count)
    return districts[first].schools.lowerBound..<districts[end - 1].schools.upperBound
  }

  /// The quota seats of programme `number` over the schools open to it, in proportion to their
  /// eligible students: each gets its fair share rounded down or up, small ones by luck of the
  /// programme's offset. Where no school has an eligible student, all weigh the same.
  func quota(of number: Int) -> (schools: Range<Int>, seats: [Int]) {
    let programme = programmes[number]
    let open = schools(openTo: programme)
    var weights = schools[open].map(\.eligible)
    if weights.allSatisfy({ $0 == 0 }) { weights = weights.map { _ in 1 } }
    var draws = Draws(seed: settings.seed, .quota, number)
    let seats = systematicSplit(
      programme.quotaSeats(share: settings.quotaShare), by: weights, offset: draws.below(1 << 16))
    return (open, seats)
  }
}
