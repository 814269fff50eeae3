import Apportionment
import Diagnostics

extension HouseTable {
  /// Why the house cannot be split, in words.
  public func problem(of error: VectorError) -> Problem { sheet.problem(of: error, names) }
}

extension Sheet {
  /// An engine's error about claimants in words, at the column that it is about.
  func problem(of error: VectorError, _ names: [String]) -> Problem {
    let (code, phrase) = wording(of: error, names)
    let place: Place
    switch error {
    case .negativeWeight(let row, _), .weightTooLarge(let row, _):
      place = self.place(row, "weight")
    case .negativeMinimum(let row, _), .minimumAboveMaximum(let row, _, _):
      place = self.place(row, "minimum")
    case .minimumsExceedSeats: place = self.place(ofColumn: "minimum")
    case .maximumsBelowSeats: place = self.place(ofColumn: "maximum")
    case .noPositiveWeight: place = self.place(ofColumn: "weight")
    case .lengthMismatch, .seatsOutOfRange: place = Place(file: file)
    }
    return Problem(code, at: place, phrase)
  }
}

/// What an error about claimants says, whatever table they stand in.
func wording(of error: VectorError, _ names: [String]) -> (Code, Phrase) {
  switch error {
  case .lengthMismatch(let expected, let found):
    return (
      .headerMissing,
      Phrase(
        zh: "应有 \(expected) 项，只有 \(found) 项", en: "\(found) entries, \(expected) were expected")
    )
  case .negativeWeight(let at, let weight):
    return (
      .weightUnfit,
      Phrase(
        zh: "\(names[at]) 的权数为 \(weight)，是负数",
        en: "the weight of \(names[at]) is \(weight), negative")
    )
  case .weightTooLarge(let at, let weight):
    return (
      .weightTooLarge,
      Phrase(
        zh: "\(names[at]) 的权数 \(weight) 超过 \(Limits.weightMax)",
        en: "the weight of \(names[at]), \(weight), is above \(Limits.weightMax)")
    )
  case .negativeMinimum(let at, let least):
    return (
      .countUnreadable,
      Phrase(
        zh: "\(names[at]) 的最低数为 \(least)，是负数",
        en: "the minimum of \(names[at]) is \(least), negative")
    )
  case .minimumAboveMaximum(let at, let least, let most):
    return (
      .minimumAboveMaximum,
      Phrase(
        zh: "\(names[at]) 的最低数 \(least) 高于最高数 \(most)",
        en: "the minimum of \(names[at]), \(least), is above its maximum \(most)")
    )
  case .seatsOutOfRange(let seats):
    return (
      .seatsBeyondLimit,
      Phrase(
        zh: "名额 \(seats) 不在 0 到 \(Limits.seatsMax) 之间",
        en: "\(seats) seats are not between 0 and \(Limits.seatsMax)")
    )
  case .noPositiveWeight(let seats):
    return (
      .noPositiveWeight,
      Phrase(
        zh: "有 \(seats) 个名额，但没有一个权数大于 0",
        en: "\(counted(seats, "seat")), and no weight is above 0")
    )
  case .minimumsExceedSeats(let least, let seats):
    return (
      .minimaAboveSeats,
      Phrase(
        zh: "最低数之和为 \(least)，超过名额 \(seats)",
        en: "the minima add up to \(least), above the \(counted(seats, "seat"))")
    )
  case .maximumsBelowSeats(let most, let seats):
    return (
      .maximaBelowSeats,
      Phrase(
        zh: "最高数之和为 \(most)，少于名额 \(seats)",
        en: "the maxima add up to \(most), below the \(counted(seats, "seat"))")
    )
  }
}
