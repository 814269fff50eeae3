import Admission
import Columns

/// How groups of admitted students are mixed in high schools: counts, and the indices made of them.
///
/// Let a school have t students, a of them of a group with A in all, b of the B others; N = A + B.
/// Fractions of counts are exact. What sums fractions of many denominators (isolation) or
/// logarithms (M, H) is computed in integers of 40 and 48 binary places and rounded once, to nine
/// decimals.
///
/// Sources: Duncan and Duncan 1955 (D); Lieberson 1981, Massey and Denton 1988 (isolation,
/// exposure); Theil and Finizza 1971 (M, H); Carrington and Troske 1997 (what chance alone would
/// show).
struct Mixture {
  /// For each school with students and each group how many.
  let counts: [[Int]]
  /// The groups' students.
  let groups: [Int]
  /// The schools' students.
  let schools: [Int]
  /// All.
  let total: Int

  /// The mixture that `counts` (by school, then group) describe; empty schools are left out.
  init(_ counts: [[Int]]) {
    self.counts = counts.filter { $0.contains { $0 > 0 } }
    schools = self.counts.map { $0.reduce(0, +) }
    total = schools.reduce(0, +)
    var groups = [Int](repeating: 0, count: counts.first?.count ?? 0)
    for row in self.counts {
      for (group, count) in row.enumerated() { groups[group] += count }
    }
    self.groups = groups
  }

  /// The admitted students of a grouping in the high schools of `population`.
  /// Complexity: O(students + schools × groups).
  init(_ outcome: Outcome, _ population: Population, _ members: Column<Int32>, groups: Int) {
    let schools = Int(population.highSchools.max() ?? -1) + 1
    var counts = [Int](repeating: 0, count: schools * groups)
    for student in 0..<outcome.placements.count {
      let placement = outcome.placements[student]
      let group = Int(members[student])
      if !placement.isAdmitted || group < 0 || group >= groups { continue }
      counts[Int(population.highSchools[placement.programme]) &* groups &+ group] &+= 1
    }
    self.init((0..<schools).map { Array(counts[$0 * groups..<($0 + 1) * groups]) })
  }

  /// D of a group against all others: ½Σ|a/A − b/B| = Σ|a·B − b·A| ÷ 2AB. Nil where either is
  /// empty.
  func dissimilarity(_ group: Int) -> Ratio? {
    Ratio(distance(group, of: counts), over: 2 * groups[group] * (total - groups[group]))
  }

  private func distance(_ group: Int, of counts: [[Int]]) -> Int {
    let (own, others) = (groups[group], total - groups[group])
    var sum = 0
    for (row, all) in zip(counts, schools) {
      sum += abs(row[group] * others - (all - row[group]) * own)
    }
    return sum
  }

  /// How many permutations make an expectation.
  static let permutations = 16

  /// For each group the mean of D over seeded permutations of the students over the same seats.
  /// Complexity: O(students × permutations).
  func dissimilarityByChance() -> [Ratio?] {
    var students: [Int32] = []
    students.reserveCapacity(total)
    for row in counts {
      for (group, count) in row.enumerated() {
        students.append(contentsOf: repeatElement(Int32(group), count: count))
      }
    }
    var sums = [Int](repeating: 0, count: groups.count)
    var random = SplitMix(state: 0x7A68_6962_6961_6F01)
    for _ in 0..<Mixture.permutations {
      random.shuffle(&students)
      var at = 0
      let counts = schools.map { size in
        var row = [Int](repeating: 0, count: groups.count)
        for student in students[at..<at + size] { row[Int(student)] &+= 1 }
        at += size
        return row
      }
      for group in groups.indices { sums[group] += distance(group, of: counts) }
    }
    return groups.indices.map { group in
      Ratio(
        sums[group],
        over: 2 * Mixture.permutations * groups[group] * (total - groups[group]))
    }
  }

  /// The mean share of their own group in the schools of a group's students: Σ (a/A)(a/t).
  func isolation(_ group: Int) -> Ratio? {
    let own = groups[group]
    if own == 0 { return nil }
    var sum: Int128 = 0
    for (row, all) in zip(counts, schools) {
      sum += Int128(row[group] * row[group]) << 40 / Int128(all)
    }
    return Ratio(billionths: rounded(sum * Int128(Ratio.billion), over: Int128(own) << 40))
  }

  /// What isolation would be on average by lot: ((N − S)(A − 1) + S(N − 1)) ÷ N(N − 1) for S
  /// schools, since a is then hypergeometric.
  func isolationByChance(_ group: Int) -> Ratio? {
    let (own, schools) = (groups[group], schools.count)
    if own == 0 { return nil }
    if total == 1 { return Ratio(1) }
    return Ratio(
      (total - schools) * (own - 1) + schools * (total - 1), over: total * (total - 1))
  }

  /// The mean share of all others in the schools of a group's students.
  func exposure(_ group: Int) -> Ratio? {
    isolation(group).map { Ratio(billionths: Ratio.billion - $0.numerator) }
  }

  /// M or H, as they are or as chance alone would show them; nil without students, H also where all
  /// are of one group.
  ///
  /// M = Σ p(school, group) ln(p(school, group) ÷ p(school) p(group)), H = M ÷ entropy of the
  /// groups. By chance 2N·M is about chi-squared with (groups − 1)(schools − 1) degrees of freedom.
  func information(_ index: Metric.InformationIndex, _ chance: Metric.Chance) -> Ratio? {
    if total == 0 { return nil }
    let freedom = (groups.count { $0 > 0 } - 1) * (schools.count - 1)
    let ofAll = NaturalLogarithm.weighted(total)
    let ofGroups = groups.reduce(0) { $0 + NaturalLogarithm.weighted($1) }
    // Both times N, in 48 binary places.
    let entropy = ofAll - ofGroups
    let billion = Int128(Ratio.billion)
    switch (index, chance) {
    case (.mutual, .byChance): return Ratio(freedom, over: 2 * total)
    case (.theilH, .byChance):
      if entropy <= 0 { return nil }
      let mutual = Int128(freedom) << NaturalLogarithm.places
      return Ratio(billionths: rounded(mutual * billion, over: 2 * entropy))
    case (.mutual, .observed):
      return Ratio(
        billionths: rounded(
          mutual(entropy) * billion, over: Int128(total) << NaturalLogarithm.places))
    case (.theilH, .observed):
      return entropy <= 0
        ? nil : Ratio(billionths: rounded(mutual(entropy) * billion, over: entropy))
    }
  }

  /// M · N in 48 binary places. It is never negative, but cut logarithms may make it so.
  private func mutual(_ entropy: Int128) -> Int128 {
    var sum = entropy
    for row in counts {
      for count in row { sum += NaturalLogarithm.weighted(count) }
    }
    for school in schools { sum -= NaturalLogarithm.weighted(school) }
    return max(0, sum)
  }
}

/// `dividend` ÷ `divisor`, neither negative, rounded half up.
private func rounded(_ dividend: Int128, over divisor: Int128) -> Int {
  Int((dividend + divisor / 2) / divisor)
}
