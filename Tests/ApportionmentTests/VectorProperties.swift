import TestSupport
import Testing

@testable import Apportionment

@Suite("One vector: properties on random houses")
struct VectorProperties {
  /// A random house that can be split; weights small enough that ties are frequent.
  static func house(
    _ random: inout SeededGenerator, bounded: Bool, weightMax: Int = 12
  ) throws -> (Claimants, Int) {
    let count = Int.random(in: 1...6, using: &random)
    var weights = (0..<count).map { _ in Int.random(in: 0...weightMax, using: &random) }
    if weights.allSatisfy({ $0 == 0 }) { weights[0] = 1 }
    let least = weights.map { _ in bounded ? Int.random(in: 0...2, using: &random) : 0 }
    let most = least.map { bounded ? $0 + Int.random(in: 0...5, using: &random) : 50 }
    let claimants = try Claimants(weights: weights, minimums: least, maximums: most)
    let low = claimants.minimums.reduce(0, +)
    let high = min(claimants.maximums.reduce(0, +), 24)
    return (claimants, Int.random(in: low...max(low, high), using: &random))
  }

  /// Every vector within the requirements that the separate check accepts.
  static func accepted(_ claimants: Claimants, _ house: Int, _ method: VectorMethod) -> Set<[Int]> {
    var found: Set<[Int]> = []
    func extend(_ seats: [Int], _ left: Int) {
      let at = seats.count
      if at == claimants.count {
        if left == 0, (try? claimants.check(seats, house: house, method: method)) != nil {
          found.insert(seats)
        }
        return
      }
      let most = min(claimants.maximums[at], left)
      guard claimants.minimums[at] <= most else { return }
      for value in claimants.minimums[at]...most { extend(seats + [value], left - value) }
    }
    extend([], house)
    return found
  }

  @Test(arguments: VectorMethod.all)
  func solutionsAreExactlyThoseThatTheCheckAccepts(method: VectorMethod) throws {
    var random = SeededGenerator(1)
    for round in 0..<(60 * thoroughness) {
      let (claimants, house) = try Self.house(&random, bounded: round % 2 == 0)
      guard house <= 12 else { continue }
      let solution = try claimants.apportion(house, by: method)
      let all = solution.all
      #expect(Set(all).count == all.count)
      #expect(Set(all) == Self.accepted(claimants, house, method), "\(claimants) \(house)")
    }
  }

  @Test(arguments: VectorMethod.all)
  func certificatesPass(method: VectorMethod) throws {
    var random = SeededGenerator(2)
    for round in 0..<(200 * thoroughness) {
      let wide = round % 3 == 0 ? Limits.weightMax : 40
      let (claimants, house) = try Self.house(&random, bounded: round % 2 == 0, weightMax: wide)
      let solution = try claimants.apportion(house, by: method)
      #expect(solution.sharedSeats < max(1, solution.tied.count))
      let seats = solution.settled { $0 }
      #expect(throws: Never.self, "\(claimants) \(house) \(seats)") {
        try claimants.check(
          seats, house: house, method: method, certificate: solution.certificate)
      }
    }
  }

  @Test(arguments: DivisorMethod.allCases)
  func divisorMethodsAreHouseMonotone(method: DivisorMethod) throws {
    var random = SeededGenerator(3)
    for _ in 0..<(20 * thoroughness) {
      let weights = (0..<5).map { _ in Int.random(in: 1...999_983, using: &random) }
      let claimants = try Claimants(weights: weights)
      var before = Array(repeating: 0, count: 5)
      for house in 0...30 {
        let seats = try claimants.apportion(house, by: .divisor(method)).settled { $0 }
        #expect(zip(before, seats).allSatisfy { $0 <= $1 })
        before = seats
      }
    }
  }

  @Test func hamiltonStaysWithinQuota() throws {
    var random = SeededGenerator(4)
    for _ in 0..<(200 * thoroughness) {
      let (claimants, house) = try Self.house(&random, bounded: false, weightMax: 1000)
      let total = claimants.weights.reduce(0, +)
      for seats in try claimants.apportion(house, by: .hamilton).all {
        for (weight, seats) in zip(claimants.weights, seats) {
          let whole = house * weight / total
          #expect(seats == whole || (seats == whole + 1 && house * weight % total > 0))
        }
      }
    }
  }

  /// The largest weights and houses, where products pass 128 bits.
  @Test(arguments: VectorMethod.all)
  func extremes(method: VectorMethod) throws {
    let big = Limits.weightMax
    for weights in [[big, big - 1, big - 2, 1], [big, 1], [3, 2, 1], [big, big, big]] {
      let claimants = try Claimants(weights: weights)
      for house in [1, 2, 1000, Limits.seatsMax - 1, Limits.seatsMax] {
        let solution = try claimants.apportion(house, by: method)
        try claimants.check(
          solution.settled { $0 }, house: house, method: method,
          certificate: solution.certificate)
      }
    }
  }

  @Test func checkRefusesWhatIsWrong() throws {
    let claimants = try Claimants(weights: [60, 30, 10], maximums: [8, 8, 8])
    let solution = try claimants.apportion(10, by: .divisor(.webster))
    let webster = VectorMethod.divisor(.webster)
    try claimants.check([6, 3, 1], house: 10, method: webster, certificate: solution.certificate)
    #expect(throws: VectorFault.betterClaim(claimant: 1, holder: 0)) {
      try claimants.check([7, 2, 1], house: 10, method: webster)
    }
    #expect(throws: VectorFault.wrongTotal(expected: 10, found: 9)) {
      try claimants.check([6, 3, 0], house: 10, method: webster)
    }
    #expect(throws: VectorFault.outsideRequirements(claimant: 0, seats: 9)) {
      try claimants.check([9, 1, 0], house: 10, method: webster)
    }
    #expect(throws: VectorFault.wrongCertificate) {
      let other = VectorCertificate.divisor(lower: nil, upper: nil)
      try claimants.check([6, 3, 1], house: 10, method: webster, certificate: other)
    }
    #expect(throws: VectorFault.wrongRounding(claimant: 0, seats: 7)) {
      try claimants.check([7, 2, 1], house: 10, method: .hamilton)
    }
  }
}
