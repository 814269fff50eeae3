import Diagnostics
import Exact

/// What a run shows without its case: no row twice, seats conserved, and every table adding up to
/// every other. Nothing is computed again.
struct RunAloneCheck {
  private let folder: RunFolder
  private let facts: PlainJSON
  private let threads: PlainThreads
  /// Students admitted, by programme, stage and pool: the first number.
  private var admitted: [[ByteText]: NamedSums.Numbers] = [:]

  init(_ folder: RunFolder, _ facts: PlainJSON, threads: PlainThreads) {
    (self.folder, self.facts, self.threads) = (folder, facts, threads)
  }

  /// Checks all tables. Complexity: O(bytes) on all threads.
  mutating func check(_ result: inout Verification) {
    var all = 0
    if let text = open("admissions.csv", AdmissionsReading.header, &result.findings) {
      let rows = readAdmissions(text, &result.findings)
      (all, admitted) = (rows.count, rows.sums)
      result.checked(
        all, zh: "学生的行（是否重复、成行）", one: "row of a student (in form)",
        en: "rows of students (once each, in form)")
    }
    if let text = open("cutoffs.csv", SeatTablesCheck.cutoffsHeader, &result.findings) {
      let count = checkCutoffs(text, &result.findings)
      result.checked(
        count, zh: "录取线的行（与录取人数）", one: "row of cutoffs (against admissions)",
        en: "rows of cutoffs (against admissions)")
    }
    if let text = open("seats.csv", SeatTablesCheck.seatsHeader, &result.findings) {
      let count = checkSeats(text, &result.findings)
      result.checked(
        count, zh: "名额账的行（守恒）", one: "row of the seat ledger (conserved)",
        en: "rows of the seat ledger (conserved)")
    }
    if let text = open("lines.csv", SeatTablesCheck.linesHeader, &result.findings) {
      let count = read(text, &result.findings) { _, _, _, _ in }.count
      result.checked(
        count, zh: "控制线的行（仅格式）", one: "row of lines (its form alone)",
        en: "rows of lines (their form alone)")
    }
    let admitted = self.admitted.values.reduce(0) { $0 + $1[0] }
    fact(["students", "all"], all, &result.findings)
    fact(["students", "admitted"], admitted, &result.findings)
    fact(["students", "notAdmitted"], all - admitted, &result.findings)
  }

