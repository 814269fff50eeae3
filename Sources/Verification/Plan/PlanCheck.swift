import Apportionment
import Diagnostics
import Rules

/// What the check of a plan came to.
public struct PlanVerdict: Sendable {
  /// Everything that is wrong.
  public internal(set) var log = ProblemLog()
  /// What was checked, and how many of each.
  public internal(set) var counts: [(count: Int, what: Phrase)] = []
  /// What the rules waive, with the reason.
  public internal(set) var waivers: [(point: String, reason: String)] = []
  /// The splits whose seats no method of the rules gave: the office brought them as a matrix.
  public internal(set) var brought: [BroughtSplit] = []
}

/// A split whose seats were brought by the office.
public struct BroughtSplit: Sendable {
  /// The split.
  public let split: String
  /// The name of the file that holds the matrix, every cell of which was compared.
  public let file: String
}

/// A matrix of seats that whoever checks a plan has at hand.
public struct BroughtMatrix: Sendable {
  /// Where it is.
  public let path: String
  /// The split that it is for; nil where there is one only.
  public let split: String?

  /// The matrix at `path`, for the split called `split`.
  public init(path: String, split: String?) { (self.path, self.split) = (path, split) }
}

/// Checks a plan that somebody brings against the rules and the tables, by code that shares no
/// reader, no layout of splits, no shares, no draws, no uniform numbers and no signposts with the
/// code that plans.
///
/// Shared with it are the values of Apportionment (`SeatMatrix`, `Claimants`, `Fraction`,
/// `Natural`), the checks that it keeps for auditors (floors and ceilings, Hamilton's rounds, both
/// margins, least deviation), which shares count as equal and which totals as whole (`levelled`,
/// `cost(ofTotal:)`), and, where `totalMinimum` binds, the very shares.
///
/// `caseFolder` holds the inputs, `planFolder` the files `plan.csv`, `plan-summary.json` and the
/// quotas. The rules say by which method each split was made. Only a matrix can stand against them:
/// `brought`, or the file of the case that the summary names. `programVersion` is this program's:
/// no plan is by a later one. Complexity: O(cells), and for lotteries the depth of a forest for
/// each.
public func checkPlan(
  caseFolder: String, planFolder: String, brought: BroughtMatrix? = nil, programVersion: String
) -> PlanVerdict {
  var check = PlanCheck(
    inputFolder: PlanFolder(path: caseFolder), folder: PlanFolder(path: planFolder),
    brought: brought, programVersion: programVersion)
  check.run()
  return check.verdict
}

/// One check of a plan, step by step.
struct PlanCheck {
  let inputFolder: PlanFolder
  let folder: PlanFolder
  let brought: BroughtMatrix?
  let programVersion: String
  var verdict = PlanVerdict()
  /// How often each kind of thing was checked, in the order in which they first were.
  private var tally: [(what: Phrase, count: Int)] = []
  /// The counter of the next draw of a lottery.
  var nextDraw: UInt64 = 0
  /// Rows of `plan-decisions.csv` that answered a tie.
  var usedDecisions: Set<Int> = []

  init(
    inputFolder: PlanFolder, folder: PlanFolder, brought: BroughtMatrix? = nil,
    programVersion: String
  ) {
    (self.inputFolder, self.folder, self.brought) = (inputFolder, folder, brought)
    self.programVersion = programVersion
  }

  /// A split with its seats, as rules, tables and `plan.csv` have it.
  struct Split {
    let model: PlanSplitModel
    let bases: [Int]
    var shares: FairShares
    /// The seats of each cell of the last level.
    var seats: [Int]
    /// The seats of each audience of each level above, by level, row and name.
    var coarseSeats: [[[[UInt8]: Int]]]
    let summary: PlainJSON
    let place: Place
  }

