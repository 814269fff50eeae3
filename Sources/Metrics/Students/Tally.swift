import Columns

/// One group of students, added up.
struct Tally {
  var students = 0
  /// How many have each feature.
  var features = [Int](repeating: 0, count: Feature.allCases.count)
  /// How many have what stands at each place of their list.
  var places: [Int]
  var gain = 0
  var pairs = [0, 0]
  var gaps: [Int64] = [0, 0]

  init(width: Int) { places = Array(repeating: 0, count: width) }

  func count(_ feature: Feature) -> Int { features[feature.rawValue] }

  /// The value of a metric about students; nil where there is nothing to say, or for other metrics.
  func value(of kind: Metric.Kind) -> Ratio? {
    switch kind {
    case .count(let feature): return Ratio(count(feature))
    case .share(let feature, let whole):
      return Ratio(count(feature), over: whole.map(count) ?? students)
    case .perHundred(let feature): return Ratio(100 * count(feature), over: students)
    case .choiceWithin(let choices):
      return Ratio(places.prefix(choices).reduce(0, +), over: students)
    case .meanChoice:
      let sum = places.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
      return Ratio(sum, over: places.reduce(0, +))
    case .meanGain: return Ratio(gain, over: count(.manipulable))
    case .pairs(let sense): return Ratio(pairs[sense == .whole ? 0 : 1])
    case .gap(let sense): return Ratio(Int(gaps[sense == .whole ? 0 : 1]), over: 1000)
    default: return nil
    }
  }
}

extension StudentFacts {
  /// Adds up the students: all of them, or for each of `groups` groups those of `members`.
  /// Complexity: O(students).
  func tallies(_ members: Column<Int32>?, groups: Int, width: Int) -> [Tally] {
    // One row of counters a group: students, features, gain, places.
    let featureCount = Feature.allCases.count
    let row = 2 + featureCount + width
    let counters = Column<Int>(count: groups * row)
    counters.withMutableSpan { counters in
      for student in 0..<features.count {
        let group = members.map { Int($0[student]) } ?? 0
        if group < 0 || group >= groups { continue }
        let base = group &* row
        counters[base] &+= 1
        counters[base &+ 1] &+= Int(gains[student])
        var bits = features[student]
        while bits != 0 {
          counters[base &+ 2 &+ bits.trailingZeroBitCount] &+= 1
          bits &= bits &- 1
        }
        let place = Int(standing.places[student])
        if place < width { counters[base &+ 2 &+ featureCount &+ place] &+= 1 }
      }
    }
    var tallies = (0..<groups).map { group in
      var tally = Tally(width: width)
      let base = group * row
      tally.students = counters[base]
      tally.gain = counters[base + 1]
      for feature in 0..<featureCount { tally.features[feature] = counters[base + 2 + feature] }
      for place in 0..<width { tally.places[place] = counters[base + 2 + featureCount + place] }
      return tally
    }
    for (number, envy) in [whole, stage].enumerated() where envy.wanted {
      for student in 0..<features.count {
        let group = members.map { Int($0[student]) } ?? 0
        if group < 0 || group >= groups { continue }
        tallies[group].pairs[number] += Int(envy.counts[student])
        tallies[group].gaps[number] = max(tallies[group].gaps[number], envy.gaps[student])
      }
    }
    return tallies
  }
}
