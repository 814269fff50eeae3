import Diagnostics
import Exact

/// What a run shows without its case: no student twice, seats conserved, and every table adding up to
/// every other. Nothing is computed again.
struct RunAloneCheck {
  private let folder: RunFolder
  private let facts: PlainJSON
  /// Students admitted, by stage, programme and pool.
  private var admitted: [[ByteText]: Int] = [:]
  private var all = 0

  init(_ folder: RunFolder, _ facts: PlainJSON) { (self.folder, self.facts) = (folder, facts) }

  /// Checks all tables.
  mutating func check(_ result: inout Verification) {
    if let rows = texts("admissions.csv", AdmissionsReading.header, &result) {
      checkAdmissions(rows, &result.findings)
      result.checked(rows.count, zh: "学生的行（是否重复、成行）", en: "rows of students (once each, in form)")
    }
    if let rows = texts("cutoffs.csv", SeatTablesCheck.cutoffsHeader, &result) {
      checkCutoffs(rows, &result.findings)
      result.checked(rows.count, zh: "录取线的行（与录取人数）", en: "rows of cutoffs (against admissions)")
    }
    if let rows = texts("seats.csv", SeatTablesCheck.seatsHeader, &result) {
      checkSeats(rows, &result.findings)
      result.checked(rows.count, zh: "名额账的行（守恒）", en: "rows of the seat ledger (conserved)")
    }
    if let rows = texts("lines.csv", SeatTablesCheck.linesHeader, &result) {
      result.checked(rows.count, zh: "控制线的行（仅格式）", en: "rows of lines (their form alone)")
    }
    let admitted = self.admitted.values.reduce(0, +)
    fact(["students", "all"], all, &result.findings)
    fact(["students", "admitted"], admitted, &result.findings)
    fact(["students", "notAdmitted"], all - admitted, &result.findings)
  }

  private func texts(
    _ name: String, _ header: String, _ result: inout Verification
  ) -> PlainTexts? {
    guard let bytes = folder.bytes[name],
      RunText(name, bytes, header: header, findings: &result.findings) != nil
    else { return nil }
    var log = ProblemLog()
    guard let table = PlainTable(name, bytes, problems: &log) else {
      result.findings.add(log)
      return nil
    }
    let texts = table.texts(problems: &log)
    result.findings.add(log)
    return texts
  }

  /// Compares a number of `run.json`.
  private func fact(_ path: [String], _ expected: Int, _ findings: inout Findings) {
    let found = path.reduce(Optional(facts)) { $0?[$1] }?.written ?? ""
    if found == "\(expected)" { return }
    findings.differs(
      .runFactWrong, at: Place(file: RunFactsCheck.file),
      {
        let name = "/" + path.joined(separator: "/")
        return Phrase(zh: name, en: name)
      }, found: found, expected: "\(expected)")
  }

  // MARK: Tables

  private mutating func checkAdmissions(_ rows: PlainTexts, _ findings: inout Findings) {
    var students = PlainNames()
    all = rows.count
    for row in 0..<rows.count {
      let before = students.count
      if students.number(adding: Array(rows[row, 0].utf8)) < before {
        let student = rows[row, 0]
        findings.add(.studentRowWrong, at: rows.place(row)) {
          Phrase(zh: "学生 \(student) 重复", en: "student \(student) has two rows")
        }
      }
      let cells = (2..<7).map { rows[row, $0] }
      switch rows[row, 1] {
      case "admitted" where cells.allSatisfy { !$0.isEmpty }:
        admitted[[ByteText]([cells[1], cells[0], cells[2]]), default: 0] += 1
      case "notAdmitted" where cells.allSatisfy(\.isEmpty): break
      default:
        findings.add(.runTableUnfit, at: rows.place(row)) {
          Phrase(zh: "不成结果的一行", en: "not an outcome")
        }
      }
    }
  }

  /// The stages in which vacancies of a reserve may revert to the seats for everyone.
  private var revertingStages: [ByteText] {
    guard case .array(let stages) = facts["stages"] else { return [] }
    return stages.compactMap { stage in
      guard case .text(let mechanism) = stage["mechanism"],
        mechanism.hasPrefix("deferredAcceptance/"), mechanism.hasSuffix("/soft"),
        case .text(let name) = stage["stage"]
      else { return nil }
      return ByteText(name)
    }
  }

  private var provisionalStages: [ByteText] {
    guard case .array(let stages) = facts["stages"] else { return [] }
    return stages.compactMap { stage in
      guard case .bool(true) = stage["provisional"], case .text(let name) = stage["stage"] else {
        return nil
      }
      return ByteText(name)
    }
  }