  mutating func run() {
    var log = ProblemLog()
    guard let inputs = PlanInputs(inputFolder, log: &log) else {
      verdict.log = log
      return
    }
    let name = inputs.rules.fileName("quotas")
    checkFinished(name, &log)
    let files = ["plan.csv", "plan-summary.json", name].map { ($0, folder.file($0)) }
    for (name, file) in files where file == nil {
      log.add(
        .planFile, at: Place(file: name),
        Phrase(zh: "没有这个文件，或无法读取", en: "there is no such file, or it cannot be read"))
    }
    guard let table = files[0].1, let summaryFile = files[1].1, let quotas = files[2].1 else {
      verdict.log = log
      return
    }
    guard let summary = PlainJSON(summaryFile.bytes), summary.member("format") == .whole(1) else {
      log.add(
        .planFile, at: Place(file: "plan-summary.json"),
        Phrase(zh: "不是格式 1 的方案摘要", en: "it is no summary of a plan of format 1"))
      verdict.log = log
      return
    }
    verdict.log = log
    verdict.waivers = inputs.rules.waivers.map { ($0.point.rawValue, $0.reason) }
    checkShape(summary, inputs.rules, programVersion: programVersion)
    checkDigests(inputs, summary, table, quotas, quotasName: name)
    if let splits = readSplits(inputs, summary, table) {
      for split in splits { checkSplit(split, inputs) }
      checkDecisionsUsed(inputs)
      checkQuotas(splits, inputs, quotas, name)
      checkTotals(splits, inputs, summary)
      checkFloor(splits, inputs)
    }
    verdict.counts = tally.map { ($0.count, $0.what) }
  }

  /// While a plan's files get their names, its quotas are called otherwise.
  private func checkFinished(_ quotas: String, _ log: inout ProblemLog) {
    let name = quotas + ".unfinished"
    guard folder.file(name) != nil else { return }
    log.add(
      .planUnfinished, at: Place(file: name),
      Phrase(
        zh: "plan 中断在替换文件的途中：文件可能不属于同一个方案",
        en: "a plan was cut short while it replaced its files, which may be of different plans"))
  }

  /// Counts what was checked.
  mutating func count(_ count: Int, zh: String, en: String) {
    if let at = tally.firstIndex(where: { $0.what.en == en }) {
      tally[at].count += count
    } else if count > 0 {
      tally.append((Phrase(zh: zh, en: en), count))
    }
  }

  /// Says what is wrong.
  mutating func report(
    _ code: Code, at place: Place? = nil, cause: String = "", _ message: Phrase
  ) {
    verdict.log.add(code, at: place, cause: cause, message)
  }

  // MARK: One split

  private mutating func checkSplit(_ split: Split, _ inputs: PlanInputs) {
    let errors = verdict.log.errorCount
    checkSums(split, inputs)
    let isWhole = verdict.log.errorCount == errors
    checkSplitSummary(split, inputs)
    if isBrought(split, inputs) {
      checkBrought(split, inputs)
      return
    }
    // What the methods define presupposes that rows add up.
    guard isWhole else { return }
    switch split.model.rule.method {
    case .lottery: checkLottery(split, inputs)
    case .leastDeviation: checkDeviation(split, inputs)
    case .biproportional: checkMargins(split, inputs)
    default: checkHouses(split, inputs)
    }
  }

  /// Rows add up to Q, and coarser audiences to what lies in them.
  private mutating func checkSums(_ split: Split, _ inputs: PlanInputs) {
    let model = split.model
    for (row, entry) in model.rows.enumerated() {
      let code = inputs.programmes.codes[entry.programme]
      let cells = model.matrix.cells(ofRow: row)
      let sum = split.seats[cells].reduce(0, +)
      if sum != entry.seats {
        report(
          .planSeats, at: split.place, cause: "rows",
          Phrase(
            zh: "方案 \(model.rule.name)：\(code) 的名额合计 \(sum)，应为 \(entry.seats)",
            en: "split \(model.rule.name): the seats of \(code) add up to \(sum), not to "
              + "\(entry.seats)"))
      }
      for (level, names) in model.coarse.enumerated() {
        var sums: [[UInt8]: Int] = [:]
        for (cell, seats) in zip(model.cells[row], split.seats[cells]) {
          sums[Array(names[cell.column].utf8), default: 0] += seats
        }
        for (name, seats) in split.coarseSeats[level][row] where sums[name] != seats {
          let audience = String(decoding: name, as: UTF8.self)
          report(
            .planSeats, at: split.place, cause: "levels",
            Phrase(
              zh: "方案 \(model.rule.name)：\(code) 给 \(audience) 的 \(seats) 个名额，其下各受众合计 "
                + "\(sums[name] ?? 0)",
              en: "split \(model.rule.name): \(code) gives \(audience) \(seats) seats, and those "
                + "within it \(sums[name] ?? 0)"))
        }
      }
    }
    count(model.rows.count, zh: "个招生代码的名额合计", en: "programme totals Q")
  }
}
