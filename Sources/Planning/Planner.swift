import Apportionment
import Cases
import Diagnostics
import Rules

/// Makes a plan of a case: what has to be split, whether it may be, and then the seats.
public struct Planner: Sendable {
  /// The case.
  public let planCase: PlanCase
  /// What was found wrong or suspicious before any seat was split: splits that take too much, rows
  /// that cannot be split, methods that cannot do what is asked, quota seats below the least share.
  public let problems: ProblemLog
  /// What each split has to decide; nil where that could not be laid out.
  public let subjects: [SplitSubject]?
  /// What each cell of each split should get; nil where requirements contradict each other.
  public let shares: [FairShares]?

  /// Lays out every split of `planCase`. Complexity: O(cells).
  public init(_ planCase: PlanCase) {
    self.planCase = planCase
    var log = ProblemLog()
    let quota = QuotaSeats(planCase, log: &log)
    let facts = quota.facts(planCase)
    for finding in planCase.rules.quotaShareFindings(facts) {
      log.add(finding.problem, cause: finding.path + finding.subject)
    }
    Planner.warn(planCase, quota, &log)
    var subjects: [SplitSubject?] = []
    for split in planCase.splits.indices {
      let builder = SubjectBuilder(
        planCase, split: split, quota: quota.seats[split], log: &log)
      subjects.append(builder?.subject(log: &log))
    }
    let whole = subjects.allSatisfy { $0 != nil } ? subjects.map { $0! } : nil
    let shares = whole?.map { Planner.fairShares($0, planCase, &log) } ?? [nil]
    for (subject, shares) in zip(whole ?? [], shares) {
      if let shares { subject.warnOfUndrawn(shares, planCase, &log) }
    }
    self.subjects = whole
    self.shares = shares.allSatisfy { $0 != nil } ? shares.map { $0! } : nil
    problems = log
  }

  private static func warn(
    _ planCase: PlanCase, _ quota: QuotaSeats, _ log: inout ProblemLog
  ) {
    for (number, programme) in planCase.programmes.enumerated()
    where programme.isQuality && programme.plan > 0
      && quota.seats.allSatisfy({ $0[number] == 0 })
    {
      log.add(.programmeNotSplit, cause: "programmes") {
        (
          planCase.place(ofProgramme: number),
          Phrase(
            zh: "没有方案从 \(programme.code)（计划 \(programme.plan)）取名额",
            en: "no split takes seats from \(programme.code) (plan \(programme.plan))")
        )
      }
    }
  }
}

/// What making a plan came to.
public enum PlanResult: Sendable {
  /// The plan.
  case plan(Plan)
  /// Ties that decide a seat, and nothing to settle them.
  case ties([PlanTie])
  /// What was found wrong.
  case refused(ProblemLog)
}

extension Planner {
  /// Splits the seats, one split after the other in the order of the rules; splits for which the
  /// office brought a matrix are checked instead. Needs clean `problems`.
  ///
  /// Draws of lotteries run on over all splits. Complexity: that of the methods.
  public func plan(_ imported: [ImportedMatrix] = []) -> PlanResult {
    guard let subjects, let shares, problems.isClean else { return .refused(problems) }
    var log = ProblemLog()
    var book = TieBook(planCase)
    var draws = SeededDraws(seed: planCase.seed ?? "")
    var plans: [SplitPlan?] = []
    requireSeed(subjects, imported, &log)
    guard log.isClean else { return .refused(log) }
    for (subject, shares) in zip(subjects, shares) {
      if let matrix = imported.first(where: { $0.split == subject.split }) {
        plans.append(matrix.plan(subject, shares, planCase, log: &log))
      } else {
        plans.append(solve(subject, shares, &draws, &book, &log))
      }
    }
    book.reportIdle(&log)
    if !log.isClean { return .refused(log) }
    if !book.open.isEmpty { return .ties(book.open) }
    return .plan(Plan(planCase: planCase, splits: plans.map { $0! }))
  }

  /// The published shares of a split.
  private static func fairShares(
    _ subject: SplitSubject, _ planCase: PlanCase, _ log: inout ProblemLog
  ) -> FairShares? {
    do {
      return try subject.matrix.fairShares(unit: subject.unit)
    } catch .infeasible(let conflict) {
      subject.report(conflict, planCase, columnSeats: nil, &log)
      return nil
    } catch {
      preconditionFailure("every row was checked to be feasible: \(error)")
    }
  }

  private func solve(
    _ subject: SplitSubject, _ shares: FairShares, _ draws: inout SeededDraws,
    _ book: inout TieBook, _ log: inout ProblemLog
  ) -> SplitPlan? {
    if let method = subject.rule.method.vector {
      var solver = HouseSolver(subject, method)
      solver.solve(&book, log: &log)
      return SplitPlan(
        subject: subject, shares: shares, seats: solver.seats, proof: .houses(solver.allHouses))
    }
    switch subject.rule.method {
    case .leastDeviation:
      let solver = DeviationSolver(subject, shares)
      guard let (solution, ties) = solver.solve(&book, log: &log) else { return nil }
      return SplitPlan(
        subject: subject, shares: shares, seats: solution.seats,
        proof: .leastDeviation(solution, ties: ties))
    case .biproportional:
      guard let found = MarginSolver(subject, planCase).solve(&book, log: &log) else { return nil }
      return SplitPlan(
        subject: subject, shares: shares, seats: found.seats, proof: .biproportional(found.proof))
    default:
      let first = draws.counter
      let seats = subject.matrix.lottery(shares, draws: &draws)
      return SplitPlan(
        subject: subject, shares: shares, seats: seats,
        proof: .lottery(first: first, count: draws.counter - first))
    }
  }

  private func requireSeed(
    _ subjects: [SplitSubject], _ imported: [ImportedMatrix], _ log: inout ProblemLog
  ) {
    guard planCase.seed == nil else { return }
    for subject in subjects
    where subject.rule.method == .lottery
      && !imported.contains(where: { $0.split == subject.split })
    {
      log.add(
        .planSeedMissing, at: Place(file: "plan-seed.txt"), cause: "seed",
        Phrase(
          zh: "方案 \(subject.rule.name) 由抽签决定，但没有 plan-seed.txt",
          en: "the split \(subject.rule.name) is by lottery, and there is no plan-seed.txt"))
    }
  }
}
