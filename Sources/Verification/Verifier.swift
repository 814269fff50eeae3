import Diagnostics
import Rules

/// One check of a run, step by step.
struct Verifier {
  var result: Verification
  let after: String?
  private let commitment: String?
  let programVersion: String
  let threads: PlainThreads
  private(set) var folder: RunFolder
  private(set) var facts: PlainJSON?

  init(
    _ run: String, caseFolder: String? = nil, after: String? = nil, commitment: String? = nil,
    programVersion: String, threads: PlainThreads
  ) {
    self.after = after
    result = Verification(run: run, caseFolder: caseFolder)
    (self.commitment, self.programVersion, self.threads) = (commitment, programVersion, threads)
    folder = RunFolder(
      run, threads: threads, isPatient: caseFolder != nil, findings: &result.findings)
    result.fingerprint = folder.fingerprint
  }

  /// Digests first; then everything from the inputs, or what the run alone can show.
  mutating func verify() {
    guard folder.isComplete, readFacts() else { return checkDigests() }
    guard let path = result.caseFolder else { return verifyAlone() }
    var earlier: EarlierRound?
    guard findsNothing({ earlier = $0.earlierRound(isNeeded: true) }) else { return checkDigests() }
    let files = CaseFolder(path, threads: threads, facts: facts)
    let inputs = CaseInputsReader(folder: files, earlier: earlier, threads: threads).read()
    if inputs == nil { files.readRest(folder.inputs.map(\.name)) }
    // While large files are hashed, everything is computed. Should the inputs be others than those
    // of the run, it is forgotten.
    var computed: Verification?
    if let inputs { computed = recomputed(inputs, files) }
    let digests = files.finishedDigests()
    let areThose = findsNothing { $0.compareInputs(digests, files) }
    guard areThose, let inputs, let computed else {
      checkDigests()
      if areThose { result.findings.add(files.problems) }
      result.unchecked.append(
        Phrase(
          zh: "输入与该结果的输入不同、无法读取，或超出本核验的范围；其余没有核验",
          en:
            "the inputs are not those of the run, cannot be read, or are beyond this check: nothing "
            + "else was checked"))
      return
    }
    let own = RunFactsCheck.commitment(digests, inputs.rules, after: inputs.after)
    result.commitment = own
    checkCommitment(own, Phrase(zh: "抽签之前公布的承诺值", en: "commitment published before the draw"))
    checkPlan(inputs, digests)
    result.take(computed)
    checkDigests()
    sayWhatIsTrusted(inputs)
    checkEarlier()
    sayOfficeTables(files.officeTables)
  }

  /// Whether `part` of the check adds no finding.
  private mutating func findsNothing(_ part: (inout Verifier) -> Void) -> Bool {
    let before = result.findings.count
    part(&self)
    return result.findings.count == before
  }

  /// Compares the inputs with those of the run. What cannot be read is neither the same nor
  /// another.
  private mutating func compareInputs(
    _ digests: [(name: String, hex: String)], _ files: CaseFolder
  ) {
    if findsNothing({ $0.result.findings.add(files.unread) }) {
      folder.compareInputs(digests, &result.findings)
    }
    result.checked(
      digests.count, zh: "输入文件的摘要", one: "digest of the inputs", en: "digests of the inputs")
  }

  /// What is computed of the inputs, apart from what is found before they are known to be the
  /// run's.
  ///
  /// The folder stays one: the bytes that are checked are those that are hashed.
  private mutating func recomputed(_ inputs: CaseInputs, _ files: CaseFolder) -> Verification {
    var computed = Verification(run: result.run, caseFolder: result.caseFolder)
    swap(&result, &computed)
    recompute(inputs, files)
    swap(&result, &computed)
    return computed
  }

  /// What no check of this program can show.
  private mutating func sayWhatIsTrusted(_ inputs: CaseInputs) {
    result.unchecked += [
      Phrase(
        zh: "输入是否属实：分数、志愿、学籍是否与原始记录一致，任何程序都无从知道",
        en:
          "whether the inputs are true: no program can know whether scores, choices and enrolment "
          + "are those of the original records"),
      Phrase(
        zh: "rules.json 的读法：与录取用的是同一段读取程序；zhibiao rules CASE 把规则逐句念回，供人与公布的规则对照",
        en:
          "how rules.json is read: by the reader that allocate uses; zhibiao rules CASE reads the rules "
          + "back as sentences, for people to compare with the published rules"),
    ]
    guard inputs.withdrawalsOnTrust > 0 else { return }
    let count = inputs.withdrawalsOnTrust
    result.unchecked.append(
      Phrase(
        zh: "\(grouped(count)) 个放弃的名额属于哪个受众：以 withdrawals.csv 为准，前一轮没有带案例（--bundle），无从核对",
        en:
          "whose seats \(counted(count, "withdrawal")) gave back: as withdrawals.csv says, since the "
          + "earlier run keeps no case (--bundle) that tells"))
  }

  // MARK: run.json

