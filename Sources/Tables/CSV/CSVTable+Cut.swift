import Columns
import Diagnostics

extension CSVTable {
  /// Cuts the body into stretches of whole rows. False where it cannot be read; `log` says why.
  mutating func cut(workers: Workers, log: inout ProblemLog) -> Bool {
    let segments = scan(workers)
    let nuls =
      segments.reduce(0) { $0 + Int($1.result.nuls) } + (0..<bodyStart).count { bytes[$0] == 0 }
    if nuls > 0 {
      reportNul(nuls, &log)
      return false
    }
    if segments.reduce(0, { $0 + Int($1.result.quotes) }) % 2 == 1 {
      reportUnclosed(&log)
      return false
    }
    var isInside = 0
    var start = bodyStart
    var hasQuotes = false
    for segment in segments {
      let result = segment.result
      let newlines = isInside == 0 ? result.newlines.0 : result.newlines.1
      let last = isInside == 0 ? result.last_newline.0 : result.last_newline.1
      hasQuotes = hasQuotes || result.quotes > 0
      if newlines > 0 {
        let end = segment.range.lowerBound + Int(last) + 1
        append(start..<end, rows: Int(newlines), hasQuotes: hasQuotes)
        start = end
        // The rest of this segment belongs to the next stretch.
        hasQuotes = result.quotes > 0
      }
      isInside ^= Int(result.quotes & 1)
    }
    if start < bytes.count { append(start..<bytes.count, rows: 1, hasQuotes: hasQuotes) }
    rowCount = stretches.reduce(0) { $0 + $1.rowCount }
    if rowCount > limits.rowsMax {
      log.add(
        .limitExceeded, at: Place(file: file),
        Phrase(
          zh: "有 \(rowCount) 行，至多 \(limits.rowsMax) 行",
          en: "there are \(rowCount) rows, at most \(limits.rowsMax) may be"))
      return false
    }
    return true
  }

  /// Whether the last row has no line end, as that of a file that was cut; a sheet's rows are none
  /// of a text.
  public var isLastRowOpen: Bool {
    guard sheet == nil, rowCount > 0, let last = stretches.last else { return false }
    return ![0x0A, 0x0D].contains(bytes[last.range.upperBound - 1])
  }

  private mutating func append(_ range: Range<Int>, rows: Int, hasQuotes: Bool) {
    var line = firstLine
    var row = 0
    if let before = stretches.last {
      line = before.line + (before.hasQuotes ? newlines(in: before.range) : before.rowCount)
      row = before.firstRow + before.rowCount
    }
    stretches.append(
      Stretch(range: range, line: line, firstRow: row, rowCount: rows, hasQuotes: hasQuotes))
  }

  /// How many line feeds stand in `range`.
  func newlines(in range: Range<Int>) -> Int {
    bytes.withBytes(range) { span in
      var count = 0
      for at in 0..<span.byteCount { count += span.byte(at) == UInt8(ascii: "\n") ? 1 : 0 }
      return count
    }
  }

  /// Newlines and quotes of the body, segment by segment: as far as they are not known yet counted
  /// on all workers.
  private func scan(_ workers: Workers) -> [TextSegment] {
    if let known = bytes.segments {
      let own = known.drop { $0.range.upperBound <= bodyStart }
      guard let first = own.first else { return [] }
      // The header's are not the body's.
      return [bytes.segment(bodyStart..<first.range.upperBound)] + own.dropFirst()
    }
    let body = bodyStart..<bytes.count
    let pieces = (body.count + TextSegment.bytesEach - 1) / TextSegment.bytesEach
    return workers.map(tasks: pieces) { piece in
      let start = body.lowerBound + piece * TextSegment.bytesEach
      return bytes.segment(start..<min(start + TextSegment.bytesEach, body.upperBound))
    }
  }

  private func reportNul(_ count: Int, _ log: inout ProblemLog) {
    let first = (0..<bytes.count).first { bytes[$0] == 0 } ?? bodyStart
    var (line, lineStart) = (1, 0)
    for at in 0..<first where bytes[at] == UInt8(ascii: "\n") {
      (line, lineStart) = (line + 1, at + 1)
    }
    log.add(
      .nulByte,
      at: Place(
        file: file, line: line, column: columnNumber(of: first, lineStart: lineStart, bytes)),
      Phrase(
        zh: "文件中有 \(count) 个零字节（第一个在字节 \(first)）；应为文本，可能是损坏的文件或 UTF-16 导出",
        en: "\(count) NUL bytes, the first at byte \(first); text was expected: the file may be "
          + "damaged, or exported as UTF-16"))
  }

  /// An odd number of quotes: reads strictly from the top to the first fault.
  private func reportUnclosed(_ log: inout ProblemLog) {
    var lexer = CSVLexer(bytes, from: bodyStart, to: bytes.count, line: firstLine, limits: limits)
    while lexer.nextRow() != nil {
      if let fault = lexer.fault {
        log.add(fault.problem(in: file, bytes, limits))
        return
      }
    }
  }
}
