import Columns
import Diagnostics
import Synchronization

/// A table's text as UTF-8, whatever it was.
public struct DecodedText: Sendable {
  /// The text without a byte order mark: the file's own bytes where they are UTF-8, else a copy.
  public let bytes: TextBytes
  /// What the file is encoded in.
  public let encoding: TextEncoding
  /// Whether text that was declared to be GB18030 would be valid UTF-8 with Chinese in it too: then
  /// the declaration is doubtful (`Code.encodingDoubtful`).
  public let isDoubtful: Bool
}

/// Reads `source` as text. A UTF-8 byte order mark settles the encoding; else `declared` does; else
/// it is UTF-8 if it is valid, and GB18030 if that is valid.
///
/// UTF-8 is checked where it lies, by all `workers`. GB18030 is converted by the C library, whose
/// module for it is loaded when it is first needed; musl has it built in. Complexity: O(bytes).
public func decodeText(
  _ source: ByteRegion, declared: TextEncoding? = nil, workers: Workers = .all
) throws(EncodingError) -> DecodedText {
  try decodeText(source, declared: declared, workers: workers, converter: "GB18030")
}

func decodeText(
  _ source: ByteRegion, declared: TextEncoding?, workers: Workers, converter: String
) throws(EncodingError) -> DecodedText {
  let start = try source.withSpan { (span) throws(EncodingError) in try behindMark(span) }
  let isMarked = start > 0
  if declared == .gb18030 && !isMarked {
    let isDoubtful = isUTF8BeyondASCII(source, workers)
    return DecodedText(
      bytes: try converted(source, converter), encoding: .gb18030, isDoubtful: isDoubtful)
  }
  let (valid, segments) = survey(of: source, from: start, workers)
  if valid == source.count {
    let text = TextBytes(source.text(from: start), segments: segments)
    return DecodedText(bytes: text, encoding: .utf8, isDoubtful: false)
  }
  let notUTF8 = utf8Error(source, start, valid)
  if declared == .utf8 || isMarked { throw notUTF8 }
  do {
    return DecodedText(
      bytes: try converted(source, converter), encoding: .gb18030, isDoubtful: false)
  } catch {
    // The right encoding is the one that got further before the damage.
    guard error.code == .notGB18030 else { throw error }
    throw EncodingError(unknown: error.offset > notUTF8.offset ? error : notUTF8)
  }
}

/// Where the text begins: behind a UTF-8 byte order mark. UTF-16 and UTF-32 marks are refused.
private func behindMark(_ bytes: Span<UInt8>) throws(EncodingError) -> Int {
  let first = (0..<min(3, bytes.count)).map { bytes[$0] }
  if first == [0xEF, 0xBB, 0xBF] { return 3 }
  if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
    throw EncodingError(
      .isUTF16,
      Phrase(
        zh: "文件以 UTF-16 的字节顺序标记开头；需要 UTF-8 或 GB18030",
        en: "the file begins with the byte order mark of UTF-16; UTF-8 or GB18030 is needed"))
  }
  return 0
}

// MARK: UTF-8

/// Where the first bytes from `start` on begin that are not UTF-8, the count where there are none;
/// and the segments of the text that begins there. Both in one pass: whoever counts lines sees
/// whether a piece is ASCII, and where it is not, a cache has it for the second look.
private func survey(
  of source: ByteRegion, from start: Int, _ workers: Workers
) -> (valid: Int, segments: [TextSegment]) {
  let text = source.text(from: start)
  let pieces = (text.count + TextSegment.bytesEach - 1) / TextSegment.bytesEach
  let firstBad = Atomic<Int>(source.count)
  let segments = workers.map(tasks: pieces) { piece in
    let from = piece * TextSegment.bytesEach
    let range = from..<min(from + TextSegment.bytesEach, text.count)
    let segment = text.segment(range)
    let bad = firstBadUTF8(
      source, start + range.lowerBound..<start + range.upperBound, start, isASCII: segment.isASCII)
    if let bad { firstBad.min(bad, ordering: .relaxed) }
    return segment
  }
  return (firstBad.load(ordering: .relaxed), segments)
}

/// Where the first bytes from `start` on begin that are not UTF-8; the count where there are none.
func validUTF8Prefix(of source: ByteRegion, from start: Int, _ workers: Workers) -> Int {
  survey(of: source, from: start, workers).valid
}

/// The first bytes that are not UTF-8 among the sequences that begin in `range`, of a text from
/// `start` on; and among those behind `range` that can begin none. `isASCII`: all bytes in `range`
/// are.
private func firstBadUTF8(
  _ source: ByteRegion, _ range: Range<Int>, _ start: Int, isASCII: Bool
) -> Int? {
  let to = source.sequenceStart(from: range.upperBound)
  if isASCII, to == range.upperBound { return nil }
  let from = range.lowerBound == start ? start : source.sequenceStart(from: range.lowerBound)
  let good = from + source.validUTF8Count(in: from..<to)
  return good < to ? good : nil
}

private func isUTF8BeyondASCII(_ source: ByteRegion, _ workers: Workers) -> Bool {
  let isASCII = source.withSpan { span in
    var all: UInt8 = 0
    for at in 0..<span.count { all |= span[at] }
    return all < 0x80
  }
  return !isASCII && validUTF8Prefix(of: source, from: 0, workers) == source.count
}

private func utf8Error(_ source: ByteRegion, _ start: Int, _ bad: Int) -> EncodingError {
  source.withSpan { span in
    EncodingError(
      .notUTF8, offset: bad, byte: span[bad], behind: span.extracting(start..<bad),
      Phrase(zh: "不是有效的 UTF-8", en: "is not valid UTF-8"))
  }
}

// MARK: GB18030

private func converted(_ source: ByteRegion, _ converter: String) throws(EncodingError) -> TextBytes
{
  let conversion: Conversion
  do {
    conversion = try source.converted(from: converter)
  } catch {
    throw EncodingError(error.code, error.message)  // no memory
  }
  if conversion.end == .noConverter { throw .noConverter }
  guard conversion.end == .complete else {
    throw source.withSpan { bytes in
      conversion.output.withSpan { text in
        EncodingError(
          .notGB18030, offset: conversion.taken, byte: bytes[conversion.taken], behind: text,
          Phrase(zh: "不是有效的 GB18030", en: "is not valid GB18030"))
      }
    }
  }
  // GB18030 has a byte order mark too, and some programs write it.
  let isMarked = conversion.output.withSpan { text in
    text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
  }
  return conversion.output.text(from: isMarked ? 3 : 0)
}

extension EncodingError {
  /// Neither encoding; `nearest` is the error of the one that got further.
  fileprivate init(unknown nearest: EncodingError) {
    (code, offset) = (.unknownEncoding, nearest.offset)
    (line, column) = (nearest.line, nearest.column)
    message = Phrase(
      zh: "既不是 UTF-8 也不是 GB18030：\(nearest.message.zh)",
      en: "neither UTF-8 nor GB18030: \(nearest.message.en)")
  }

  fileprivate static let noConverter = EncodingError(
    .converterMissing,
    Phrase(
      zh: "表不是 UTF-8，而系统没有 GB18030 转换表",
      en: "the table is not UTF-8, and this system has no converter for GB18030"))
}
