import Admission
import Cases
import Diagnostics
import Exact
import Rules
import Runs
import Tables

/// A piece of an explanation, for a terminal or a page.
enum ExplanationBlock {
  case title(String), heading(String), line(Int, String), code(String)
}

extension Explanation {

  /// For people: the verdict first, what to do next last.
  public func text(_ language: Language, rerun: [RerunResult] = []) -> String {
    var lines = TextLines()
    for block in blocks(language, rerun: rerun) {
      switch block {
      case .title(let text): lines.add(terminalSafe(text), hang: 2)
      case .heading(let text):
        lines.add("")
        lines.add(terminalSafe(text), hang: 2)
      case .line(let depth, let text):
        lines.add(terminalSafe(text), behind: String(repeating: "  ", count: depth), hang: 2)
      case .code(let text): lines.add(whole: "    " + terminalSafe(text))
      }
    }
    return lines.text
  }

  /// The explanation piece by piece; `leastCell`: to be handed out (`Wording`).
  func blocks(
    _ language: Language, rerun: [RerunResult], leastCell: Int? = nil
  ) -> [ExplanationBlock] {
    let words = Wording(
      read: read, columns: columns, cells: row.cells, language: language,
      leastCell: leastCell)
    var blocks: [ExplanationBlock] = [.title(verdict(words))]
    blocks += read.rules.waiverPhrases.map { .line(0, $0[language]) }
    for finding in findings { blocks += stage(finding, words) }
    blocks += changeBlocks(words, rerun)
    blocks += lotteryBlocks(words)
    return blocks + next(words)
  }

  private func verdict(_ words: Wording) -> String {
    guard let seat else {
      return words.say("学生 \(code) 未被录取。", "Student \(code) was not admitted.")
    }
    let (programme, names) = (words.programme(seat.programme), read.names)
    let (stage, pool, choice) = (names.stages[seat.stage], names.pools[seat.pool], seat.choice + 1)
    return words.say(
      "学生 \(code) 被 \(programme) 录取（批次 \(stage)，类别 \(pool)，第 \(choice) 志愿）。",
      "Student \(code) was admitted to \(programme) (stage \(stage), pool \(pool), choice \(choice))."
    )
  }

  private func next(_ words: Wording) -> [ExplanationBlock] {
    let folder = run.bundle == nil ? " --case CASE" : ""
    let proof = folder + (changes.isEmpty ? "" : " --rerun")
    let line = "zhibiao explain \(shellQuoted(run.path)) --student \(shellQuoted(code))\(proof)"
    return [
      .heading(
        words.say(
          "下一步：与 cutoffs.csv、lines.csv 及原始成绩核对；下面一行可再次运行",
          "Next: compare with cutoffs.csv, lines.csv and the papers; this line says it again"
            + (changes.isEmpty ? "" : ", with proof"))),
      .code(line),
    ]
  }

  // MARK: Stages

  private func stage(_ finding: StageFinding, _ words: Wording) -> [ExplanationBlock] {
    let rule = read.rules.stages[finding.stage]
    let kind =
      rule.provisional ? words.say("（只求录取线，录取不保留）", " (for its cutoffs alone; undone)") : ""
    var blocks: [ExplanationBlock] = [
      .heading(words.say("批次 \(rule.name)\(kind)", "Stage \(rule.name)\(kind)"))
    ]
    if finding.isOver {
      return blocks + [
        .line(1, words.say("此前已被录取，不再参加。", "Admitted before; took no part."))
      ]
    }
    blocks += conditions(finding, rule, words)
    if finding.isTrading { return blocks + trading(finding, words) }
    if finding.choices.isEmpty {
      blocks.append(.line(1, words.say("没有填报志愿。", "No choices.")))
    }
    guard finding.failures.isEmpty else { return blocks }
    for choice in finding.choices { blocks += self.choice(choice, finding.stage, words) }
    if rule.mechanism == .deferredAcceptance, !finding.choices.isEmpty {
      blocks.append(.line(1, deferred(words)))
    }
    return blocks
  }

  /// Why the cutoffs of deferred acceptance are proof.
  private func deferred(_ words: Wording) -> String {
    words.say(
      "本批次为延迟接受：学生依次申请各志愿，学校先只暂留，直到无人再申请为止。结果是稳定的：某志愿未录取，"
        + "当且仅当那里对该生开放的每一类名额都已满，且占有者都排在该生之前；上列录取末位就是凭据。",
      "The stage is deferred acceptance: students apply down their lists and programmes keep the best for "
        + "the time being, until nobody applies any more. The result is stable: a choice is refused "
        + "only where all seats there that are open to the student are held by others who come "
        + "before; the last admitted above are the proof.")
  }

