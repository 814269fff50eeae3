import Foundation
import Testing

@testable import Apportionment

@Suite("One vector: published answers")
struct VectorKnownAnswers {
  struct Small: Decodable {
    struct Constraints: Decodable { let mx: Int? }
    let id: String
    let weights: [Int]
    let seats: Int
    let expected: [String: [Int]]
    let constraints: Constraints?
  }

  @Test func smallVectors() throws {
    for entry in try readJSON("vectors_small.json", as: [Small].self) {
      let most = entry.constraints?.mx.map { Array(repeating: $0, count: entry.weights.count) }
      let claimants = try Claimants(weights: entry.weights, maximums: most ?? [])
      for (name, expected) in entry.expected {
        let solution = try claimants.apportion(entry.seats, by: method(name))
        #expect(solution.seats == expected, "\(entry.id) \(name)")
        try claimants.check(
          expected, house: entry.seats, method: method(name), certificate: solution.certificate)
      }
    }
  }

  /// One claimant has all seats that there can be: the interval ends at its claim to one more.
  @Test(arguments: DivisorMethod.allCases) func allSeatsOfOne(_ method: DivisorMethod) throws {
    let claimants = try Claimants(weights: [Limits.weightMax, 1])
    let other = method.seatsEveryoneFirst ? 1 : 0
    let solution = try claimants.apportion(Limits.seatsMax, by: .divisor(method))
    let held = Limits.seatsMax - other
    #expect(solution.seats == [held, other])
    guard case .divisor(let lower?, let upper?) = solution.certificate else {
      Issue.record("no interval")
      return
    }
    #expect(lower == method.claim(of: Limits.weightMax, holding: held))
    #expect(upper == method.claim(of: Limits.weightMax, holding: held - 1))
    try claimants.check(
      solution.seats!, house: Limits.seatsMax, method: .divisor(method),
      certificate: solution.certificate)
  }

  struct Tie: Decodable {
    let id: String
    let method: String
    let weights: [Int]
    let seats: Int
    let certain: [Int]
    let tied: [Int]
    let seats_for_tied: Int
    let all_solutions: [[Int]]
  }

  @Test func ties() throws {
    for entry in try readJSON("ties.json", as: [Tie].self) {
      let claimants = try Claimants(weights: entry.weights)
      let solution = try claimants.apportion(entry.seats, by: method(entry.method))
      #expect(solution.seats == nil, "\(entry.id)")
      #expect(solution.certain == entry.certain, "\(entry.id)")
      #expect(solution.tied == entry.tied, "\(entry.id)")
      #expect(solution.sharedSeats == entry.seats_for_tied, "\(entry.id)")
      let all = solution.all
      #expect(Set(all) == Set(entry.all_solutions), "\(entry.id)")
      for seats in all {
        try claimants.check(
          seats, house: entry.seats, method: method(entry.method),
          certificate: solution.certificate)
      }
      #expect(solution.settled { -$0 } == all.last, "the smaller key wins")
    }
  }

  struct Houses: Decodable {
    struct Case: Decodable {
      let method: String
      let seats: Int
      let expected: [Int]
    }
    let weights: [Int]
    let cases: [Case]
  }

