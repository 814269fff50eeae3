import Columns

/// Stages in which equals are not drawn: students of one place form a class that is decided
/// together.
extension Walk {
  /// What one student of a class would take.
  private struct Claim {
    let student: Int
    let choice: Int
    let cell: Int
    let entry: Int
  }

  /// Walks a leaf class by class.
  mutating func walkClasses(
    _ students: Column<Int32>, _ range: Range<Int>, _ choices: Range<Int>
  ) {
    guard let places = plan.places else { preconditionFailure("classes need places") }
    var start = range.lowerBound
    while start < range.upperBound, failure == nil {
      let place = places[Int(students[start])]
      var end = start + 1
      while end < range.upperBound, places[Int(students[end])] == place { end += 1 }
      let members = (start..<end).map { Int(students[$0]) }.sorted()
      for member in members { countApplicants(member, choices) }
      let waiting = members.filter { !placements[$0].isAdmitted }
      admitClass(waiting, choices)
      start = end
    }
  }

  private mutating func countApplicants(_ student: Int, _ choices: Range<Int>) {
    forEachCell(student, choices) { walk, _, cell, _ in
      walk.cells.count(at: cell)
      return false
    }
  }

  /// Admits one class: a cell with a seat left when it begins has one for each of the class, unless
  /// people must decide who gets the last ones.
  private mutating func admitClass(_ members: [Int], _ choices: Range<Int>) {
    var resolved: Set<Int> = []
    while true {
      let claims = self.claims(members, choices, resolved)
      if plan.ties == .stop, failure == nil, resolveNext(claims, &resolved) { continue }
      if failure == nil { apply(claims) }
      return
    }
  }

  /// The first cell with a seat left for each member, passing over what a decision closes to them.
  private mutating func claims(
    _ members: [Int], _ choices: Range<Int>, _ resolved: Set<Int>
  ) -> [Claim] {
    var claims: [Claim] = []
    for student in members {
      forEachCell(student, choices) { walk, choice, cell, entry in
        guard walk.cells.seats[cell].left > 0 else { return false }
        if resolved.contains(cell), walk.decision(cell, student)?.admits == false {
          // Who comes to a settled cell later, from one that refused them, may be refused there
          // too.
          walk.answered += walk.decisionRows(cell, student)
          return false
        }
        claims.append(Claim(student: student, choice: choice, cell: cell, entry: entry))
        return true
      }
    }
    return claims
  }

  /// Deals with the first oversubscribed cell that is not settled: by its decisions (true: the
  /// claims have to be made anew), or by a failure.
  private mutating func resolveNext(_ claims: [Claim], _ resolved: inout Set<Int>) -> Bool {
    let byCell = Dictionary(grouping: claims, by: \.cell)
    let oversubscribed = byCell.filter { $0.value.count > Int(cells.seats[$0.key].left) }
    for (cell, claims) in oversubscribed.sorted(by: { reportOrder($0.key) < reportOrder($1.key) }) {
      let students = claims.map(\.student).sorted()
      let answers = students.map { decision(cell, $0) }
      let stop = TieStop(
        stage: plan.number, programme: cells.programme(of: cell), pool: pool(of: cell),
        audience: audience(of: cell), seats: Int(cells.seats[cell].left), students: students)
      if answers.contains(where: { $0 == nil }) {
        failure = .stop(stop)
        return false
      }
      for student in students { answered += decisionRows(cell, student) }
      let admitted = answers.count { $0!.admits }
      if admitted < stop.seats {
        failure = .tooFewAdmitted(stop, admitted: admitted)
        return false
      }
      if admitted < students.count || !resolved.contains(cell) {
        resolved.insert(cell)
        return true
      }
    }
    return false
  }

  private mutating func apply(_ claims: [Claim]) {
    var begun: Set<Int> = []
    for claim in claims {
      record(
        claim.student, claim.choice, claim.cell, claim.entry,
        startsClass: begun.insert(claim.cell).inserted)
    }
    for claim in claims { cells.seats[claim.cell].left -= 1 }
  }

  // MARK: The names of a cell

  private func row(of cell: Int) -> Int { cells.bases.lastIndex { $0 <= cell }! }
  private func pool(of cell: Int) -> Int { plan.pools[row(of: cell)] }
  /// Only stages that stop ask, and they are never walked audience by audience.
  private func audience(of cell: Int) -> Int {
    precondition(!isLocal)
    return (cell - cells.bases[row(of: cell)]) / cells.width
  }
  /// Programme, pool, audience: the order in which ties are reported.
  private func reportOrder(_ cell: Int) -> (Int, Int, Int) {
    (cells.programme(of: cell), pool(of: cell), audience(of: cell))
  }
  private func decision(_ cell: Int, _ student: Int) -> Decision? {
    plan.decisions.last(pool(of: cell), audience(of: cell), cells.programme(of: cell), student)
  }
  private func decisionRows(_ cell: Int, _ student: Int) -> [Int] {
    plan.decisions.rows(pool(of: cell), audience(of: cell), cells.programme(of: cell), student)
  }
}

/// The decisions of one stage, by what they decide.
struct DecisionTable: Sendable {
  private struct Key: Hashable {
    let pool: Int
    let audience: Int
    let programme: Int
    let student: Int
  }
  private let decisions: [Decision]
  private let rows: [Key: [Int]]

  init(_ decisions: [Decision], stage: Int) {
    self.decisions = decisions
    rows = Dictionary(
      grouping: decisions.indices.filter { decisions[$0].stage == stage },
      by: {
        Key(
          pool: decisions[$0].pool, audience: decisions[$0].audience,
          programme: decisions[$0].programme, student: decisions[$0].student)
      })
  }

  /// The rows about one student at one pool.
  func rows(_ pool: Int, _ audience: Int, _ programme: Int, _ student: Int) -> [Int] {
    rows[Key(pool: pool, audience: audience, programme: programme, student: student)] ?? []
  }

  /// The last of them, which replaces the others.
  func last(_ pool: Int, _ audience: Int, _ programme: Int, _ student: Int) -> Decision? {
    rows(pool, audience, programme, student).last.map { decisions[$0] }
  }
}
