import Diagnostics
import Rules
import Tables

/// Everything of a plan's case but the digests, which are finished last.
struct PlanParts {
  var rules: RuleSet
  var programmes: Programmes
  var schools: MiddleSchools
  var multipliers: [Int64]
  var splits: [PlanSplit]
  var exclusions: [PlanExclusion]
  var decisions: [PlanDecision]
  var seed: String?
}

extension CaseReader {
  /// Reads what `plan` reads: programmes, middle schools, exclusions, and students only where
  /// nobody has counted the eligible ones. Seats, lists and the lottery's seed do not exist yet.
  mutating func readForPlan(_ rules: RuleSet, log: inout ProblemLog) -> PlanParts? {
    if rules.plan.splits.isEmpty {
      log.add(
        .missingKey, at: rules.place(of: RuleSet.keyPath("plan")),
        Phrase(
          zh: "/plan/splits 为空：没有写明怎样分配名额",
          en: "/plan/splits is empty: nothing says how seats are split"))
    }
    let seed = readSeed("plan-seed.txt", files, log: &log)
    reportEqualSeeds(lotterySeed(), seed, &log)
    let programmeTable = files.table("programmes", required: true, log: &log)
    let schoolTable = files.table("middle_schools", required: true, log: &log)
    let programmes = programmeTable.flatMap { Programmes($0, rules, log: &log) }
    let schools = schoolTable.flatMap { MiddleSchools($0, rules, log: &log) }
    var columns = PlanColumns(rules, programmes, schools)
    columns.read(log: &log)
    let heads = countHeads(&columns, log: &log)
    let splits = columns.splits(heads)
    warnOfPlan(columns, splits, log: &log)
    if let programmes = columns.programmes?.table, let schools = columns.schools?.table {
      warnOfGroups(rules, programmes, schools, &columns.compared, log: &log)
      columns.compared.warn(programmes, schools, log: &log)
    }
    let exclusions = readExclusions(rules, columns, log: &log)
    let decisions = readPlanDecisions(rules, columns.programmes, log: &log)
    for table in [columns.programmes?.table, columns.schools?.table].compactMap({ $0 }) {
      table.finder.warnOfLookalikes(log: &log)
      table.finder.reportCells(log: &log)
      enter(table.text.table, table.finder)
    }
    files.warnOfMisnamed(log: &log)
    reading.counts.plan = programmes?.plan.reduce(0, +) ?? 0
    reading.counts.rows.sort { $0.file < $1.file }
    checkControls(log: &log)
    guard let programmes = columns.programmes, let schools = columns.schools, let splits else {
      return nil
    }
    return PlanParts(
      rules: rules, programmes: programmes, schools: schools, multipliers: columns.multipliers,
      splits: splits, exclusions: exclusions, decisions: decisions, seed: seed)
  }

  /// The seed of the lottery, where it is there already: a plan makes no use of it, so it is none
  /// of its inputs. Whoever reads it later is told what is wrong with it.
  private func lotterySeed() -> String? {
    var unheard = ProblemLog()
    return readSeed("seed.txt", CaseFiles(files.folder, workers: workers), log: &unheard)
  }

  /// The case of `parts`, when all files are digested.
  func planCase(_ parts: PlanParts) -> PlanCase {
    let programmes = parts.programmes
    return PlanCase(
      rules: parts.rules,
      programmes: programmes.codes.indices.map {
        PlanProgramme(
          code: programmes.codes[$0], school: programmes.schools[$0],
          sector: programmes.sectors[$0], isQuality: programmes.isQuality[$0],
          plan: programmes.plan[$0])
      },
      schools: parts.schools.table.codes, multipliers: parts.multipliers, splits: parts.splits,
      exclusions: parts.exclusions, decisions: parts.decisions, seed: parts.seed,
      inputs: reading.inputs, commitment: Commitment(reading.inputs, parts.rules, for: .plan),
      programmeTable: programmes.table, schoolTable: parts.schools.table)
  }

  /// The heads of splits that count students; nil where they could not be counted.
  private mutating func countHeads(
    _ columns: inout PlanColumns, log: inout ProblemLog
  ) -> [[Int]?]? {
    guard columns.needsStudents else { return [] }
    guard let table = files.table("students", required: true, log: &log),
      let schools = columns.schools,
      var count = EligibleHeads(table, columns.rules, schools, log: &log)
    else { return nil }
    let heads = count.heads(files, log: &log)
    columns.schools = count.planner.schools
    columns.compared.add(count.planner.compared)
    warnOfCut(count.table, &log)
    count.planner.finderOfCells.reportCells(log: &log)
    enter(count.table, count.planner.finder)
    return heads
  }

  private func warnOfPlan(
    _ columns: PlanColumns, _ splits: [PlanSplit]?, log: inout ProblemLog
  ) {
    guard thorough, let splits, let schools = columns.schools else { return }
    for school in schools.table.codes.indices
    where splits.allSatisfy({ $0.heads[school] == 0 }) && !splits.isEmpty {
      log.add(.schoolWithoutHeads, cause: "heads") {
        (
          schools.table.place(school),
          Phrase(
            zh: "初中 \(schools.table.codes[school]) 没有符合条件的毕业生，不会分到名额",
            en: "the middle school \(schools.table.codes[school]) has no eligible graduates and "
              + "will get no seats")
        )
      }
    }
  }

  /// Enters a table into what a person can compare.
  mutating func enter(_ table: CSVTable, _ finder: ColumnFinder) {
    reading.counts.rows.append((table.file, table.rowCount, table.blankCount))
    for (name, header) in finder.used {
      reading.counts.columns.append((table.file, name, table.headers[header].name))
    }
    for header in finder.unused { reading.counts.unused.append((table.file, header.name)) }
  }
}