  @Test func unitedStates1792() throws {
    let file = try readJSON("us_1792_hamilton_jefferson.json", as: Houses.self)
    let claimants = try Claimants(weights: file.weights)
    for entry in file.cases {
      #expect(
        try claimants.apportion(entry.seats, by: method(entry.method)).seats == entry.expected)
    }
  }

  struct Alabama: Decodable {
    let entities: [String]
    let weights: [Int]
    let hamilton_min1_by_house_size: [String: [Int]]
    let hamilton_no_minimum_by_house_size: [String: [Int]]
    let published: [String: [String: Int]]
  }

  @Test func alabamaParadoxOf1880() throws {
    let file = try readJSON("us_1880_alabama_paradox.json", as: Alabama.self)
    let one = Array(repeating: 1, count: file.weights.count)
    for (least, houses) in [
      (one, file.hamilton_min1_by_house_size), ([], file.hamilton_no_minimum_by_house_size),
    ] {
      let claimants = try Claimants(weights: file.weights, minimums: least)
      for (house, expected) in houses {
        let solution = try claimants.apportion(Int(house)!, by: .hamilton)
        #expect(solution.seats == expected, "house of \(house)")
        try claimants.check(
          expected, house: Int(house)!, method: .hamilton, certificate: solution.certificate)
      }
    }
    let claimants = try Claimants(weights: file.weights, minimums: one)
    for (state, houses) in file.published {
      for (house, seats) in houses {
        let at = try #require(file.entities.firstIndex(of: state))
        #expect(try claimants.apportion(Int(house)!, by: .hamilton).seats?[at] == seats)
      }
    }
  }

  @Test func guangzhou2026() throws {
    let text = try String(
      contentsOf: published.appendingPathComponent("guangzhou2026_districts.csv"), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let claimants = try Claimants(weights: rows[1].dropFirst(2).map { Int($0)! })
    var cells = 0
    for row in rows.dropFirst(2) {
      let solution = try claimants.apportion(Int(row[1])!, by: .hamilton)
      #expect(solution.seats == row.dropFirst(2).map { Int($0)! }, "campus \(row[0])")
      cells += row.count - 2
    }
    #expect(cells == 154)
  }

  /// Guarantees before remainders: the floors, one seat for some, then what is left.
  @Test func hamiltonRepeatsWhereMinimaForceIt() throws {
    // Shares 8.4, 1.2, 0.2, 0.2 with a minimum of 2: the bases 8, 2, 2, 2 exceed 10.
    let claimants = try Claimants(weights: [42, 6, 1, 1], minimums: [2, 2, 2, 2])
    let solution = try claimants.apportion(10, by: .hamilton)
    #expect(solution.seats == [4, 2, 2, 2])
    guard case .remainders(let border) = solution.certificate else {
      Issue.record("Hamilton's certificate is a border of remainders")
      return
    }
    #expect(border.fixed == [1, 2, 3])
    #expect(border.seats == 4)
  }

  @Test func hamiltonRepeatsWhereMaximaForceIt() throws {
    // Shares 7, 1.5, 1.5 with a maximum of 3: two remainders cannot take the five that are left.
    let claimants = try Claimants(weights: [14, 3, 3], maximums: [3, 9, 9])
    let solution = try claimants.apportion(10, by: .hamilton)
    #expect(solution.certain == [3, 3, 3])
    #expect(solution.tied == [1, 2])
    #expect(solution.sharedSeats == 1)
  }

  @Test func edgeCases() throws {
    #expect(throws: VectorError.minimumsExceedSeats(minimums: 4, seats: 3)) {
      try Claimants(weights: [5, 4, 3, 2], minimums: [1, 1, 1, 1]).apportion(3, by: .hamilton)
    }
    #expect(throws: VectorError.maximumsBelowSeats(maximums: 8, seats: 9)) {
      try Claimants(weights: [5, 4], maximums: [4, 4]).apportion(9, by: .divisor(.webster))
    }
    #expect(throws: VectorError.noPositiveWeight(seats: 2)) {
      try Claimants(weights: [0, 0]).apportion(2, by: .hamilton)
    }
    #expect(throws: VectorError.noPositiveWeight(seats: 1)) {
      try Claimants(weights: []).apportion(1, by: .hamilton)
    }
    #expect(throws: VectorError.negativeWeight(claimant: 1, weight: -3)) {
      try Claimants(weights: [1, -3])
    }
    #expect(throws: VectorError.weightTooLarge(claimant: 0, weight: (1 << 53) + 1)) {
      try Claimants(weights: [(1 << 53) + 1])
    }
    #expect(throws: VectorError.seatsOutOfRange(seats: -1)) {
      try Claimants(weights: [1]).apportion(-1, by: .hamilton)
    }
    #expect(throws: VectorError.lengthMismatch(expected: 2, found: 1)) {
      try Claimants(weights: [1, 2], minimums: [1])
    }
    #expect(throws: VectorError.minimumAboveMaximum(claimant: 1, minimum: 3, maximum: 2)) {
      try Claimants(weights: [1, 2], minimums: [1, 3], maximums: [5, 2])
    }
    for method in VectorMethod.all {
      #expect(try Claimants(weights: [3, 1]).apportion(0, by: method).seats == [0, 0])
      #expect(try Claimants(weights: [0, 0]).apportion(0, by: method).seats == [0, 0])
      #expect(try Claimants(weights: []).apportion(0, by: method).seats == [])
      // A minimum does not reach a claimant without weight.
      let claimants = try Claimants(weights: [0, 7], minimums: [2, 1])
      #expect(try claimants.apportion(5, by: method).seats == [0, 5])
    }
  }
}
