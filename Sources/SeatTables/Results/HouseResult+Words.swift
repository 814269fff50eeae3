import Apportionment
import Diagnostics

extension HouseResult {
  /// The proof in a sentence. The ends of an interval are shown with three decimals, rounded into
  /// it, small ones as fractions; `json` has them exactly.
  public var certificateSentence: Phrase {
    switch solution.certificate {
    case .remainders(let border): return sentence(border)
    case .divisor(let lower, let upper):
      if lower?.isInfinite == true || upper?.isInfinite == true {
        return Phrase(
          zh: "名额不多于对象：权数较大者先各得一个，不需要除数",
          en: "there are no more seats than claimants: the larger weights come first, no divisor "
            + "is needed")
      }
      switch ends(lower, upper) {
      case (nil, nil):
        return Phrase(zh: "任何除数都得出这些名额", en: "every divisor gives these seats")
      case (nil, let upper?):
        return Phrase(
          zh: "不大于 \(upper) 的任何除数都得出这些名额",
          en: "every divisor up to \(upper) gives these seats")
      case (let lower?, nil):
        return Phrase(
          zh: "不小于 \(lower) 的任何除数都得出这些名额",
          en: "every divisor from \(lower) on gives these seats")
      case (let lower?, let upper?):
        return Phrase(
          zh: "除数从 \(lower) 到 \(upper) 都得出这些名额",
          en: "every divisor from \(lower) to \(upper) gives these seats")
      }
    }
  }

  private func sentence(_ border: RemainderBorder) -> Phrase {
    let units: (UInt128?) -> String = { rest in
      rest.map { DecimalText.nine(Fraction($0, over: max(border.weight, 1))) } ?? "–"
    }
    let fixed = border.fixed.count
    return Phrase(
      zh: "进一的最小余数 \(units(border.lowestRaised))，舍去的最大余数 \(units(border.highestKept))"
        + (fixed > 0 ? "；\(fixed) 个对象只得其最低数或最高数" : ""),
      en:
        "the smallest remainder with a seat is \(units(border.lowestRaised)), the largest without "
        + units(border.highestKept)
        + (fixed > 0 ? "; \(fixed) get just their minimum or maximum" : ""))
  }

  /// The ends of the divisors as people read them: rounded into the interval, so that what is
  /// printed is true; exact where no number of three decimals lies between them.
  private func ends(_ lower: Fraction?, _ upper: Fraction?) -> (String?, String?) {
    let (least, most) = (lower.map { rounded($0, up: true) }, upper.map { rounded($0, up: false) })
    if let lower, let upper, least! > most! { return (exact(lower), exact(upper)) }
    let text: (Fraction?, UInt128?) -> String? = { claim, units in
      guard let claim, let units else { return nil }
      return smallDivisor(claim) ?? DecimalText.text(units, places: house.places + 3)
    }
    return (text(lower, least), text(upper, most))
  }

  private var isSquare: Bool { method == .divisor(.huntingtonHill) }

  /// A divisor in thousandths, with its root taken where it is a square.
  private func rounded(_ claim: Fraction, up: Bool) -> UInt128 {
    // Claims are below 2¹⁰⁶: times 10⁶ they fit 128 bits.
    let (whole, rest) = (claim.numerator * (isSquare ? 1_000_000 : 1000))
      .quotientAndRemainder(dividingBy: claim.denominator)
    let down = isSquare ? root(of: whole) : whole
    let isExact = rest == 0 && (!isSquare || down * down == whole)
    return up && !isExact ? down + 1 : down
  }

  /// A divisor as a fraction or as the root of one; times 10^−places where weights have decimals.
  private func exact(_ claim: Fraction) -> String {
    let fraction = DecimalText.reduced(claim)
    return (isSquare ? "√(\(fraction))" : fraction)
      + (house.places > 0 ? "·10^-\(house.places)" : "")
  }

  /// A divisor below 1, of which three decimals would say nothing, as a fraction in the weights'
  /// unit.
  private func smallDivisor(_ claim: Fraction) -> String? {
    if isSquare { return nil }
    var unit: UInt128 = 1
    for _ in 0..<house.places { unit *= 10 }
    let (denominator, isTooLarge) = claim.denominator.multipliedReportingOverflow(by: unit)
    guard !isTooLarge, claim.numerator < denominator else { return nil }
    return DecimalText.reduced(Fraction(claim.numerator, over: denominator))
  }

  /// ⌊√n⌋, by Newton's method from above.
  private func root(of n: UInt128) -> UInt128 {
    guard n > 0 else { return 0 }
    var x: UInt128 = 1 << UInt128((128 - n.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (x + n / x) / 2
      if next >= x { return x }
      x = next
    }
  }

  /// The tied claimants as lines of a table, at most `rowsMax`, with how many were left out.
  public func tieLines(rowsMax: Int = 20, _ language: Language) -> [String] {
    solution.tieLines(house.names, rowsMax: rowsMax, language)
  }
}

extension VectorSolution {
  /// The tied claimants with their certain seats.
  func tieLines(_ names: [String], rowsMax: Int, _ language: Language) -> [String] {
    let isChinese = language == .zh
    var table = TerminalTable([
      .init(isChinese ? "并列者" : "tied"),
      .init(isChinese ? "确定的名额" : "certain seats", .right),
    ])
    for at in tied.prefix(rowsMax) { table.add([names[at], grouped(certain[at])]) }
    let left = tied.count - rowsMax
    let more =
      left > 0 ? [isChinese ? "…… 另有 \(grouped(left)) 个" : "… and \(grouped(left)) more"] : []
    return table.lines() + more
  }
}
