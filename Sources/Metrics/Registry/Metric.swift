import Diagnostics

/// A number that says something about an outcome: its name, its meaning, and how to read it.
///
/// All are defined by one sentence (METRICS.md has them), `definition`, which is what people are
/// shown.
public struct Metric: Hashable, Sendable {
  /// What a value counts.
  public enum Unit: String, Sendable, CaseIterable {
    /// A part of a whole, from 0 to 1.
    case share
    case students, pairs, seats, programmes
    /// Points of a score.
    case points
    /// Places on a list of choices.
    case choices
    /// Seats for a hundred students.
    case perHundred
    /// A number without a unit.
    case index
  }
  /// Which direction is better, where one is.
  public enum Direction: Sendable { case higher, lower }
  /// What a metric is given for besides all.
  public enum Groups: Sendable {
    /// Groups of students.
    case students
    /// Groups of programmes.
    case programmes
    /// Groups of students, whose mixture in high schools it describes, one value for each group.
    case mixture
    /// Groupings of students, whose mixture in high schools it describes, one value for all groups.
    case mixtures
    /// Every pool and programme; nothing for all.
    case cells
    /// Nothing else.
    case none
  }
  /// What an evaluation has to be given for a metric.
  public struct Needs: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Needs of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The outcome that this one is compared with.
    public static let baseline = Needs(rawValue: 1)
    /// The outcome of the same market without reserved seats.
    public static let withoutReserve = Needs(rawValue: 2)
    /// Misreports of some students, tried by running the market again.
    public static let deviations = Needs(rawValue: 4)
  }

  /// The stable name: lower case, words joined by `_`.
  public let name: String
  /// What values count.
  public let unit: Unit
  /// Which direction is better; nil: neither is.
  public let better: Direction?
  /// A short name for people.
  public let label: Phrase
  /// What it means, in one sentence.
  public let definition: Phrase
  /// What it is made of.
  let kind: Kind

  init(
    _ name: String, _ unit: Unit, _ better: Direction?, _ kind: Kind, _ label: Phrase,
    _ definition: Phrase
  ) {
    self.name = name
    self.unit = unit
    self.better = better
    self.kind = kind
    self.label = label
    self.definition = definition
  }

  /// What an evaluation has to be given, or the metric has no values.
  public var needs: Needs {
    switch kind {
    case .share(.binding, _), .count(.binding): .withoutReserve
    case .share(.winner, _), .share(.loser, _), .share(.moved, _), .count(.winner), .count(.loser):
      .baseline
    case .deviation: .deviations
    default: []
    }
  }

  /// What it is given for besides all.
  public var groups: Groups {
    switch kind {
    case .count, .share, .perHundred, .choiceWithin, .meanChoice, .meanGain, .pairs, .gap, .gini:
      .students
    case .quota, .wastedSeats, .cutoffGap: .programmes
    case .schoolExtreme, .deviation: .none
    case .cutoff: .cells
    case .dissimilarity, .isolation, .exposure: .mixture
    case .information: .mixtures
    }
  }
}

extension Metric {
  /// How a metric is computed.
  enum Kind: Hashable, Sendable {
    /// Students with a feature.
    case count(Feature)
    /// The part of the students with the second feature (of all, without one) who have the first.
    case share(Feature, of: Feature?)
    /// Students with a feature for a hundred students.
    case perHundred(Feature)
    /// The part of the students who have one of their first choices.
    case choiceWithin(Int)
    /// The mean place of what students have on their lists.
    case meanChoice
    /// The mean gain, in places, of those who gain by a misreport.
    case meanGain
    /// What misreports led to that were tried.
    case deviation(DeviationMeasure)
    /// Pairs of an envious student and an envied one.
    case pairs(EnvySense)
    /// The largest distance in score between the two of a pair.
    case gap(EnvySense)
    case wastedSeats
    case quota(QuotaMeasure)
    /// Over middle schools.
    case gini
    case schoolExtreme(Extreme)
    case dissimilarity(Chance)
    case isolation(Chance)
    case exposure
    case information(InformationIndex, Chance)
    case cutoff
    case cutoffGap
  }
  /// What is told of misreports that were tried.
  enum DeviationMeasure: Sendable { case sampled, share, gain }
  /// Whose envy counts.
  enum EnvySense: Sendable { case whole, stage }
  /// An account of quota seats.
  enum QuotaMeasure: Sendable {
    case nominalShare, realisedShare, fill, unfilledShare, revertedSeats, revertedShare
    case vacantSeats, oneSeatShare
  }
  enum Extreme: Sendable { case least, most, ratio }
  enum InformationIndex: Sendable { case theilH, mutual }
  /// As it is, or as it would be on average if seats went to students by lot.
  enum Chance: Sendable { case observed, byChance }
}

/// What can be said of one student, a bit each.
enum Feature: Int, Hashable, Sendable, CaseIterable {
  case admitted, unassigned, quotaSeat, qualitySeat
  case envious, enviousInStage, enviousByOrder, manipulable
  case binding, winner, loser, moved

  var bit: UInt16 { 1 << UInt16(rawValue) }
}