  private func open(_ name: String, _ header: String, _ findings: inout Findings) -> RunText? {
    folder.bytes[name].flatMap {
      RunText(name, $0, header: header, threads: threads, findings: &findings)
    }
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

  // MARK: Rows

  /// What a thread read of a table.
  private struct Part: Sendable {
    var count = 0
    var findings = Findings()
    var sums = NamedSums()
  }

  /// What a table must not have twice: its first `cells` cells together.
  private struct Key: Sendable {
    var cells: Int
    var code: Code
  }

  /// Reads all rows of a table: `take` checks one, and enters its numbers.
  private func read(
    _ text: RunText, once key: Key? = nil, _ findings: inout Findings,
    _ take: @Sendable (inout Part, [PlainCell], _ line: Int, Span<UInt8>) -> Void
  ) -> (count: Int, sums: [[ByteText]: NamedSums.Numbers]) {
    let pieces = text.pieces
    // Few tasks of many pieces, since what each of them counts is added up by name.
    let tasks = min(pieces.count, threads.count * 4)
    let read = threads.map(tasks) { task -> (part: Part, keys: PlainRepeats) in
      let own = pieces[PlainThreads.part(task, of: tasks, count: pieces.count)]
      var rows = text.rows(from: own.first!.start, to: own.last!.end, line: own.first!.row + 2)
      var part = Part()
      var keys: [PlainRepeats.Thing] = []
      text.bytes.withSpan { bytes in
        checkText(text, bytes, own.first!.start, own.last!.end, &part.findings)
        while rows.next(bytes) {
          part.count += 1
          if let key {
            var hash: UInt64 = 0
            for cell in rows.cells[..<key.cells] { hash = hashOf(cell, bytes, after: hash) }
            keys.append(PlainRepeats.Thing(hash: hash, number: rows.start))
          }
          take(&part, rows.cells, rows.line, bytes)
        }
      }
      part.findings.merge(rows.findings)
      return (part, PlainRepeats(keys))
    }
    for (part, _) in read { findings.merge(part.findings) }
    if let key { reportRepeats(text, key, read.map(\.keys), &findings) }
    return (read.reduce(0) { $0 + $1.part.count }, NamedSums.joined(read.map(\.part.sums)))
  }

  /// Whether what stands at `start..<end`, which are whole lines, is text.
  private func checkText(
    _ text: RunText, _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ findings: inout Findings
  ) {
    var bad: Int?
    do {
      _ = try UTF8Span(validating: bytes.extracting(start..<end))
      bad = bytes.firstPlace(of: 0, start..<end)
    } catch {
      bad = start + error.byteOffsets.lowerBound
    }
    guard let bad else { return }
    findings.add(.plainReading, at: plainPlace(text.file, bytes, bad)) {
      Phrase(zh: "第 \(bad) 字节不是文本", en: "byte \(bad) is not text")
    }
  }

  @inline(__always)
  private func hashOf(_ cell: PlainCell, _ bytes: Span<UInt8>, after hash: UInt64) -> UInt64 {
    if !cell.hasDoubledQuotes { return bytes.hash(cell.start, cell.end, after: hash) }
    let content = PlainTable.content(cell, bytes)
    return content.span.hash(0, content.count, after: hash)
  }

  private func reportRepeats(
    _ text: RunText, _ key: Key, _ parts: [PlainRepeats], _ findings: inout Findings
  ) {
    @Sendable func name(_ start: Int) -> [ByteText] {
      var rows = text.rows(from: start, to: text.bytes.count, line: 0)
      return text.bytes.withSpan { bytes in
        _ = rows.next(bytes)
        var texts: [String] = []
        for cell in rows.cells[..<key.cells] { texts.append(cellText(cell, bytes)) }
        return [ByteText](texts)
      }
    }
    let repeated = PlainRepeats.find(in: parts, threads, into: [Int]()) {
      name($0) == name($1)
    } _: { found, start, _ in
      found.append(start)
    }
    var (line, at) = (2, text.bodyStart)
    for start in repeated.joined().sorted() {
      line += text.bytes.withSpan { $0.count(of: UInt8(ascii: "\n"), at, start) }
      at = start
      findings.add(key.code, at: Place(file: text.file, line: line)) {
        let name = name(start).texts.joined(separator: " / ")
        return Phrase(zh: "\(name) 有两行", en: "\(name) has two rows")
      }
    }
  }

  /// The numbers of a row whose cells from `first` on hold `count` of them; −1 for what is no
  /// number.
  @inline(__always)
  private func numbers(
    _ cells: [PlainCell], _ first: Int, _ count: Int, _ bytes: Span<UInt8>
  ) -> NamedSums.Numbers {
    var numbers = NamedSums.Numbers(repeating: 0)
    for at in 0..<count { numbers[at] = wholeNumber(cells[first + at], bytes) }
    return numbers
  }

  // MARK: Tables

  private static let admittedWord = Array("admitted".utf8)
  private static let notAdmittedWord = Array("notAdmitted".utf8)

  private func readAdmissions(
    _ text: RunText, _ findings: inout Findings
  ) -> (count: Int, sums: [[ByteText]: NamedSums.Numbers]) {
    let (yes, no) = (Self.admittedWord, Self.notAdmittedWord)
    return read(text, once: Key(cells: 1, code: .studentRowWrong), &findings) {
      part, cells, line, bytes in
      let empty = (2..<7).reduce(0) { $0 + (cells[$1].isEmpty ? 1 : 0) }
      if empty == 0, isCell(cells[1], yes, bytes) {
        part.sums.add([1, 0, 0, 0, 0, 0], cells, 2, 4, bytes)
      } else if empty < 5 || !isCell(cells[1], no, bytes) {
        part.findings.add(.runTableUnfit, at: Place(file: text.file, line: line)) {
          Phrase(zh: "不成结果的一行", en: "not an outcome")
        }
      }
    }
  }

  /// The stages of `run.json`, by name, of which `isSo` holds.
  private func stages(where isSo: (PlainJSON) -> Bool) -> [ByteText] {
    guard case .array(let stages) = facts["stages"] else { return [] }
    return stages.compactMap { stage in
      guard isSo(stage), case .text(let name) = stage["stage"] else { return nil }
      return ByteText(name)
    }
  }

  private func checkCutoffs(_ text: RunText, _ findings: inout Findings) -> Int {
    let provisional = stages { if case .bool(true) = $0["provisional"] { true } else { false } }
    // Stages in which vacancies of a reserve may revert to the seats for everyone: what some rows
    // of a programme have too few, others have more.
    let reverting = stages { stage in
      guard case .text(let mechanism) = stage["mechanism"] else { return false }
      return mechanism.hasPrefix("deferredAcceptance/") && mechanism.hasSuffix("/soft")
    }
    let revertingNames = reverting.map { Array($0.text.utf8) }
    let (count, sums) = read(text, once: Key(cells: 4, code: .cutoffWrong), &findings) {
      part, cells, line, bytes in
      let numbers = numbers(cells, 4, 5, bytes)
      let isBalanced =
        numbers[0] + numbers[4] == numbers[2] + numbers[3]
        || revertingNames.contains { isCell(cells[0], $0, bytes) }
      if numbers.contains(-1) || !isBalanced || (numbers[3] > 0 && numbers[4] > 0)
        || numbers[2] > numbers[1] || (numbers[2] == 0) != cells[11].isEmpty
      {
        part.findings.add(.cutoffWrong, at: Place(file: text.file, line: line)) {
          Phrase(
            zh: "名额 + 超额 应为 录取 + 空额，且录取不多于报考",
            en: "seats + excess should be admitted + vacant, with no more admitted than applicants")
        }
      }
      part.sums.add(numbers, cells, 0, 2, bytes)
    }
    let reverted = NamedSums.grouped(sums) { reverting.contains($0[0]) ? [$0[0], $0[1]] : nil }
    for (key, numbers) in reverted.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let moved = numbers[2] + numbers[3] - numbers[0] - numbers[4]
      if moved == 0 { continue }
      findings.add(.cutoffWrong, at: Place(file: text.file)) {
        let name = key.texts.joined(separator: " / ")
        return Phrase(
          zh: "\(name)：各类名额合计与录取加空额相差 \(moved)",
          en: "\(name): the seats of all pools and admitted + vacant differ by \(moved)")
      }
    }
    let final = sums.filter { !provisional.contains($0.key[0]) }
    let own = NamedSums.grouped(admitted) { [$0[1], $0[0], $0[2]] }
    compareAdmitted(final.mapValues { $0[2] }, own, .cutoffWrong, text.file, &findings)
    compareFacts(
      "stages", "stage", ["seats", "applications", "admitted", "vacant", "excess"],
      NamedSums.grouped(sums) { [$0[0]] }, &findings)
    return count
  }

