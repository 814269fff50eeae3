import Diagnostics

/// How large a table may be: far beyond any city, and small enough that what is not a table, a disk
/// image say, or one line without an end, is refused before it is worked through.
public struct TableLimits: Hashable, Sendable {
  /// The bytes of a file.
  public var fileBytesMax = 1 << 32
  /// The rows of a table, blank ones too.
  public var rowsMax = 100_000_000
  /// The bytes of a row, without its LF.
  public var rowBytesMax = 1 << 20
  /// The columns. The independent check reads as many.
  public var columnsMax = 4096
  /// The bytes of a cell: more than the 32,767 characters of a spreadsheet's can be.
  public var cellBytesMax = 1 << 17

  /// The limits of the program.
  public static let standard = TableLimits()

  /// Smaller ones are for tests.
  init() {}
}

extension TableLimits {
  /// The first line of text that is longer than any row may be, as a problem of `file`; nil where
  /// there is none. Found without reading the text, by the line ends that must be there: a file
  /// that is no table is refused before its bytes are digested or decoded.
  ///
  /// Complexity: O(bytes / `rowBytesMax` · the length of a line).
  public func overlongLine(in bytes: ByteRegion, of file: String) -> Problem? {
    guard let start = bytes.withSpan({ firstOverlong($0) }) else { return nil }
    let lines = bytes.withSpan { span in
      (0..<start).reduce(1) { $0 + (span[$1] == UInt8(ascii: "\n") ? 1 : 0) }
    }
    // Lines that end as on old systems are one line to everybody else.
    let endsInReturns = bytes.withSpan { span in
      let line = start..<start + rowBytesMax
      return line.contains { span[$0] == UInt8(ascii: "\r") } && !line.contains { span[$0] == 0 }
    }
    if endsInReturns {
      return Problem(
        .separatorsUnfit, at: Place(file: file, line: lines), CSVTable.endsInReturns)
    }
    return overlongRow(file, line: lines)
  }

  private func firstOverlong(_ bytes: Span<UInt8>) -> Int? {
    var start = 0
    while bytes.count - start > rowBytesMax {
      var at = start + rowBytesMax
      while at >= start, bytes[at] != UInt8(ascii: "\n") { at -= 1 }
      if at < start { return start }
      start = at + 1
    }
    return nil
  }

  func overlongRow(_ file: String, line: Int) -> Problem {
    Problem(
      .limitExceeded, at: Place(file: file, line: line),
      Phrase(
        zh: "一行超过 \(rowBytesMax) 字节；其余部分没有读",
        en: "a row of more than \(rowBytesMax) bytes; what follows was not read"))
  }
}
