import Apportionment
import Diagnostics
import Exact

/// Decimal weights as whole numbers: all times one power of ten, so that nothing is rounded.
struct WeightScale {
  /// How many decimals the finest weight has: a weight counts in units of 10^−`places`.
  private(set) var places = 0
  /// The finest weight's text, for messages.
  private var finest = "0"

  /// Takes note of a weight.
  mutating func include(_ weight: Decimal) {
    if weight.places > places {
      places = weight.places
      finest = weight.description
    }
  }

  /// The weight in units of 10^−`places`; reports one beyond 2⁵³, and is nil then.
  func units(
    _ weight: Decimal, cause: String, log: inout ProblemLog, place: () -> Place
  ) -> Int? {
    // A factor of ten each: 18 places at most, on 18 digits, stay within 128 bits.
    let units = Int128(weight.mantissa) * Int128(Decimal.power(places - weight.places))
    if units <= Int128(Limits.weightMax) { return Int(units) }
    log.add(.weightTooLarge, cause: cause) {
      let max = Limits.weightMax
      return (
        place(),
        places == 0
          ? Phrase(
            zh: "权数 \(weight) 超过 \(max)（2⁵³）", en: "the weight \(weight) is above \(max) (2⁵³)")
          : Phrase(
            zh: "权数 \(weight) 与 \(finest) 同以 10^-\(places) 为单位时为 \(units)，超过 \(max)（2⁵³）",
            en: "the weight \(weight), in units of 10^-\(places) as \(finest) needs them, is "
              + "\(units); at most \(max) (2⁵³) is kept exactly")
      )
    }
    return nil
  }
}
