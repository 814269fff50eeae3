import Exact
import Testing

@Suite struct DecimalTests {
  @Test func readsAndPrints() {
    for text in ["0", "7", "-7", "655.5", "0.001", "-0.25", "999999999999999999"] {
      #expect(Decimal(text)?.description == text)
    }
    #expect(Decimal("007.500")?.description == "7.5")
    #expect(Decimal("+3")?.description == "3")
  }

  @Test func refusesWhatIsNoPlainDecimal() {
    for text in ["", ".", "5.", ".5", "1e3", "1,000", " 1", "--1", "1.2.3", "１", "NaN", "0x1"] {
      #expect(Decimal(text) == nil, "\(text)")
    }
    #expect(Decimal("1234567890123456789") == nil, "19 digits")
  }

  @Test func thousandthsAreExactOrNothing() {
    #expect(Decimal("118.5")?.thousandths == 118_500)
    #expect(Decimal("0.0005")?.thousandths == nil)
    #expect(Decimal("999999999999999999")?.thousandths == nil, "too large")
  }

  @Test func comparesAcrossPlaces() {
    #expect(Decimal("0.75")! < Decimal("0.751")!)
    #expect(Decimal("-1")! < Decimal("-0.999999999999")!)
    #expect(Decimal("2.0")! == Decimal("2")!)
  }

  /// Against the definition: the nearest integer by cross-multiplication, for all small fractions.
  @Test func roundsEverySmallFraction() {
    for numerator in -40...40 {
      for denominator in 1...12 {
        let down = roundedQuotient(numerator, by: denominator, .down)
        #expect(down * denominator <= numerator && numerator < (down + 1) * denominator)
        let isWhole = numerator == down * denominator
        #expect(roundedQuotient(numerator, by: denominator, .up) == (isWhole ? down : down + 1))
        let isHalfOrMore = 2 * (numerator - down * denominator) >= denominator
        let half = roundedQuotient(numerator, by: denominator, .halfUp)
        #expect(half == (isHalfOrMore ? down + 1 : down))
      }
    }
  }

  /// CITIES: 355 × 0.75 = 266.25, up to 267; Hangzhou 2026 at 70 % half up: 672 → 470.
  @Test func publishedRoundings() {
    #expect(roundedQuotient(355 * 75, by: 100, .up) == 267)
    #expect(roundedQuotient(672 * 70, by: 100, .halfUp) == 470)
    #expect(roundedQuotient(720 * 70, by: 100, .halfUp) == 504)
  }
}