  private func checkCutoffs(_ rows: PlainTexts, _ findings: inout Findings) {
    let provisional = provisionalStages
    var sums: [[ByteText]: Int] = [:]
    var stages: [ByteText: [Int]] = [:]
    var seen: Set<[ByteText]> = []
    // Seats that reverted inside a stage: what its rows have too few, others of the programme have more.
    let reverting = revertingStages
    var reverted: [[ByteText]: Int] = [:]
    for row in 0..<rows.count {
      let name = (0..<4).map { ByteText(rows[row, $0]) }
      if !seen.insert(name).inserted {
        findings.add(.cutoffWrong, at: rows.place(row)) {
          Phrase(zh: "这一行重复", en: "the row is there twice")
        }
      }
      let numbers = (4..<9).map { PlainNumber.count(rows[row, $0]) ?? -1 }
      let moved = numbers[2] + numbers[3] - numbers[0] - numbers[4]
      let isReverting = reverting.contains(name[0])
      if isReverting { reverted[[name[0], name[1]], default: 0] += moved }
      let isBalanced = moved == 0 || isReverting
      if numbers.contains(-1) || !isBalanced || (numbers[3] > 0 && numbers[4] > 0)
        || numbers[2] > numbers[1] || (numbers[2] == 0) != rows[row, 11].isEmpty
      {
        findings.add(.cutoffWrong, at: rows.place(row)) {
          Phrase(
            zh: "名额 + 超额 应为 录取 + 空额，且录取不多于报考",
            en: "seats + excess should be admitted + vacant, with no more admitted than applicants")
        }
      }
      for (at, number) in numbers.enumerated() {
        stages[name[0], default: [0, 0, 0, 0, 0]][at] += number
      }
      if !provisional.contains(name[0]) { sums[Array(name.prefix(3)), default: 0] += numbers[2] }
    }
    for (key, moved) in reverted.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    where moved != 0 {
      findings.add(.cutoffWrong, at: Place(file: rows.file)) {
        let name = key.texts.joined(separator: " / ")
        return Phrase(
          zh: "\(name)：各类名额合计与录取加空额相差 \(moved)",
          en: "\(name): the seats of all pools and admitted + vacant differ by \(moved)")
      }
    }
    for key in Set(sums.keys).union(admitted.keys).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where sums[key] ?? 0 != admitted[key] ?? 0 {
      let (found, expected) = (sums[key] ?? 0, admitted[key] ?? 0)
      findings.differs(
        .cutoffWrong, at: Place(file: rows.file),
        {
          let name = key.texts.joined(separator: " / ")
          return Phrase(zh: "\(name) 的录取人数", en: "the admitted of \(name)")
        }, found: "\(found)", expected: "\(expected)")
    }
    checkStages(stages, &findings)
  }

  private func checkStages(_ sums: [ByteText: [Int]], _ findings: inout Findings) {
    guard case .array(let stages) = facts["stages"] else { return }
    let names = ["seats", "applications", "admitted", "vacant", "excess"]
    for (number, stage) in stages.enumerated() {
      guard case .text(let name) = stage["stage"] else { continue }
      let expected = sums[ByteText(name)] ?? [0, 0, 0, 0, 0]
      for (at, key) in names.enumerated() {
        let found = stage[key]?.written ?? ""
        if found == "\(expected[at])" { continue }
        findings.differs(
          .runFactWrong, at: Place(file: RunFactsCheck.file),
          { Phrase(zh: "/stages/\(number)/\(key)", en: "/stages/\(number)/\(key)") }, found: found,
          expected: "\(expected[at])")
      }
    }
  }

  private func checkSeats(_ rows: PlainTexts, _ findings: inout Findings) {
    var sums: [ByteText: [Int]] = [:]
    var taken: [[ByteText]: Int] = [:]
    for row in 0..<rows.count {
      let numbers = (3..<9).map { PlainNumber.count(rows[row, $0]) ?? -1 }
      if numbers.contains(-1)
        || numbers[0] + numbers[1] + numbers[4] != numbers[2] + numbers[3] + numbers[5]
      {
        findings.add(.ledgerWrong, at: rows.place(row)) {
          Phrase(
            zh: "计划 + 转入 + 超额 应为 转出 + 录取 + 空额",
            en: "planned + moved in + excess should be moved out + admitted + vacant")
        }
      }
      for (at, number) in numbers.enumerated() {
        sums[ByteText(rows[row, 1]), default: [0, 0, 0, 0, 0, 0]][at] += number
      }
      taken[[ByteText]([rows[row, 0], rows[row, 1]]), default: 0] += numbers[3]
    }
    var own: [[ByteText]: Int] = [:]
    for (key, count) in admitted { own[[key[1], key[2]], default: 0] += count }
    for key in Set(own.keys).union(taken.keys).sorted(by: { $0.lexicographicallyPrecedes($1) })
    where own[key] ?? 0 != taken[key] ?? 0 {
      let (found, expected) = (taken[key] ?? 0, own[key] ?? 0)
      findings.differs(
        .ledgerWrong, at: Place(file: rows.file),
        {
          let name = key.texts.joined(separator: " / ")
          return Phrase(zh: "\(name) 的录取人数", en: "the admitted of \(name)")
        }, found: "\(found)", expected: "\(expected)")
    }
    checkPools(sums, &findings)
  }

  private func checkPools(_ sums: [ByteText: [Int]], _ findings: inout Findings) {
    guard case .array(let pools) = facts["pools"] else { return }
    let names = ["planned", "movedIn", "movedOut", "admitted", "excess", "vacant"]
    for (number, pool) in pools.enumerated() {
      guard case .text(let name) = pool["pool"] else { continue }
      let expected = sums[ByteText(name)] ?? [0, 0, 0, 0, 0, 0]
      for (at, key) in names.enumerated() {
        let found = pool[key]?.written ?? ""
        if found == "\(expected[at])" { continue }
        findings.differs(
          .runFactWrong, at: Place(file: RunFactsCheck.file),
          { Phrase(zh: "/pools/\(number)/\(key)", en: "/pools/\(number)/\(key)") }, found: found,
          expected: "\(expected[at])")
      }
    }
  }
}