  private func checkSeats(_ text: RunText, _ findings: inout Findings) -> Int {
    let (count, sums) = read(text, once: Key(cells: 3, code: .ledgerWrong), &findings) {
      part, cells, line, bytes in
      let numbers = numbers(cells, 3, 6, bytes)
      if numbers.contains(-1)
        || numbers[0] + numbers[1] + numbers[4] != numbers[2] + numbers[3] + numbers[5]
      {
        part.findings.add(.ledgerWrong, at: Place(file: text.file, line: line)) {
          Phrase(
            zh: "计划 + 转入 + 超额 应为 转出 + 录取 + 空额",
            en: "planned + moved in + excess should be moved out + admitted + vacant")
        }
      }
      part.sums.add(numbers, cells, 0, 1, bytes)
    }
    let own = NamedSums.grouped(admitted) { [$0[0], $0[2]] }
    compareAdmitted(sums.mapValues { $0[3] }, own, .ledgerWrong, text.file, &findings)
    compareFacts(
      "pools", "pool", ["planned", "movedIn", "movedOut", "admitted", "excess", "vacant"],
      NamedSums.grouped(sums) { [$0[1]] }, &findings)
    return count
  }

  // MARK: Sums

  /// Compares how many a table says were admitted with the rows of `admissions.csv`.
  private func compareAdmitted(
    _ listed: [[ByteText]: Int], _ own: [[ByteText]: NamedSums.Numbers], _ code: Code,
    _ file: String, _ findings: inout Findings
  ) {
    let names = Set(listed.keys).union(own.keys)
    for key in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let (found, expected) = (listed[key] ?? 0, own[key]?[0] ?? 0)
      if found == expected { continue }
      findings.differs(
        code, at: Place(file: file),
        {
          let name = key.texts.joined(separator: " / ")
          return Phrase(zh: "\(name) 的录取人数", en: "the admitted of \(name)")
        }, found: "\(found)", expected: "\(expected)")
    }
  }

  /// Compares the sums of a table with those that `run.json` lists under `list`, each named by
  /// `name`.
  private func compareFacts(
    _ list: String, _ name: String, _ keys: [String], _ sums: [[ByteText]: NamedSums.Numbers],
    _ findings: inout Findings
  ) {
    guard case .array(let entries) = facts[list] else { return }
    for (number, entry) in entries.enumerated() {
      guard case .text(let own) = entry[name] else { continue }
      let expected = sums[[ByteText(own)]] ?? NamedSums.Numbers(repeating: 0)
      for (at, key) in keys.enumerated() {
        let found = entry[key]?.written ?? ""
        if found == "\(expected[at])" { continue }
        let path = "/\(list)/\(number)/\(key)"
        findings.differs(
          .runFactWrong, at: Place(file: RunFactsCheck.file), { Phrase(zh: path, en: path) },
          found: found, expected: "\(expected[at])")
      }
    }
  }
}

extension NamedSums.Numbers {
  fileprivate func contains(_ number: Int) -> Bool {
    indices.contains { self[$0] == number }
  }
}