  /// Reads `run.json` as far as it says which program wrote it; false where no more can be checked.
  private mutating func readFacts() -> Bool {
    let place = Place(file: RunFactsCheck.file)
    guard let json = folder.facts else {
      result.findings.add(.runTableUnfit, at: place) {
        Phrase(zh: "不是 JSON：文件被截断或改动", en: "not JSON: the file was cut or changed")
      }
      return false
    }
    facts = json
    result.facts = RunStatement(json)
    guard case .number("1") = json["format"], case .text(let version) = json["version"],
      !isNewer(version, than: programVersion)
    else {
      let (format, version) = (json["format"]?.written ?? "", json["version"]?.written ?? "")
      result.findings.add(.runNewer, at: place) {
        Phrase(
          zh: "格式 \(format)、版本 \(version)；本程序为格式 1、版本 \(programVersion)",
          en: "format \(format), version \(version); this program knows format 1 up to version "
            + programVersion)
      }
      return false
    }
    return true
  }

  /// Whether version `a` (`1.2.3`) is newer than `b`.
  private func isNewer(_ a: String, than b: String) -> Bool {
    let parts = [a, b].map { $0.split(separator: ".").map { Int($0) ?? Int.max } }
    return parts[1].lexicographicallyPrecedes(parts[0])
  }

  // MARK: Without a case

  private mutating func verifyAlone() {
    result.unchecked.append(
      Phrase(
        zh: "没有案例：成绩、资格、排序、录取线和每名学生的结果都没有复算（加 --case CASE）",
        en: "there was no case: scores, eligibility, order, cutoffs and outcomes were not computed "
          + "again (add --case CASE)"))
    var alone = RunAloneCheck(folder, facts!, threads: threads)
    alone.check(&result)
    WarningsCheck(facts: facts!).checkForm(&result.findings)
    let ofInputs = folder.waypointsOfInputs()
    RunFactsCheck.compareWaypoints(
      facts!, Waypoints.member(inputs: ofInputs, tables: folder.waypoints()),
      hasInputs: !ofInputs.isEmpty, &result.findings)
    _ = earlierRound(isNeeded: false)
    checkEarlier()
    if case .text(let own) = facts!["commitment"] {
      checkCommitment(
        own,
        Phrase(
          zh: "抽签之前公布的承诺值（与 run.json 所记的比较）",
          en: "commitment published before the draw (against the one in run.json)"))
    }
    checkPage(&result)
    checkDigests()
  }

  private func checkPage(_ result: inout Verification) {
    let count = PageCheck(folder: folder, facts: facts!).check(&result.findings)
    result.checked(
      count, zh: "页面 report.html（重做并逐字节比较）", en: "page report.html (made again, byte by byte)")
  }

  // MARK: With a case

  private mutating func recompute(_ inputs: CaseInputs, _ files: CaseFolder) {
    result.checked(
      inputs.students, zh: "学生的成绩、排序与资格", one: "student's scores, keys, eligibility",
      en: "students' scores, keys, eligibility")
    guard let text = open("admissions.csv", AdmissionsReading.header) else { return }
    let placements = AdmissionsReading(inputs.market, threads: threads)
      .read(text, &result.findings)
    // What does not depend on each other goes side by side, so that no processor waits for another.
    let threads = self.threads
    let drawnCount = DrawnCount(market: inputs.market, threads: threads)
    let (recount, drawn) = threads.both(
      {
        var recount = Recount(inputs, placements, threads: threads)
        recount.run()
        return recount
      }, { drawnCount.total() })
    result.findings.merge(recount.findings)
    result.checked(
      placements.count, zh: "学生的结果（阈值形式）", one: "student's outcome (threshold form)",
      en: "students' outcomes (threshold form)")
    result.checked(recount.stages.count, zh: "批次", one: "stage", en: "stages")
    if recount.matchingCount > 0 {
      result.checked(
        recount.matchingCount, zh: "按定义重做并检查 V1–V5 的批次",
        one: "stage made again by the definition, and checked by V1 to V5",
        en: "stages made again by the definition, and checked by V1 to V5")
    }
    if recount.stopCount + inputs.decisions.count > 0 {
      result.checked(
        recount.stopCount, zh: "同分停顿（重新找出）", one: "stop for a tie (found again)",
        en: "stops for ties (found again)")
      result.checked(inputs.decisions.count, zh: "裁定", one: "decision", en: "decisions")
    }
    let cutoffs = open("cutoffs.csv", SeatTablesCheck.cutoffsHeader)
    let lines = open("lines.csv", SeatTablesCheck.linesHeader)
    let seats = open("seats.csv", SeatTablesCheck.seatsHeader)
    let (digests, waypoints, own) = (files.awaitedDigests, files.awaitedWaypoints, self)
    let (tables, facts) = threads.both(
      { own.tablesChecked(recount, cutoffs, lines, seats) },
      { own.factsChecked(recount, digests, waypoints, drawn: drawn) })
    result.take(tables)
    result.take(facts)
  }

