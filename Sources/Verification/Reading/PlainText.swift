import CPlainKernels
import Diagnostics
import Rules

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A text as UTF-8 without a byte order mark, and what readers must know before they begin.
struct PlainText: Sendable {
  let bytes: PlainBytes
  /// Where it begins in them: behind a mark.
  let start: Int
  /// Whether there is a quote, or a zero byte.
  fileprivate(set) var hasQuotes = false
  fileprivate(set) var hasZeros = false
  /// Whether it is UTF-8 indeed.
  fileprivate var isUTF8 = true

  /// Looks through `bytes` from `start` on, each thread at some whole lines.
  /// Complexity: O(`bytes.count`).
  init(_ bytes: PlainBytes, from start: Int, _ threads: PlainThreads) {
    (self.bytes, self.start) = (bytes, start)
    let pieces = plainPieces(of: bytes, from: start, aboutBytes: 1 << 20)
    let found = threads.map(pieces.count) { at in
      bytes.withSpan { all in
        let piece = all.extracting(pieces[at])
        let found = piece.look(0, piece.count)
        // A line end is no part of a longer character.
        let isUTF8 =
          found & UInt32(ZP_BEYOND_ASCII) == 0 || (try? UTF8Span(validating: piece)) != nil
        return (found, isUTF8)
      }
    }
    hasQuotes = found.contains { $0.0 & UInt32(ZP_QUOTE) != 0 }
    hasZeros = found.contains { $0.0 & UInt32(ZP_ZERO) != 0 }
    isUTF8 = found.allSatisfy { $0.1 }
  }
}

/// The bytes from `start` on cut into pieces of about `aboutBytes`, each of whole lines.
func plainPieces(of bytes: PlainBytes, from start: Int, aboutBytes: Int) -> [Range<Int>] {
  var pieces: [Range<Int>] = []
  var start = start
  while start < bytes.count {
    let about = min(start + aboutBytes, bytes.count)
    let end =
      bytes.firstPlace(of: UInt8(ascii: "\n"), about..<bytes.count).map { $0 + 1 } ?? bytes.count
    pieces.append(start..<end)
    start = end
  }
  return pieces
}

/// The bytes of a file as UTF-8 text without a byte order mark.
///
/// A UTF-8 mark settles the encoding; else what the rules declare does; else text that is valid
/// UTF-8 is UTF-8, and anything else GB18030 if that is valid. Returns nil, with a problem that
/// names the first bad line, where the bytes are text of neither kind. Complexity: O(`raw.count`).
func plainText(
  _ raw: PlainBytes, _ file: String, declared: TableEncoding?, threads: PlainThreads,
  problems: inout ProblemLog
) -> PlainText? {
  let isMarked = raw.withSpan(startsWithMark)
  if isMarked || declared != .gb18030 {
    let text = PlainText(raw, from: isMarked ? mark.count : 0, threads)
    if text.isUTF8 { return text }
    if isMarked || declared == .utf8 {
      raw.withSpan { noteBadText($0, file, &problems) }
      return nil
    }
  }
  guard let text = raw.withSpan(fromGB18030) else {
    problems.add(
      .plainReading, at: Place(file: file),
      Phrase(
        zh: "既不是有效的 UTF-8 也不是有效的 GB18030，或系统没有 GB18030 转换表",
        en: "neither valid UTF-8 nor valid GB18030, or this system cannot convert GB18030"))
    return nil
  }
  let start = startsWithMark(text.span) ? mark.count : 0
  return PlainText(PlainBytes(text), from: start, threads)
}

/// The byte order mark of UTF-8.
private let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

private func startsWithMark(_ bytes: Span<UInt8>) -> Bool { bytes.holds(mark.span, at: 0) }

/// Names the first byte of `bytes` that is no UTF-8.
private func noteBadText(_ bytes: Span<UInt8>, _ file: String, _ problems: inout ProblemLog) {
  do throws(UTF8.ValidationError) {
    _ = try UTF8Span(validating: bytes)
  } catch {
    let bad = error.byteOffsets.lowerBound
    problems.add(
      .plainReading, at: plainPlace(file, bytes, bad),
      Phrase(zh: "第 \(bad) 字节不是有效的 UTF-8", en: "byte \(bad) is not valid UTF-8"))
  }
}

/// GB18030 to UTF-8 by the C library; nil where it is not valid or cannot be converted.
///
/// Sound: iconv reads and writes within the counts that it is given, and both buffers outlive it.
private func fromGB18030(_ raw: Span<UInt8>) -> [UInt8]? {
  guard let converter = unsafe iconv_open("UTF-8", "GB18030"),
    unsafe converter != iconv_t(bitPattern: -1)
  else { return nil }
  defer { unsafe iconv_close(converter) }
  var isWhole = false
  // Two bytes of GB18030 become at most three of UTF-8, four become four.
  let text = unsafe [UInt8](unsafeUninitializedCapacity: raw.count * 2 + 16) { room, written in
    unsafe raw.withUnsafeBytes { bytes in
      var from = unsafe UnsafeMutablePointer(
        mutating: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
      var fromLeft = bytes.count
      let start = UnsafeMutableRawPointer(room.baseAddress!)
      var to = unsafe Optional(start.assumingMemoryBound(to: CChar.self))
      var toLeft = room.count
      let result = unsafe iconv(converter, &from, &fromLeft, &to, &toLeft)
      isWhole = result != -1 && fromLeft == 0
      written = room.count - toLeft
    }
  }
  return isWhole ? text : nil
}

/// The line and column of the byte at `at`, found by counting from the beginning.
func plainPlace(_ file: String, _ bytes: Span<UInt8>, _ at: Int) -> Place {
  var (line, column) = (1, 1)
  for before in 0..<at {
    let byte = bytes[before]
    if byte == UInt8(ascii: "\n") {
      (line, column) = (line + 1, 1)
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
  return Place(file: file, line: line, column: column)
}