  /// What can be said of a stage of trading cycles.
  private func trading(_ finding: StageFinding, _ words: Wording) -> [ExplanationBlock] {
    guard finding.failures.isEmpty else { return [] }
    let result =
      finding.recorded.map { seat in
        words.say(
          "✓ 录取：\(words.programme(seat.programme))（类别 \(read.names.pools[seat.pool])）",
          "✓ admitted to \(words.programme(seat.programme)) (pool \(read.names.pools[seat.pool]))")
      } ?? words.say("✗ 本批次未录取", "✗ not admitted in this stage")
    return [.line(1, result)] + finding.choices.flatMap { closed($0, finding.stage, words) } + [
      .line(
        1,
        words.say(
          "本批次为交换循环：名额沿循环互换，单凭录取线不能说明一人的去向；以上取自录取名单，zhibiao verify 逐项核验。",
          "The stage is one of trading cycles: seats change hands along cycles, so cutoffs alone do not "
            + "explain one student. This is what the admissions say; zhibiao verify checks them."))
    ]
  }

  /// A choice of a stage of trading cycles, with whatever closes it or a pool of it.
  private func closed(
    _ choice: StageFinding.Choice, _ stage: Int, _ words: Wording
  ) -> [ExplanationBlock] {
    head(choice, stage, words)
      + choice.pools.filter { ![.notAsked, .admitted, .traded].contains($0.verdict) }
      .flatMap { pool($0, choice, stage, words) }
  }

  /// The number and the programme of a choice, and what closes the stage to it.
  private func head(
    _ choice: StageFinding.Choice, _ stage: Int, _ words: Wording
  ) -> [ExplanationBlock] {
    let name = words.programme(choice.programme)
    let rule = read.rules.stages[stage]
    return [
      .line(
        1, words.say("第 \(choice.choice + 1) 志愿 \(name)", "Choice \(choice.choice + 1): \(name)"))
    ]
      + choice.failures.map {
        .line(2, "✗ " + words.failure($0, rule.eligible, 0, choice.programme))
      }
  }

  /// Each condition on the student with its value, those that hold too.
  private func conditions(
    _ finding: StageFinding, _ rule: StageRule, _ words: Wording
  ) -> [ExplanationBlock] {
    let gate = read.market.stages[finding.stage].gate
    var blocks: [ExplanationBlock] = []
    for (at, condition) in rule.eligible.enumerated() where !gate.conditions[at].involvesProgramme {
      let mark = finding.failures.contains(.condition(at)) ? "✗" : "✓"
      blocks.append(.line(1, "\(mark) \(words.condition(condition, 0, nil))"))
    }
    for failure in finding.failures {
      if case .missing = failure {
        blocks.append(.line(1, "✗ \(words.failure(failure, rule.eligible, 0, nil))"))
      }
    }
    if !finding.failures.isEmpty {
      blocks.append(.line(1, words.say("不符合本批次条件，不参加。", "Not eligible for this stage.")))
    }
    return blocks
  }

  private func choice(
    _ choice: StageFinding.Choice, _ stage: Int, _ words: Wording
  ) -> [ExplanationBlock] {
    var blocks = head(choice, stage, words)
    // An earlier choice has been taken: what later pools hold was not asked.
    if choice.pools.allSatisfy({ $0.verdict == .notAsked }), choice.failures.isEmpty {
      return blocks + [
        .line(2, words.say("已被在前的志愿录取，未轮到。", "Not reached: an earlier choice took the student."))
      ]
    }
    for pool in choice.pools where pool.verdict != .notAsked {
      blocks += self.pool(pool, choice, stage, words)
    }
    return blocks
  }

  private func pool(
    _ pool: StageFinding.Pool, _ choice: StageFinding.Choice, _ stage: Int, _ words: Wording
  ) -> [ExplanationBlock] {
    let keys = pool.keys
    let division = read.market.pools[pool.pool].audience
    let audience = pool.audience.map { read.names.audiences[division][$0] } ?? ""
    let shown = audience == "*" ? words.say("所有人", "everyone") : audience
    let name =
      read.names.pools[pool.pool] + (shown.isEmpty ? "" : words.say("（\(shown)）", " (\(shown))"))
    var lines: [ExplanationBlock] = []
    if let cutoff = pool.cutoff {
      let (seats, applicants, admitted) = (cutoff.seats, cutoff.applicants, cutoff.admitted)
      lines.append(
        .line(
          2,
          words.say(
            "类别 \(name)：名额 \(seats)，申请 \(applicants) 人，录取 \(admitted) 人",
            "Pool \(name): \(counted(seats, "seat")), \(counted(applicants, "applicant")), "
              + "\(admitted) admitted") + moved(pool.moved, words)))
      let decided = decidingKey(pool)
      if let last = cutoff.last, pool.verdict == .admitted || decided != nil {
        let theirs =
          words.hidesLast(cutoff) ? "" : words.lastAdmitted(keys, last, decidedBy: decided)
        if !theirs.isEmpty {
          lines.append(.line(3, words.say("录取末位：", "last admitted: ") + theirs))
        }
        lines.append(
          .line(3, words.say("本人：　　", "the student:   ") + words.values(keys, pool.key)))
      }
    } else {
      lines.append(.line(2, words.say("类别 \(name)", "Pool \(name)")))
    }
    return lines + verdict(pool, choice, stage, words).map { .line(3, $0) }
  }