  /// Says whose decoder read the workbooks and databases: not this check's own.
  private mutating func sayOfficeTables(_ files: [String]) {
    guard !files.isEmpty else { return }
    result.checked(
      files.count, zh: "由与录取相同的解码程序读出的表（.xlsx、.dbf）",
      one: "table decoded as allocate decodes it (.xlsx, .dbf)",
      en: "tables decoded as allocate decodes them (.xlsx, .dbf)")
    let names = files.joined(separator: ", ")
    result.unchecked.append(
      Phrase(
        zh: "工作簿与 DBF 的解码（\(names)）：与录取用的是同一段解码程序，其后一切都已复算；转存为 CSV 即可独立核验",
        en:
          "how workbooks and DBF files are decoded (\(names)): by the same decoder as the engine's; "
          + "all behind it was computed again. Convert them to CSV to check this independently too")
    )
  }

  /// Compares `own` with what was published, if that is at hand.
  private mutating func checkCommitment(_ own: String, _ what: Phrase) {
    guard let commitment else { return }
    result.checked(1, zh: what.zh, en: what.en)
    if commitment.lowercased() == own { return }
    result.findings.differs(
      .commitmentWrong, { Phrase(zh: "承诺值", en: "the commitment") }, found: commitment,
      expected: own)
  }

  /// What checking the tables of seats comes to, as far as they are there.
  private func tablesChecked(
    _ recount: Recount, _ cutoffs: RunText?, _ lines: RunText?, _ seats: RunText?
  ) -> Verification {
    var part = Verification(run: result.run, caseFolder: result.caseFolder)
    let tables = SeatTablesCheck(recount: recount, threads: threads)
    if let cutoffs {
      part.checked(
        tables.checkCutoffs(cutoffs, &part.findings), zh: "录取线的行", one: "row of cutoffs",
        en: "rows of cutoffs")
    }
    if let lines {
      part.checked(
        tables.checkLines(lines, &part.findings), zh: "控制线的行", one: "row of lines",
        en: "rows of lines")
    }
    if let seats {
      part.checked(
        tables.checkSeats(seats, &part.findings), zh: "名额账的行", one: "row of the seat ledger",
        en: "rows of the seat ledger")
    }
    return part
  }

  /// What checking `run.json` and the page comes to; `drawn` students draw lots.
  private func factsChecked(
    _ recount: Recount, _ digests: () -> [(name: String, hex: String)],
    _ waypoints: () -> [(name: String, way: Waypoints)], drawn: Int
  ) -> Verification {
    var part = Verification(run: result.run, caseFolder: result.caseFolder)
    let inputs = recount.inputs
    let compliance = ComplianceCheck(inputs)
    part.checked(
      compliance.check(&part.findings), zh: "合规要点", one: "compliance point",
      en: "compliance points")
    let page = PageFacts(recount: recount, threads: threads).json()
    var pageChecked = Verification(run: result.run, caseFolder: result.caseFolder)
    checkPage(&pageChecked)
    // The digests last: while anything else is to be done, they are being made.
    let check = RunFactsCheck(
      recount: recount, digests: digests(), compliance: compliance.printed(), drawn: drawn,
      page: page,
      // Who says nothing of the way claims nothing: it is then hashed from one end.
      waypoints: facts?[Waypoints.key] == nil
        ? [] : Waypoints.member(inputs: waypoints(), tables: folder.waypoints()))
    let count = RunFactsCheck.compare(facts!, check.expected(), "", &part.findings)
    part.checked(count, zh: "run.json 的各项", one: "value of run.json", en: "values of run.json")
    let warnings = WarningsCheck(facts: facts!)
    warnings.checkForm(&part.findings)
    let expected = compliance.waived().merging(inputs.ruleWarnings) { $0 + $1 }
    let warned = warnings.compare(expected, &part.findings)
    part.checked(
      warned, zh: "run.json 中由规则和豁免得出的警告代码",
      one: "code of warnings of rules and waivers in run.json",
      en: "codes of warnings of rules and waivers in run.json")
    part.unchecked.append(
      Phrase(
        zh: "run.json 中读表时的警告（W2、W3、W4）各有几条：只核对了代码与形式，它们不影响录取；"
          + "以及产生结果的版本，以它自己所写为准",
        en: "how often run.json counts each warning of reading tables (W2, W3, W4): codes and form "
          + "were checked, they decide nothing; and the version that made the run, which is as it says"
      ))
    part.take(pageChecked)
    return part
  }

  /// Compares the digests of the run's files; the large ones were hashed beside all the rest.
  private mutating func checkDigests() {
    let count = folder.compareDigests(&result.findings)
    let check = Verification.Check(
      name: Phrase(
        zh: "结果文件的摘要", en: count == 1 ? "digest of the run's files" : "digests of the run's files"),
      count: count)
    result.checks.insert(check, at: 0)
  }

  private mutating func open(_ name: String, _ header: String) -> RunText? {
    guard let bytes = folder.take(name, &result.findings) else { return nil }
    return RunText(
      name, bytes, header: header, threads: threads, findings: &result.findings)
  }
}
