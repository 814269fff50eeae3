import CPlainKernels
import Diagnostics

/// Reads `admissions.csv` beside the students, block by block: each row is the student's, and what
/// it says becomes a placement.
struct AdmissionsReading {
  static let file = "admissions.csv"
  static let header = "student,status,programme,stage,pool,choice,score"

  let market: MarketModel
  let threads: PlainThreads
  private let programmes: PlainNames
  private let stages: PlainNames
  private let pools: PlainNames
  private let refused = Array(",notAdmitted,,,,,\n".utf8)
  private let accepted = Array(",admitted,".utf8)
  /// For each stage the measure that every score is; −1 where that depends, or is a grade.
  private let scores: [Int]
  private let plainScores: [Int32]

  init(_ market: MarketModel, threads: PlainThreads) {
    (self.market, self.threads) = (market, threads)
    programmes = PlainNames(market.programmes)
    scores = market.stages.map { stage in
      guard stage.rule.mechanism == .queue, let key = market.rankings[stage.ranking].keys.first,
        market.layout.measures[key.measure].grades == nil
      else { return -1 }
      return key.measure
    }
    plainScores = scores.map { Int32($0) }
    stages = PlainNames(market.stages.map(\.rule.name))
    pools = PlainNames(market.audiences.indices.map { market.poolName($0) })
  }

  /// Everybody's placement, as the table says. Rows that are not the student's own, or not in form,
  /// are findings, and their students are nowhere.
  func read(_ text: RunText, _ findings: inout Findings) -> [Placement] {
    let before = findings
    var placements = [Placement].large(repeating: .nowhere, count: market.studentCount)
    let parts = read(text, into: &placements)
    for part in parts { findings.merge(part.findings) }
    let count = parts.reduce(0) { $0 + $1.count }
    if count != market.studentCount || parts.contains(where: \.isShifted) {
      findings = before
      for row in placements.indices { placements[row] = .nowhere }
      readByCode(text, &placements, &findings)
    }
    return placements
  }

  /// Reads all pieces, each into the places of its own rows: who is read there is who stands there,
  /// or the piece is shifted.
  ///
  /// Sound: the places of one piece end where those of the next begin, and within the array.
  private func read(_ text: RunText, into placements: inout [Placement]) -> [Rows] {
    let (pieces, all) = (text.pieces, placements.count)
    return unsafe placements.withUnsafeMutableBufferPointer { placements in
      let room = unsafe Room(places: UnsafeMutableBufferPointer(rebasing: placements[...]))
      return threads.map(pieces.count, with: { RowReader(self) }) { reader, at in
        let first = min(pieces[at].row, all)
        let end = at + 1 < pieces.count ? min(pieces[at + 1].row, all) : all
        return reader.read(text, pieces[at], into: room.part(first..<end))
      }
    }
  }

  /// Places of rows, filled one after the other; each thread has others.
  ///
  /// Sound: nothing is put where there is no place.
  @safe struct Room: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Placement>
    private(set) var count = 0

    init(places: UnsafeMutableBufferPointer<Placement>) { unsafe self.places = places }

    /// Those with these numbers.
    func part(_ range: Range<Int>) -> Room {
      unsafe Room(places: UnsafeMutableBufferPointer(rebasing: places[range]))
    }

    /// How many are not filled.
    var left: Int { unsafe places.count - count }

    mutating func put(_ placement: Placement) {
      precondition(left > 0)
      unsafe places[count] = placement
      count += 1
    }