  /// Seats that moved within the stage: to the pool, or below 0 from it.
  private func moved(_ count: Int, _ words: Wording) -> String {
    if count == 0 { return "" }
    return count > 0
      ? words.say(
        "（另有其他类别空出的 \(grouped(count)) 个）", " (\(grouped(count)) more, left empty by reserves)")
      : words.say(
        "（空出的 \(grouped(-count)) 个转给所有人）", " (\(grouped(-count)) left empty, open to everyone)")
  }

  /// The key by which the last admitted came first; nil where they did not.
  private func decidingKey(_ pool: StageFinding.Pool) -> Int? {
    if case .beaten(let key) = pool.verdict { return key }
    return nil
  }

  private func verdict(
    _ pool: StageFinding.Pool, _ choice: StageFinding.Choice, _ stage: Int, _ words: Wording
  ) -> [String] {
    switch pool.verdict {
    case .admitted: return [words.say("✓ 录取", "✓ admitted")]
    case .notAsked, .traded: return []
    case .notOpen:
      return [words.say("✗ 没有给该生所在初中或地区的名额", "✗ no seats for the student's school or district")]
    case .noSeats: return [words.say("✗ 批次开始时已无名额", "✗ no seats when the stage began")]
    case .unlisted:
      return [words.say("✗ 不在该校的优先名单上", "✗ not on the programme's list of priorities")]
    case .refused:
      return [words.say("✗ 经裁定不予录取（见 run.json）", "✗ refused by a decision (see run.json)")]
    case .tied:
      return [words.say("✗ 与录取末位同分，须裁定", "✗ equal to the last admitted: to be decided")]
    case .closed(let failures):
      let rule = read.rules.stages[stage].pools[pool.entry]
      return failures.map { "✗ " + words.failure($0, rule.eligible, 0, choice.programme) }
    case .beaten where words.hidesLast(pool.cutoff):
      return [
        words.say(
          "✗ 录取末位排在该生之前；此处录取人数过少，不列其成绩",
          "✗ the last admitted comes first; too few were admitted here to tell their marks")
      ]
    case .beaten(let key):
      let gap = words.gap(pool.keys, key, pool.key[key], pool.cutoff!.last![key])
      return ["✗ " + gap]
    }
  }

  // MARK: Changes

  private func changeBlocks(_ words: Wording, _ rerun: [RerunResult]) -> [ExplanationBlock] {
    let told = zip(changes.indices, changes).filter { !words.hidesLast($0.1.cutoff) }
    if told.isEmpty { return changes.isEmpty ? noChanges(words) : [] }
    var blocks: [ExplanationBlock] = [
      .heading(
        words.say(
          "只改一处，最小的改动（其余不变，由录取线推得）",
          "The smallest single change that would have led to more (by the cutoffs, all else equal)")
      )
    ]
    for (number, change) in told {
      blocks.append(.line(1, describe(change, words)))
      if let doubt = change.doubt { blocks.append(.line(2, describe(doubt, words))) }
      if number < rerun.count { blocks.append(.line(2, describe(rerun[number], words))) }
    }
    return blocks
  }

  /// Why no single change is named, where that is not for want of one.
  private func noChanges(_ words: Wording) -> [ExplanationBlock] {
    let hasCycles = read.market.stages.contains { $0.mechanism == .topTradingCycles }
    guard hasCycles, seat?.choice != 0 else { return [] }
    return [
      .heading(
        words.say(
          "规则中有交换循环的批次，录取线不能说明怎样的改动足够，故不列最小的改动",
          "The rules have a stage of trading cycles, of which cutoffs do not tell what change would be "
            + "enough: none is named"))
    ]
  }

  /// The fewest admitted of the pools whose last a letter tells something of, which hides those of
  /// fewer than `leastCell`; nil: of none.
  public func fewestAdmitted(hiding leastCell: Int) -> Int? {
    let ofPools = findings.flatMap(\.choices).flatMap(\.pools).compactMap { pool -> Int? in
      guard let admitted = pool.cutoff?.admitted else { return nil }
      switch pool.verdict {
      case .beaten: return admitted
      // The last admitted may be the student.
      case .admitted: return admitted > 1 ? admitted : nil
      default: return nil
      }
    }
    return (ofPools + changes.compactMap { $0.cutoff?.admitted })
      .filter { $0 > 0 && $0 >= leastCell }.min()
  }

