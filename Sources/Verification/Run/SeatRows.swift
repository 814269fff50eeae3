import Diagnostics

/// Checks a table of a run whose rows are about seats: each row by itself, and that all are there,
/// once and in order.
///
/// `expect` says what a row should hold, or that there should be none: the numbers, then texts.
struct SeatRows {
  /// What a row is about: an ascending number gives the order of the table.
  struct Key: Sendable {
    var stage: Int
    var pool: Int
    /// Audience a and programme p at a · programmes + p.
    var cell: Int
    /// Where the row belongs.
    var place: Int
  }

  let market: MarketModel
  let file: String
  let code: Code
  /// The columns' names, from that of the stage or programme on.
  let columns: [String]
  /// Whether the first cell names a stage.
  let hasStage: Bool
  let threads: PlainThreads

  private var firstColumn: Int { hasStage ? 1 : 0 }

  /// What one thread found in some rows.
  private struct Part: Sendable {
    var findings = Findings()
    var rows = 0
    var first = -1
    var last = -1
    var isOrdered = true
  }

  /// Checks all rows. `expected` says whether a seat has a row; `compare` checks the row's values,
  /// which begin at the cell given; `count` is how many rows there should be.
  func check(
    _ text: RunText, count: Int, findings: inout Findings,
    isExpected: @Sendable (Key) -> Bool,
    compare: @Sendable (Key, _ cells: [PlainCell], _ line: Int, Span<UInt8>, inout Findings) -> Void
  ) -> Int {
    let pieces = text.pieces
    let names = Names(market)
    let parts = threads.map(pieces.count) { number -> Part in
      var part = Part()
      var rows = text.rows(
        from: pieces[number].start, to: pieces[number].end, line: pieces[number].row + 2)
      text.bytes.withSpan { bytes in
        while rows.next(bytes) {
          part.rows += 1
          guard let key = key(rows.cells, names, bytes), isExpected(key) else {
            part.findings.add(code, at: Place(file: file, line: rows.line)) {
              let row = rows.cells.map { cellText($0, bytes) }.joined(separator: ",")
              return Phrase(
                zh: "不应有这一行：\(shown(row, .zh))",
                en: "there should be no such row: \(shown(row, .en))"
              )
            }
            continue
          }
          if part.first < 0 { part.first = key.place }
          if key.place <= part.last {
            part.isOrdered = false
            reportOrder(rows.line, &part.findings)
          }
          part.last = key.place
          compare(key, rows.cells, rows.line, bytes, &part.findings)
        }
      }
      part.findings.merge(rows.findings)
      return part
    }
    var last = -1
    var isOrdered = true
    var read = 0
    for (number, part) in parts.enumerated() {
      findings.merge(part.findings)
      read += part.rows
      isOrdered = isOrdered && part.isOrdered
      if part.first >= 0, part.first <= last {
        isOrdered = false
        reportOrder(pieces[number].row + 2, &findings)
      }
      last = max(last, part.last)
    }
    if read != count || !isOrdered { reportMissing(text, names, isExpected, &findings) }
    return read
  }

  private func reportOrder(_ line: Int, _ findings: inout Findings) {
    findings.add(code, at: Place(file: file, line: line)) {
      Phrase(
        zh: "这一行重复，或不按批次、招生代码、类别、受众的顺序",
        en: "the row is there twice, or not in the order of stage, programme, pool, audience")
    }
  }

  // MARK: Keys

  /// The names that keys are made of.
  struct Names: Sendable {
    let stages: PlainNames
    let programmes: PlainNames
    let pools: PlainNames
    let audiences: [PlainNames]
    let audiencesMax: Int

    init(_ market: MarketModel) {
      stages = PlainNames(market.stages.map(\.rule.name))
      programmes = PlainNames(market.programmes)
      pools = PlainNames(market.audiences.indices.map { market.poolName($0) })
      audiences = market.audiences.map { PlainNames($0.names) }
      audiencesMax = market.audiences.map(\.names.count).max() ?? 1
    }
  }

  private func key(_ cells: [PlainCell], _ names: Names, _ bytes: Span<UInt8>) -> Key? {
    let first = firstColumn
    let stage = hasStage ? number(names.stages, cells[0], bytes) : 0
    let programme = number(names.programmes, cells[first], bytes)
    let pool = number(names.pools, cells[first + 1], bytes)
    guard stage >= 0, programme >= 0, pool >= 0 else { return nil }
    let audience = number(names.audiences[pool], cells[first + 2], bytes)
    guard audience >= 0 else { return nil }
    return key(stage, programme, pool, audience, names)
  }

  private func key(
    _ stage: Int, _ programme: Int, _ pool: Int, _ audience: Int, _ names: Names
  ) -> Key {
    let row = (stage * market.programmes.count + programme) * names.audiences.count + pool
    return Key(
      stage: stage, pool: pool, cell: audience * market.programmes.count + programme,
      place: row * names.audiencesMax + audience)
  }

  @inline(__always)
  private func number(_ names: PlainNames, _ cell: PlainCell, _ bytes: Span<UInt8>) -> Int {
    if !cell.hasDoubledQuotes { return names.number(bytes, cell.start, cell.end) }
    let content = PlainTable.content(cell, bytes)
    return names.number(content.span, 0, content.count)
  }

  /// Names the rows that should be there and are not: slow, and only where some are missing.
  private func reportMissing(
    _ text: RunText, _ names: Names, _ isExpected: (Key) -> Bool, _ findings: inout Findings
  ) {
    var seen: Set<Int> = []
    var rows = text.rows(from: text.bodyStart, to: text.bytes.count, line: 2)
    text.bytes.withSpan { bytes in
      while rows.next(bytes) {
        if let key = key(rows.cells, names, bytes) { seen.insert(key.place) }
      }
    }
    for stage in 0..<(hasStage ? market.stages.count : 1) {
      for programme in market.programmes.indices {
        for pool in market.audiences.indices {
          for audience in market.audiences[pool].names.indices {
            let key = key(stage, programme, pool, audience, names)
            if !isExpected(key) || seen.contains(key.place) { continue }
            findings.add(code, at: Place(file: file)) {
              let name = market.seatName(pool, key.cell)
              let what = hasStage ? "\(market.stages[stage].rule.name) / \(name)" : name
              return Phrase(zh: "缺少一行：\(what)", en: "a row is missing: \(what)")
            }
          }
        }
      }
    }
  }

  /// Compares a whole number in a row.
  func compare(
    _ found: PlainCell, _ expected: Int, _ column: Int, _ key: Key, _ line: Int,
    _ bytes: Span<UInt8>, _ findings: inout Findings
  ) {
    if wholeNumber(found, bytes) == expected { return }
    differs(cellText(found, bytes), "\(expected)", column, key, line, &findings)
  }

  /// Says that a cell of a row differs.
  func differs(
    _ found: String, _ expected: String, _ column: Int, _ key: Key, _ line: Int,
    _ findings: inout Findings
  ) {
    findings.differs(
      code, at: Place(file: file, line: line),
      {
        let name = market.seatName(key.pool, key.cell)
        let what = hasStage ? "\(market.stages[key.stage].rule.name) / \(name)" : name
        return Phrase(zh: "\(what) 的 \(columns[column])", en: "\(columns[column]) of \(what)")
      }, found: found, expected: expected)
  }
}
