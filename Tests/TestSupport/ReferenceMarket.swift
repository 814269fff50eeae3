import Admission
import Columns

/// What a market says about one student or one pair, word for word from the definition
/// (METHODS.md, "Queue stages").
extension Market {
  /// A student's number, nil where it is missing.
  public func number(_ number: Int, of student: Int) -> Int64? {
    let value = cohort.numbers[number][student]
    return value == NumberColumn.missing ? nil : value
  }

  /// The audience of `pool` that a student belongs to, if any.
  public func audience(of student: Int, in pool: Int) -> Int? {
    let map = audiences[pools[pool].audience]
    guard let category = map.category else { return 0 }
    let value = Int(cohort.categories[category][student])
    guard map.table.indices.contains(value), map.table[value] >= 0 else { return nil }
    return Int(map.table[value])
  }

  /// The choices of a student with their numbers; an empty cell keeps its number.
  public func choices(of student: Int, in list: Int) -> [(choice: Int, programme: Int)] {
    let width = cohort.lists[list].width
    return (0..<width).compactMap { choice in
      let cell = Int(cohort.lists[list].cells[student * width + choice])
      return cell == 0 ? nil : (choice, cell - 1)
    }
  }

  /// The keys of a ranking, smaller before greater; nil where the student misses one.
  public func keys(of student: Int, in ranking: Int) -> [Int64]? {
    let keys = rankings[ranking].keys
    let values = keys.compactMap { number($0.number, of: student) }
    guard values.count == keys.count else { return nil }
    return zip(values, keys).map { $1.ascending ? $0 : ~$0 }  // ~ turns the order around
  }

  /// The groups of two and more students who are equal in every key of a ranking.
  public func equals(in ranking: Int) -> [[Int]] {
    let whole = (0..<cohort.count).filter { keys(of: $0, in: ranking) != nil }
    return Dictionary(grouping: whole) { keys(of: $0, in: ranking)! }.values.filter { $0.count > 1 }
  }

  /// The students' places in a ranking: nil for one who misses a key. Equals in every key share a
  /// place, unless they draw lots.
  public func places(
    in ranking: Int, at programme: Int? = nil
  ) throws(AllocationFailure) -> [Int?] {
    var keys = (0..<cohort.count).map { self.keys(of: $0, in: ranking) }
    if rankings[ranking].ties == .lottery, let first = equals(in: ranking).first {
      guard let lots else { throw .lotsMissing(ranking: ranking, students: (first[0], first[1])) }
      let drawn = programme.flatMap { programmeLots?($0) } ?? lots
      for student in equals(in: ranking).joined() {
        keys[student]!.append(Int64(bitPattern: drawn.number(student) ^ 1 << 63))
      }
    }
    let sorted = Set(keys.compactMap { $0 }).sorted { $0.lexicographicallyPrecedes($1) }
    let place = Dictionary(uniqueKeysWithValues: zip(sorted, sorted.indices))
    return keys.map { $0.flatMap { place[$0] } }
  }

  /// The keys of a pair in the stage's order, smaller before greater; nil where one is missing.
  public func key(_ stage: Stage, place: Int?, student: Int, choice: Int) -> [Int]? {
    let parts = stage.order.compactMap { key -> Int? in
      switch key {
      case .rank: return place
      case .choice: return choice
      case .choiceBand: return stage.choiceBandStarts.count { $0 <= choice }
      case .scoreBand:
        guard let bands = stage.scoreBands, let value = number(bands.number, of: student)
        else { return nil }
        return bands.edges.count { $0 > value }
      case .score: return keys(of: student, in: stage.ranking!).map { Int($0.first ?? 0) }
      }
    }
    return parts.count == stage.order.count ? parts : nil
  }

  /// Whether a pair meets `gate`, whose lines came to `lines`.
  ///
  /// Without a programme: whether the student does, as far as the programme does not matter.
  public func meets(_ gate: Gate, _ lines: [LineInForce], student: Int, programme: Int?) -> Bool {
    gate.required.allSatisfy { number($0, of: student) != nil }
      && gate.conditions.allSatisfy {
        programme == nil && $0.involvesProgramme || holds($0, student, programme ?? -1)
      }
      && zip(gate.lines, lines).allSatisfy { line, inForce in
        guard let value = number(line.number, of: student) else { return false }
        switch (line.bound, programme) {
        case (.fixed(let minimum), _): return value >= minimum
        case (_, let programme?): return inForce.values[programme].map { value >= $0 } ?? true
        case (_, nil): return true
        }
      }
  }

  private func holds(_ condition: Condition, _ student: Int, _ programme: Int) -> Bool {
    switch condition {
    case .category(let category, let table, let otherwise):
      let value = Int(cohort.categories[category][student])
      return table.indices.contains(value) ? table[value] : otherwise
    case .programme(let table): return table[programme]
    case .equal(let category, let values):
      let value = cohort.categories[category][student]
      return value != -1 && value == values[programme]
    case .within(let index, let least, let most):
      guard let value = number(index, of: student) else { return false }
      return value >= least ?? .min && value <= most ?? .max
    case .all(let parts): return parts.allSatisfy { holds($0, student, programme) }
    case .any(let parts): return parts.contains { holds($0, student, programme) }
    case .not(let part): return !holds(part, student, programme)
    }
  }
}

extension Condition {
  fileprivate var involvesProgramme: Bool {
    switch self {
    case .category, .within: false
    case .programme, .equal: true
    case .all(let parts), .any(let parts): parts.contains(where: \.involvesProgramme)
    case .not(let part): part.involvesProgramme
    }
  }
}