  func describe(_ change: SingleChange, _ words: Wording) -> String {
    let to = words.programme(change.seat.programme)
    let stage = read.names.stages[change.seat.stage]
    let old = change.old.isEmpty ? words.say("空", "empty") : change.old
    let what: String
    switch change.kind {
    case .points:
      let added = Decimal(thousandths: change.added).description
      what = "\(change.column) \(old) → \(change.new) (+\(added))"
    case .text, .grade:
      what = "\(change.column) \(old) → \(change.new)"
    case .list:
      what = words.say(
        "第 \(change.old) 志愿改列第 1 志愿", "choice \(change.old) listed as choice 1")
    }
    return words.say(
      "\(what)：可被 \(to) 录取（批次 \(stage)）", "\(what): admitted to \(to) (stage \(stage))")
  }

  private func describe(_ doubt: SingleChange.Doubt, _ words: Wording) -> String {
    switch doubt {
    case .provisional:
      words.say(
        "此改动也会改变只求录取线的批次，须以 --rerun 证实",
        "it also changes a provisional stage, on whose cutoffs lines depend; --rerun tells")
    case .others:
      words.say(
        "延迟接受中，被挤出的人会去申请别处，录取线也会变，须以 --rerun 证实",
        "in deferred acceptance whoever loses a seat applies elsewhere, and cutoffs move; --rerun tells"
      )
    }
  }

  private func describe(_ result: RerunResult, _ words: Wording) -> String {
    switch result {
    case .done(let cells, let isConfirmed):
      let got = cells[0] == "admitted" ? "\(cells[1]) (\(cells[2]), \(cells[3]))" : cells[0]
      return isConfirmed
        ? words.say("重新录取证实：\(got)", "confirmed by a rerun: \(got)")
        : words.say("重新录取的结果不同：\(got)", "a rerun gives something else: \(got)")
    case .tie: return words.say("重新录取停在同分处，须裁定", "the rerun stops at a tie that must be decided")
    case .refused(let problems):
      // Totals from elsewhere do not keep a case from being run again; others are named to nobody.
      let error = problems.groups.first { $0.code.isError && $0.code != .controlDiffers }
      let why = error.map { group in
        let message = words.isForStudent ? nil : group.first.first?.message[words.language]
        return group.code.name + (message.map { " \($0)" } ?? "")
      }
      return words.say("改动后的案例被拒绝，无法重做", "the changed case is refused; no rerun")
        + (why.map { words.say("：\($0)", ": \($0)") } ?? "")
    }
  }

  // MARK: The lottery

  private func lotteryBlocks(_ words: Wording) -> [ExplanationBlock] {
    guard let lots, let line = lotteryLine else { return [] }
    return ownLotsBlocks(words) + [
      .heading(
        words.say(
          "抽签号 \(lots.number(0))：各项全同时，小者在前。只取决于公布的种子和学生代码，用下面一行可以复算",
          "Lottery number \(lots.number(0)): among equals the smaller comes first. It depends on the "
            + "published seed and the student's code alone; this line computes it")),
      .code(line),
    ]
  }

  /// The lots that the programmes of a list draw for themselves, each with the line that computes
  /// it.
  private func ownLotsBlocks(_ words: Wording) -> [ExplanationBlock] {
    guard let lots = read.market.programmeLots, let seed = read.seed else { return [] }
    let matching = findings.filter { read.market.stages[$0.stage].mechanism != .queue }
    let programmes = Set(matching.flatMap(\.choices).map(\.programme)).sorted()
    if programmes.isEmpty { return [] }
    let heading = words.say(
      "各招生代码各抽一签：各项全同时，该招生代码的抽签号小者在前",
      "Every programme draws lots of its own: among equals the smaller number there comes first")
    return [.heading(heading)]
      + programmes.flatMap { programme -> [ExplanationBlock] in
        let name = read.names.programmes[programme]
        return [
          .line(1, "\(name): \(lots(programme).number(0))"),
          .code(
            Explanation.lotteryLine("zhibiao-lottery-programme-v1", [seed, name, code])),
        ]
      }
  }

  /// The lots, where the rules draw any.
  var lots: Lots? { read.rules.drawsLots ? read.market.lots : nil }

  /// A line for a shell that computes the lottery number with nothing of ours; nil where nothing is
  /// drawn.
  var lotteryLine: String? {
    lots == nil ? nil : read.seed.map { Explanation.lotteryLine("zhibiao-lottery-v1", [$0, code]) }
  }

  private static func lotteryLine(_ prefix: String, _ parts: [String]) -> String {
    let holes = String(repeating: "\\n%s", count: parts.count)
    return "printf '%u\\n' 0x$(printf '\(prefix)\(holes)' "
      + "\(parts.map(shellQuoted).joined(separator: " ")) | sha256sum | cut -c1-16)"
  }
}
