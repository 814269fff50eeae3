/// A divisor method, named by where it rounds up between `n` and `n + 1`: its signpost.
///
/// Source: M. L. Balinski, H. P. Young, *Fair Representation* (1982), chapter 8; F. Pukelsheim,
/// *Proportional Representation* (2nd ed. 2017), chapter 3.
public enum DivisorMethod: String, CaseIterable, Sendable {
  /// Signpost n: rounds every fraction up.
  case adams
  /// Signpost n(n+1)/(n+½), the harmonic mean.
  case dean
  /// Signpost √(n(n+1)), the geometric mean.
  case huntingtonHill
  /// Signpost n+½, the arithmetic mean: the usual rounding.
  case webster
  /// Signpost n+1: rounds every fraction down.
  case jefferson

  /// Whether the first signpost is 0, so that every claimant with a weight comes before any second
  /// seat.
  public var seatsEveryoneFirst: Bool {
    switch self {
    case .adams, .dean, .huntingtonHill: true
    case .webster, .jefferson: false
    }
  }

  /// The claim of a weight that holds `seats` to one more: `weight` / signpost(`seats`).
  ///
  /// For Huntington–Hill it is the square of that, so that no root is ever taken. The claims of one
  /// weight fall strictly with the seats. Needs `weight` ≤ 2⁵³, `seats` ≤ 2³¹. Complexity: O(1).
  public func claim(of weight: Int, holding seats: Int) -> Fraction {
    let w = UInt128(UInt64(weight))
    let n = UInt128(UInt64(seats))
    switch self {
    case .adams: return Fraction(w, over: n)
    case .dean: return Fraction(w * (2 * n + 1), over: 2 * n * (n + 1))
    case .huntingtonHill: return Fraction(w * w, over: n * (n + 1))
    case .webster: return Fraction(2 * w, over: 2 * n + 1)
    case .jefferson: return Fraction(w, over: n + 1)
    }
  }
}

/// A method that splits one house among claimants.
public enum VectorMethod: Hashable, Sendable {
  /// Largest remainders, also called Hare–Niemeyer or Vinton.
  case hamilton
  /// A divisor method.
  case divisor(DivisorMethod)

  /// All six, Hamilton first, then by signpost from Adams to Jefferson.
  public static let all: [VectorMethod] = [.hamilton] + DivisorMethod.allCases.map(Self.divisor)

  /// The method called `name`: `hamilton`, `adams`, `dean`, `huntingtonHill`, `webster` or
  /// `jefferson`; nil for any other name.
  public init?(name: String) {
    if name == "hamilton" {
      self = .hamilton
    } else if let method = DivisorMethod(rawValue: name) {
      self = .divisor(method)
    } else {
      return nil
    }
  }

  /// The name that `init(name:)` takes.
  public var name: String {
    switch self {
    case .hamilton: "hamilton"
    case .divisor(let method): method.rawValue
    }
  }
}
