import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// Why a case is read: commands read different files, and commit to those.
public enum Purpose: String, Sendable, CaseIterable {
  /// To split quota seats.
  case plan
  /// To admit students.
  case allocate
}

/// What reading a case came to.
public struct CaseReading: Sendable {
  /// The case; nil where it cannot be used at all.
  public var value: Case?
  /// Everything found wrong or suspicious. A case with errors must not be allocated.
  public var problems = ProblemLog()
  /// Digests of the files that were read, even where the case is refused.
  public var inputs: [InputDigest] { digests.all }
  var digests = InputDigests()
  /// Of a later round the digest of the earlier run's `SHA256SUMS`, if that is a whole run.
  public var after: Digest?
  /// The rules, if they could be read.
  public var rules: RuleSet?
  /// What a person can compare.
  public var counts = CaseCounts()
  /// The students' columns that decide, where the students were read.
  package var columns: StudentColumns?
  /// Where the lists stand that have a table of their own, if there are any.
  package var choices: ChoiceColumns?
  /// The row of the one student who was asked for.
  package var student: CSVTable.FoundRow?
  /// Some rows of others then, which show in what steps marks are given.
  package var examples: [CSVTable.FoundRow] = []
}

/// Reads the case in `folder` to admit students: all tables, all problems of all of them. To split
/// quota seats, see `readPlanCase`.
///
/// `after` is the folder of an earlier run: the case is then a later round, which has the seats
/// left there. `thorough` also looks for what is merely suspicious: middle schools without
/// students, programmes that nobody chose. Complexity: O(bytes of the files), on all workers.
public func readCase(
  _ folder: String, after: String? = nil, thorough: Bool = false, workers: Workers = .all
) -> CaseReading {
  readCase(folder, after: after, thorough: thorough, workers: workers, observer: .nobody)
}

/// Reads the case with the students that `view` shows, for who explains or repeats a run.
package func readCase(
  _ folder: String, view: StudentView, after: String? = nil, workers: Workers = .all
) -> CaseReading {
  // Without the seats there is nothing to take from an earlier run.
  var reader = CaseReader(
    folder, for: .allocate, after: view.isWhole ? after : nil, thorough: false, workers: workers,
    view: view)
  reader.read()
  return reader.reading
}

/// The same, telling `observer` of each phase that ends. `digestsLater`: the digests are asked for
/// after the case has been allocated, and are made when there is time.
package func readCase(
  _ folder: String, after: String? = nil, thorough: Bool = false, workers: Workers,
  observer: PhaseObserver, digestsLater: Bool = false
) -> CaseReading {
  var reader = CaseReader(
    folder, for: .allocate, after: after, thorough: thorough, workers: workers, observer: observer,
    digestsLater: digestsLater)
  reader.read()
  return reader.reading
}

/// What reading a case consists of.
extension Phase {
  /// The rules and all tables but the students'.
  package static let smallTables = Phase("small tables")
  /// `students.csv` is mapped, its encoding checked and its rows counted.
  package static let scan = Phase("scan")
  /// Its rows become columns.
  package static let parse = Phase("parse")
  /// The students' codes are compared with one another.
  package static let codes = Phase("codes")
  /// Audiences, seats and stages are put together.
  package static let market = Phase("market")
  /// What was still to digest when all was read.
  package static let digestRest = Phase("digest rest")
}

struct CaseReader {
  let files: CaseFiles
  let purpose: Purpose
  /// The earlier run's folder, where this is a later round.
  let after: String?
  let thorough: Bool
  let workers: Workers
  let observer: PhaseObserver
  let view: StudentView
  var reading = CaseReading()
  /// The case of a plan, where that was asked for and could be read.
  private(set) var planCase: PlanCase?

  init(
    _ folder: String, for purpose: Purpose, after: String? = nil, thorough: Bool,
    workers: Workers, observer: PhaseObserver = .nobody, view: StudentView = .all,
    digestsLater: Bool = false
  ) {
    self.view = view
    self.purpose = purpose
    self.after = after
    files = CaseFiles(folder, workers: workers, digestsLater: digestsLater)
    self.thorough = thorough
    self.workers = workers
    self.observer = observer
  }