    /// Has the next ones filled: `fill` says how many it did.
    mutating func put(_ fill: (UnsafeMutablePointer<zp_placement>) -> Int) {
      guard left > 0, let base = unsafe places.baseAddress else { return }
      let next = unsafe UnsafeMutableRawPointer(base + count)
      let filled = unsafe fill(next.assumingMemoryBound(to: zp_placement.self))
      precondition(filled <= left)
      count += filled
    }
  }

  /// Reads the row at `start` if it is student `i`'s, byte for byte as it is written where nothing
  /// needs quotes: what must stand there is compared and not cut into cells, and names end at a
  /// comma. `match` is then behind it. Nil for any other row, to be read with care.
  @inline(__always)
  fileprivate func plainRow(
    _ start: Int, _ codes: Span<UInt8>, _ block: StudentBlock, _ i: Int, _ bytes: Span<UInt8>,
    _ match: inout PlainMatch
  ) -> Placement? {
    let code = codes.extracting(block.codeRange(i))
    guard bytes.holds(code, at: start) else { return nil }
    var at = start &+ code.count
    if bytes.holds(refused.span, at: at) {
      match.move(to: at &+ refused.count)
      return .nowhere
    }
    guard bytes.holds(accepted.span, at: at) else { return nil }
    at &+= accepted.count
    let programme = name(programmes, &at, bytes)
    let stage = name(stages, &at, bytes)
    let pool = name(pools, &at, bytes)
    let digits = PlainCell(start: at, end: bytes.endOfCell(at))
    let choice = wholeNumber(digits, bytes)
    guard programme >= 0, stage >= 0, pool >= 0, (1...65535).contains(choice),
      scores[stage] >= 0
    else { return nil }
    let score = block.measure(scores[stage], i)
    if score == StudentLayout.missing { return nil }
    match.move(to: digits.end &+ 1)
    match.put(thousandths: score)
    match.put(UInt8(ascii: "\n"))
    if !match.isSame { return nil }
    return Placement(
      stage: Int16(stage), choice: UInt16(choice &- 1), programme: UInt16(programme),
      pool: UInt16(pool))
  }

  /// The number of the name at `at`, which is then behind its comma.
  @inline(__always)
  private func name(_ names: PlainNames, _ at: inout Int, _ bytes: Span<UInt8>) -> Int {
    let end = bytes.endOfCell(at)
    defer { at = end &+ 1 }
    return names.number(bytes, at, end)
  }

  /// How many rows were read, and what they say.
  struct Rows: Sendable {
    var count = 0
    var findings = Findings()
    /// Whether some row is not that of its student.
    var isShifted = false
  }

  /// Reads some rows, and then others.
  struct RowReader: Sendable {
    let table: AdmissionsReading
    private var room = unsafe Room(places: UnsafeMutableBufferPointer(start: nil, count: 0))
    private(set) var findings = Findings()
    private var isShifted = false
    private var expected: [UInt8] = []

    init(_ table: AdmissionsReading) {
      self.table = table
      expected.reserveCapacity(32)
    }

    /// Reads a piece, whose rows should be those of the students of the same numbers, into `room`.
    mutating func read(_ text: RunText, _ piece: RunText.Piece, into room: Room) -> Rows {
      (self.room, findings, isShifted) = (room, Findings(), false)
      text.bytes.withSpan { read(text, piece, $0) }
      text.bytes.letGo(piece.start..<piece.end)
      return Rows(count: self.room.count, findings: findings, isShifted: isShifted)
    }

    private mutating func read(_ text: RunText, _ piece: RunText.Piece, _ bytes: Span<UInt8>) {
      let (table, blocks) = (self.table, self.table.market.blocks)
      var rows = text.rows(from: piece.start, to: piece.end, line: piece.row + 2)
      var (at, i) = table.market.find(piece.row)
      var match = PlainMatch(text.bytes, at: piece.start)
      while at < blocks.count {
        let block = blocks[at]
        let codes = block.codes
        // A code with a comma stands in quotes, or its row is none.
        let commas = codes.span.count(of: UInt8(ascii: ","), 0, codes.count)
        let isPlain = !text.hasQuotes && commas == 0
        while i < block.count {
          if isPlain, rows.at < piece.end {
            let most = min(block.count - i, piece.row + piece.count - block.firstRow - i)
            i += readPlainRows(&rows, block, i, most, bytes)
            if i == block.count { break }
            if rows.at < piece.end, room.left > 0,
              let placement = table.plainRow(rows.at, codes.span, block, i, bytes, &match)
            {
              room.put(placement)
              rows.pass(to: match.at)
              i += 1
              continue
            }
          }
          guard rows.next(bytes) else { return findings.merge(rows.findings) }
          if room.left == 0 || !isCode(rows.cells[0], codes.span, block.codeRange(i), bytes) {
            isShifted = true
            return
          }
          room.put(placement(rows.cells, block, i, rows.line, bytes))
          i += 1
        }
        (at, i) = (at + 1, 0)
      }
      if rows.next(bytes) { isShifted = true }
      findings.merge(rows.findings)
    }

    /// Reads rows of students of `block` from `i` on, at most `most`, as long as they are plain;
    /// returns how many.
    ///
    /// Sound: there are as many students, the kernel is told where the text ends, and every array
    /// has what `outcomes.h` asks of it.
    private mutating func readPlainRows(
      _ rows: inout RunRows, _ block: StudentBlock, _ i: Int, _ most: Int, _ bytes: Span<UInt8>
    ) -> Int {
      let (most, before) = (min(most, room.left), room.count)
      if most <= 0 { return 0 }
      let (programmes, stages, pools) = (table.programmes, table.stages, table.pools)
      let scores = table.plainScores
      var tables = zp_outcomes(
        programmes_mask: UInt64(programmes.mask), stages_mask: UInt64(stages.mask),
        pools_mask: UInt64(pools.mask), step: UInt32(block.measureCount))
      var at = UInt64(rows.at)
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe room.put { places in
          unsafe Int(
            zp_read_outcomes(
              &tables, bytes.baseAddress!, UInt64(bytes.count), &at, block.codes, block.codeEnds,
              block.measures, block.wideMeasures, UInt32(i), UInt32(most), programmes.slots,
              stages.slots, pools.slots, scores, places))
        }
      }
      rows.pass(room.count - before, to: Int(at))
      return room.count - before
    }

    @inline(__always)
    private func isCode(
      _ cell: PlainCell, _ codes: Span<UInt8>, _ range: Range<Int>, _ bytes: Span<UInt8>
    ) -> Bool {
      !cell.hasDoubledQuotes && cell.end &- cell.start == range.count
        && bytes.holds(codes.extracting(range), at: cell.start)
    }

    /// What the row of student `i` of `block` says, where it is in form: `admitted` with all cells,
    /// or `notAdmitted` with none.
    mutating func placement(
      _ cells: [PlainCell], _ block: StudentBlock, _ i: Int, _ line: Int, _ bytes: Span<UInt8>
    ) -> Placement {
      if isCell(cells[1], AdmissionsReading.notAdmitted, bytes) {
        if (2..<7).allSatisfy({ cells[$0].isEmpty }) { return .nowhere }
      } else if isCell(cells[1], AdmissionsReading.admitted, bytes) {
        let programme = table.programmes.number(bytes, cells[2].start, cells[2].end)
        let stage = table.stages.number(bytes, cells[3].start, cells[3].end)
        let pool = table.pools.number(bytes, cells[4].start, cells[4].end)
        let choice = wholeNumber(cells[5], bytes)
        if programme >= 0, stage >= 0, pool >= 0, (1...65535).contains(choice) {
          checkScore(cells[6], block, i, (stage, pool, programme), line, bytes)
          return Placement(
            stage: Int16(stage), choice: UInt16(choice - 1), programme: UInt16(programme),
            pool: UInt16(pool))
        }
      }
      findings.add(.runTableUnfit, at: Place(file: AdmissionsReading.file, line: line)) {
        let row = cells.map { cellText($0, bytes) }.joined(separator: ",")
        return Phrase(
          zh: "不成结果的一行：\(shown(row, .zh))", en: "not an outcome: \(shown(row, .en))")
      }
      return .nowhere
    }

    /// The score is the first key of the ranking at which the student was admitted.
    private mutating func checkScore(
      _ cell: PlainCell, _ block: StudentBlock, _ i: Int,
      _ seat: (stage: Int, pool: Int, programme: Int), _ line: Int, _ bytes: Span<UInt8>
    ) {
      let market = table.market
      expected.removeAll(keepingCapacity: true)
      // Most are numbers of one ranking, and are written without a text in between.
      let measure = table.scores[seat.stage]
      let value = measure < 0 ? StudentLayout.missing : block.measure(measure, i)
      if value != StudentLayout.missing {
        expected.put(thousandths: value)
      } else {
        let text = market.firstKey(
          block.firstRow + i, stage: seat.stage, pool: seat.pool, programme: seat.programme)
        expected += Array(text.utf8)
      }
      if isCell(cell, expected, bytes) { return }
      findings.differs(
        .outcomeWrong, at: Place(file: AdmissionsReading.file, line: line),
        {
          let student = block.code(i)
          return Phrase(zh: "学生 \(student) 的 score", en: "the score of student \(student)")
        }, found: cellText(cell, bytes), expected: String(decoding: expected, as: UTF8.self))
    }
  }

  private static let admitted = Array("admitted".utf8)
  private static let notAdmitted = Array("notAdmitted".utf8)

  // MARK: Rows that are not those of the students

  /// Finds everybody's row by the code, and says which rows are missing, doubled, strange or out of
  /// order: slow, and only where some are.
  private func readByCode(
    _ text: RunText, _ placements: inout [Placement], _ findings: inout Findings
  ) {
    var students = PlainNames()
    for block in market.blocks {
      for i in 0..<block.count {
        _ = students.number(adding: Array(block.codes[block.codeRange(i)]))
      }
    }
    var reader = RowReader(self)
    var seen = Array(repeating: 0, count: market.studentCount)
    var rows = text.rows(from: text.bodyStart, to: text.bytes.count, line: 2)
    let own = text.bytes.array()
    let bytes = own.span
    var before = -1
    var isOrderReported = false
    while rows.next(bytes) {
      let code = PlainTable.content(rows.cells[0], bytes)
      let student = students.number(code.span, 0, code.count)
      let place = Place(file: AdmissionsReading.file, line: rows.line)
      let name = String(decoding: code, as: UTF8.self)
      guard student >= 0 else {
        findings.add(.studentRowWrong, at: place) {
          Phrase(zh: "案例中没有学生 \(name)", en: "the case has no student \(name)")
        }
        continue
      }
      if seen[student] > 0 {
        let first = seen[student]
        findings.add(.studentRowWrong, at: place) {
          Phrase(
            zh: "学生 \(name) 重复，第一次在第 \(first) 行",
            en: "student \(name) has two rows, the first on line \(first)")
        }
        continue
      }
      seen[student] = rows.line
      let (block, i) = market.find(student)
      placements[student] = reader.placement(
        rows.cells, market.blocks[block], i, rows.line, bytes)
      if student < before, !isOrderReported {
        isOrderReported = true
        findings.add(.studentRowWrong, at: place) {
          Phrase(
            zh: "从学生 \(name) 起顺序与 students.csv 不同",
            en: "from student \(name) on the rows are not in the order of students.csv")
        }
      }
      before = max(before, student)
    }
    findings.merge(rows.findings)
    findings.merge(reader.findings)
    for student in 0..<students.count where seen[student] == 0 {
      findings.add(.studentRowWrong, at: Place(file: AdmissionsReading.file)) {
        let name = String(decoding: students.codes[student], as: UTF8.self)
        return Phrase(zh: "学生 \(name) 没有行", en: "student \(name) has no row")
      }
    }
  }
}
