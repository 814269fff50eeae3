import Apportionment
import Diagnostics
import Tables

/// A house split by a method: the seats with their shares, the proof, and the ties.
public struct HouseResult: Sendable {
  /// What was split.
  public let house: HouseTable
  /// How.
  public let method: VectorMethod
  /// What is certain, who is tied, and the proof.
  public let solution: VectorSolution
  /// The published seed that settles ties; nil where none was given.
  public let seed: String?
  /// The seats in the order of the table; nil where a tie decides some and there is no seed.
  public let seats: [Int]?

  /// Splits `house`. Throws where its requirements contradict its seats. Complexity: O(n log n).
  public init(
    _ house: HouseTable, by method: VectorMethod, seed: String? = nil
  ) throws(VectorError) {
    self.house = house
    self.method = method
    self.seed = seed
    let solution = try house.claimants.apportion(house.seats, by: method)
    self.solution = solution
    if let seed, !solution.tied.isEmpty {
      let lot = TieLot(seed: seed, row: "")
      seats = solution.settled { lot(house.names[$0]) }
    } else {
      seats = solution.seats
    }
  }

  /// The fair share of a claimant, whatever its requirements.
  func share(_ claimant: Int, of total: UInt128) -> Fraction {
    let weight = UInt128(UInt64(house.claimants.weights[claimant]))
    return Fraction(UInt128(UInt64(house.seats)) * weight, over: max(total, 1))
  }

  /// `name,seats,fair_share`, in the order of the input; nil where a tie is open.
  public func csv() -> [UInt8]? {
    guard let seats else { return nil }
    let total = house.claimants.totalWeight
    var text = SeatLines(header: ["name", "seats", "fair_share"])
    for (at, name) in house.names.enumerated() {
      text.add([name], seats: seats[at], share: DecimalText.nine(share(at, of: total)))
    }
    return text.bytes
  }
}

/// Rows of a CSV table: names, seats, a share.
struct SeatLines {
  private(set) var bytes: [UInt8] = []

  init(header: [String]) { bytes += (header.joined(separator: ",") + "\n").utf8 }

  mutating func add(_ names: [String], seats: Int, share: String) {
    for name in names {
      bytes += CSVText.cell(name).utf8
      bytes.append(UInt8(ascii: ","))
    }
    bytes += "\(seats),\(share)\n".utf8
  }
}