  /// Will read all of `files`.
  init(_ files: CaseFiles, for purpose: Purpose, workers: Workers) {
    (self.files, self.purpose, self.workers) = (files, purpose, workers)
    (after, thorough, observer, view) = (nil, false, .nobody, .all)
  }

  mutating func read() {
    var parts: Parts?
    var planParts: PlanParts?
    if let rules = readRules() {
      var log = ProblemLog()
      if areUsable(rules, &log) {
        switch purpose {
        case .allocate: parts = readTables(rules, &log)
        case .plan: planParts = readForPlan(rules, log: &log)
        }
      }
      reading.problems.merge(log)
    } else {
      sayWaiting(RuleSet.tables, &reading.problems)
    }
    observer.ended(.market)
    reading.digests = files.finish(log: &reading.problems)
    if let parts { finish(parts) }
    if let planParts { planCase = planCase(planParts) }
  }

  /// Says what the rules alone get wrong; false where no table can be read by them.
  private func areUsable(_ rules: RuleSet, _ log: inout ProblemLog) -> Bool {
    // Each a cause of its own: all that is to be decided is said, not the first few.
    for problem in rules.undecidedProblems { log.add(problem, cause: problem.message.en) }
    add(rules.complianceFindings(), &log)
    return isWithinLimits(rules, &log)
  }

  /// What the tables hold, when all of them could be read.
  private struct Parts {
    let rules: RuleSet
    let builder: MarketBuilder
    let students: Students
    let market: Market
    let names: MarketNames
    let seed: String?
    let planSeed: String?
    let decisions: Decisions
    let facts: [ProgrammeFacts]
    let after: Digest?
  }

  private mutating func readTables(_ rules: RuleSet, _ log: inout ProblemLog) -> Parts? {
    if view.opensStudents { files.begin("students") }
    let seed = readSeed("seed.txt", files, log: &log)
    let planSeed = readSeed("plan-seed.txt", files, log: &log)
    reportEqualSeeds(seed, planSeed, &log)
    guard var small = readSmall(rules, &log),
      var builder = marketBuilder(rules, small, &log)
    else {
      sayWaiting(["students", "choices", "priorities", "decisions", "controls"], &log)
      return nil
    }
    let (students, choices) = readStudents(builder, small, &log)
    let built = build(&builder, students, &small, seed, &log)
    if view.isWhole {
      let own = [choices?.table, built.priorityTable].compactMap { $0 }
      judge(built, builder, students, small, own, &log)
    }
    return Parts(
      rules: rules, builder: builder, students: students, market: built.market, names: built.names,
      seed: seed, planSeed: planSeed, decisions: built.decisions, facts: built.facts,
      after: small.round?.run.digest)
  }

  private mutating func readRules() -> RuleSet? {
    files.checkListed(log: &reading.problems)
    guard reading.problems.isClean,
      let (rules, problems) = files.readRules(log: &reading.problems)
    else {
      if reading.problems.isClean {
        reading.problems.add(
          .fileMissing, at: Place(file: "rules.json"),
          files.isFolder
            ? Phrase(
              zh: "文件夹 \(files.folder) 里没有 rules.json",
              en: "there is no rules.json in the folder \(files.folder)")
            : Phrase(
              zh: "\(files.folder) 不是文件夹；案例是一个文件夹",
              en: "\(files.folder) is no folder; a case is a folder of files"))
      }
      return nil
    }
    reading.problems.merge(problems)
    guard let rules else { return nil }
    reading.rules = rules
    return rules
  }

  private mutating func finish(_ parts: Parts) {
    reading.value = Case(
      rules: parts.rules, market: parts.market, names: parts.names,
      directory: Directory(
        parts.builder.programmes, parts.builder.planner.schools, parts.students),
      digests: reading.digests, seed: parts.seed, planSeed: parts.planSeed,
      decisions: parts.decisions.rows, counts: reading.counts, after: parts.after,
      facts: parts.facts)
  }
}
