import Admission
import Columns

/// All that metrics say of single students, as columns; groups are added up from it.
struct StudentFacts {
  /// `Feature` bits.
  let features: Column<UInt16>
  let standing: Standing
  /// For manipulable students how many places they could gain at most.
  let gains: Column<UInt16>
  /// Envy over the whole process, and inside stages.
  var whole: EnvyPairs
  var stage: EnvyPairs

  /// What `kinds` ask for, by `reviews` of the stages if one of them looks at stages.
  /// Complexity: O(students × list × stages), less where nothing asks.
  init(_ evaluation: Evaluation, _ kinds: Set<Metric.Kind>, _ reviews: [StageReview]) {
    let (outcome, population) = (evaluation.outcome, evaluation.population)
    let count = outcome.placements.count
    features = Column(count: count)
    gains = Column(count: count)
    standing = Standing(outcome, population.preferences)
    whole = EnvyPairs(
      wanted: kinds.contains(.pairs(.whole)) || kinds.contains(.gap(.whole)), students: count)
    stage = EnvyPairs(
      wanted: kinds.contains(.pairs(.stage)) || kinds.contains(.gap(.stage)), students: count)
    addSeats(outcome, population)
    if let other = evaluation.withoutReserve { addBinding(other, population) }
    if let baseline = evaluation.baseline { addMovement(baseline, outcome, population) }
    let asked = Set(kinds.flatMap(\.features))
    let ofWhole = whole.wanted || asked.contains(.envious) || asked.contains(.manipulable)
    let ofStages = stage.wanted || asked.contains(.enviousInStage)
    guard ofWhole || ofStages || asked.contains(.enviousByOrder) else { return }
    let envy = Envy(
      market: evaluation.market, outcome: outcome, preferences: population.preferences,
      standing: standing,
      stages: reviews.map { StageSeats($0, outcome, of: evaluation.market) })
    if ofWhole { envy.addWhole(to: &self) }
    if ofStages { envy.addStages(to: &self) }
    if asked.contains(.enviousByOrder) { envy.addOrder(to: self) }
  }

  private func addSeats(_ outcome: Outcome, _ population: Population) {
    let placements = outcome.placements
    for student in 0..<placements.count {
      let placement = placements[student]
      guard placement.isAdmitted else {
        features[student] = Feature.unassigned.bit
        continue
      }
      var bits = Feature.admitted.bit
      if population.isQuota[placement.pool] { bits |= Feature.quotaSeat.bit }
      if population.isQuality[placement.programme] { bits |= Feature.qualitySeat.bit }
      features[student] = bits
    }
  }

  private func addBinding(_ other: Outcome, _ population: Population) {
    let without = Standing(other, population.preferences)
    for student in 0..<features.count
    where features[student] & Feature.quotaSeat.bit != 0
      && standing.places[student] < without.places[student]
    { features[student] |= Feature.binding.bit }
  }

  private func addMovement(_ baseline: Outcome, _ outcome: Outcome, _ population: Population) {
    let before = Standing(baseline, population.preferences)
    for student in 0..<features.count {
      let (was, has) = (baseline.placements[student], outcome.placements[student])
      if was.isAdmitted == has.isAdmitted, !has.isAdmitted || was.programme == has.programme {
        continue
      }
      var bits = Feature.moved.bit
      let (old, new) = (before.places[student], standing.places[student])
      if new < old { bits |= Feature.winner.bit }
      if new > old { bits |= Feature.loser.bit }
      features[student] |= bits
    }
  }
}

extension Metric.Kind {
  /// Whether stages have to be looked at again.
  var looksAtStages: Bool {
    switch self {
    case .pairs, .gap, .wastedSeats: true
    default:
      features.contains {
        [.envious, .enviousInStage, .enviousByOrder, .manipulable].contains($0)
      }
    }
  }

  /// The features of students that a metric counts.
  var features: [Feature] {
    switch self {
    case .count(let feature), .perHundred(let feature): [feature]
    case .share(let feature, let whole): [feature] + (whole.map { [$0] } ?? [])
    case .meanGain: [.manipulable]
    default: []
    }
  }
}
