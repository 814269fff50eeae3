import Apportionment

/// What `fair_share` says of each cell of a matrix.
///
/// For the lottery and for least deviation: the share by water-filling, in whole billionths, which
/// is what is rounded. For all other methods: the row's seats times the cell's part of the row's
/// weight. What `biproportional` rounds is another number, the quotient weight·A/B.
struct GridShares {
  private let result: GridResult
  private let rowWeights: [UInt128]

  init(_ result: GridResult) {
    self.result = result
    let matrix = result.grid.matrix
    rowWeights = result.grid.rows.indices.map { row in
      matrix.cells(ofRow: row).reduce(0) { $0 + UInt128(UInt64(matrix.weights[$1])) }
    }
  }

  /// The share with nine decimals; exact but for the methods whose shares are fractions.
  func text(row: Int, cell: Int) -> String {
    switch result.proof {
    case .lottery(let shares, _), .deviation(let shares, _):
      return DecimalText.nine(billionths: shares.parts[cell])
    case .rows, .biproportional: return DecimalText.nine(fraction(row, cell))
    }
  }

  /// The share as a fraction, where that says more than nine decimals.
  func exact(row: Int, cell: Int) -> String? {
    switch result.proof {
    case .lottery, .deviation: return nil
    case .rows, .biproportional: return DecimalText.reduced(fraction(row, cell))
    }
  }

  /// What `biproportional` rounds, with nine decimals; it depends on which of many certificates is
  /// published. Nil for other methods, and where a tie leaves the matrix open.
  func quotient(row: Int, cell: Int) -> String? {
    guard case .biproportional(let certificate, _) = result.proof,
      !certificate.rowMultipliers.isEmpty
    else { return nil }
    return quotient(row, cell, certificate)
  }

  private func fraction(_ row: Int, _ cell: Int) -> Fraction {
    let matrix = result.grid.matrix
    let product =
      UInt128(UInt64(matrix.rowSeats[row])) * UInt128(UInt64(matrix.weights[cell]))
    return Fraction(product, over: max(rowWeights[row], 1))
  }

  /// weight·A/B in billionths, rounded half up: the largest q with (2q−1)·B ≤ 2·weight·10⁹·A.
  private func quotient(
    _ row: Int, _ cell: Int, _ certificate: BiproportionalCertificate
  ) -> String {
    let matrix = result.grid.matrix
    let multiplier = certificate.rowMultipliers[row]
    let divisor = certificate.columnDivisors[Int(matrix.columns[cell])]
    let weight = UInt128(UInt64(matrix.weights[cell])) * 2_000_000_000
    if let a = multiplier.word, let b = divisor.word, b < 1 << 127 {
      let product = weight.multipliedFullWidth(by: a)
      if product.high < b {
        // Doubled and rounded down; one more half makes it rounded half up.
        let doubled = b.dividingFullWidth(product).quotient
        return DecimalText.text((doubled + 1) / 2, places: 9)
      }
    }
    return DecimalText.text(searched(Natural(weight) * multiplier, over: divisor), places: 9)
  }

  /// The same by bisection, for numbers beyond a machine word.
  private func searched(_ product: Natural, over divisor: Natural) -> UInt128 {
    // A cell at its maximum may have a quotient far beyond its seats; more than this is cut.
    var (low, high): (UInt128, UInt128) = (0, 1 << 120)
    while low < high {
      let middle = low + (high - low + 1) / 2
      if Natural(2 * middle - 1) * divisor <= product {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }
}
