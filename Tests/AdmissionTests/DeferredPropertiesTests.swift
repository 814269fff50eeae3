import Admission
import Columns
import TestSupport
import Testing

/// What theorems promise of deferred acceptance (METHODS.md, "Deferred acceptance"), for every
/// choice rule, by brute force where the worlds are small enough.
@Suite struct DeferredPropertiesTests {
  private static let rules = ChoiceRule.all

  private func outcome(_ problem: SchoolChoice) -> [Int?] {
    (try? engineResult(problem.market()).get().programmes) ?? []
  }

  private func problems(
    _ rule: ChoiceRule, _ seeds: Range<Int>, students: Int = 6, isCommon: Bool = false,
    _ body: (SchoolChoice, inout SeededGenerator) throws -> Void
  ) rethrows {
    for seed in seeds {
      var random = SeededGenerator(seed: UInt64(30_000_000 + seed))
      let problem = SchoolChoice(
        &random, students: students, schools: 3, rule: rule, isCommon: isCommon)
      try body(problem, &random)
    }
  }

  /// Whoever is kept among many is kept among fewer; more applicants never fill fewer seats; and
  /// nobody who was not kept changes who is.
  @Test(arguments: rules) func rulesAreSubstitutableAndAggregate(_ rule: ChoiceRule) {
    problems(rule, 0..<60) { problem, random in
      for school in problem.schools {
        for _ in 0..<30 {
          let some = Set(random.sample(Array(0..<6), random.int(0...5)))
          guard let other = (0..<6).first(where: { !some.contains($0) }) else { continue }
          let (few, many) = (school.choice(from: some), school.choice(from: some.union([other])))
          #expect(Set(many.keys).intersection(some).isSubset(of: Set(few.keys)), "\(random)")
          #expect(few.count <= many.count, "\(random)")
          #expect(school.choice(from: Set(few.keys)) == few, "\(random)")
        }
      }
    }
  }

  /// The hard rules are slots filled one by one.
  @Test(arguments: [ChoiceRule.reserveFirst(isSoft: false), .openFirst(isSoft: false)])
  func hardRulesAreSlots(_ rule: ChoiceRule) {
    problems(rule, 0..<200) { problem, random in
      for school in problem.schools {
        let some = Set(random.sample(Array(0..<6), random.int(0...6)))
        #expect(school.slotwise(from: some) == school.choice(from: some), "\(random)")
      }
    }
  }

  /// V2: from who sits there and who would rather sit there, a school chooses who sits there, each
  /// in the pool that the engine says. V5: no seat stays empty that somebody wants who may have it.
  @Test(arguments: rules) func fixedPointAndNoWaste(_ rule: ChoiceRule) throws {
    try problems(rule, 200..<500) { problem, random in
      let outcome = try engineResult(problem.market()).get()
      let programmes = outcome.programmes
      for (number, school) in problem.schools.enumerated() {
        let own = programmes.indices.filter { programmes[$0] == number }
        let wishing = programmes.indices.filter {
          problem.prefers($0, number, to: programmes[$0])
        }
        let kept = school.choice(from: Set(own + wishing))
        #expect(kept == Dictionary(uniqueKeysWithValues: own.map { ($0, outcome.pools[$0]!) }))
        let vacant = outcome.ledger.filter { $0.programme == number && $0.vacant > 0 }
        #expect(
          wishing.allSatisfy { student in
            vacant.allSatisfy { $0.pool == 0 && $0.audience != problem.types[student] }
          }, "\(random)")
      }
    }
  }

  /// V3: whoever is behind in the ranking of a pool sits in none of its seats that somebody would
  /// rather have who may take one. V4: a seat of another type's reserve is no better a claim,
  /// unless that type holds more than its reserve where reserves come first and rank as the open
  /// seats do.
  @Test(arguments: rules) func envyIsNeverOfTheOwnKind(_ rule: ChoiceRule) throws {
    try problems(rule, 500..<800, isCommon: true) { problem, random in
      let outcome = try engineResult(problem.market()).get()
      for student in problem.types.indices {
        for other in problem.types.indices {
          guard let school = outcome.programmes[other],
            problem.prefers(student, school, to: outcome.programmes[student])
          else { continue }
          let order = problem.orders[school].open
          let isBetter = order.firstIndex(of: student)! < order.firstIndex(of: other)!
          let isOpen = outcome.pools[other] == 1
          let sameType = problem.types[student] == problem.types[other]
          #expect(!(isBetter && (isOpen || sameType)), "\(random): \(student) envies \(other)")
          let held = outcome.programmes.indices.count {
            outcome.programmes[$0] == school && problem.types[$0] == problem.types[other]
          }
          if case .reserveFirst = rule, held > problem.seats[school].reserves[problem.types[other]]
          {
            #expect(!isBetter, "\(random): \(student) envies \(other)")
          }
        }
      }
    }
  }

  /// V7 and V9: of all stable matchings, found by trying every one, it is the best for every
  /// student; all of them fill as many seats of each school.
  @Test(arguments: rules) func bestOfAllStableMatchings(_ rule: ChoiceRule) {
    var several = 0
    problems(rule, 800..<880, students: 5) { problem, random in
      let (own, stable) = (outcome(problem), problem.stableMatchings())
      #expect(stable.contains(own), "\(random)")
      several += stable.count > 1 ? 1 : 0
      for other in stable {
        #expect(
          own.indices.allSatisfy { !problem.prefers($0, other[$0], to: own[$0]) }, "\(random)")
        for school in problem.orders.indices {
          #expect(own.count { $0 == school } == other.count { $0 == school }, "\(random)")
        }
      }
    }
    #expect(several > 0, "nothing was compared")
  }

  /// V7: no list but the true one gains anybody anything; all lists of one student at a time.
  @Test(arguments: rules) func truthIsSafe(_ rule: ChoiceRule) {
    problems(rule, 900..<930, students: 5) { problem, random in
      #expect(!problem.isManipulable(outcome), "\(random)")
    }
  }

  /// V8: a student who moves up in a ranking is not worse off.
  @Test(arguments: rules) func betterPriorityNeverHurts(_ rule: ChoiceRule) {
    problems(rule, 1_000..<1_200) { problem, random in
      let (before, student) = (outcome(problem), random.int(0...5))
      var better = problem
      for school in better.orders.indices where random.chance(60) {
        func raised(_ order: [Int]) -> [Int] {
          let at = order.firstIndex(of: student)!
          let others = order.filter { $0 != student }
          let to = random.int(0...at)
          return Array(others[..<to]) + [student] + others[to...]
        }
        better.orders[school] = (
          raised(better.orders[school].reserve), raised(better.orders[school].open)
        )
      }
      #expect(
        !problem.prefers(student, before[student], to: outcome(better)[student]), "\(random)")
    }
  }
}
