import Diagnostics
import Rules

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file as UTF-8 text without a byte order mark.
///
/// A UTF-8 mark settles the encoding; else what the rules declare does; else text that is valid UTF-8
/// is UTF-8, and anything else GB18030 if that is valid. Returns nil, with a problem that names the
/// first bad line, where the bytes are text of neither kind. Complexity: O(`raw.count`).
func plainText(
  _ raw: consuming [UInt8], _ file: String, declared: TableEncoding?,
  problems: inout ProblemLog
) -> [UInt8]? {
  let isMarked = raw.starts(with: [0xEF, 0xBB, 0xBF])
  if isMarked || declared != .gb18030 {
    do {
      _ = try UTF8Span(validating: raw.span)
      if !isMarked { return raw }
      return Array(raw.dropFirst(3))
    } catch {
      if isMarked || declared == .utf8 {
        let bad = error.byteOffsets.lowerBound
        problems.add(
          .plainReading, at: plainPlace(file, raw, bad),
          Phrase(zh: "第 \(bad) 字节不是有效的 UTF-8", en: "byte \(bad) is not valid UTF-8"))
        return nil
      }
    }
  }
  guard let text = fromGB18030(raw) else {
    problems.add(
      .plainReading, at: Place(file: file),
      Phrase(
        zh: "既不是有效的 UTF-8 也不是有效的 GB18030，或系统没有 GB18030 转换表",
        en: "neither valid UTF-8 nor valid GB18030, or this system cannot convert GB18030"))
    return nil
  }
  return text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
}

/// GB18030 to UTF-8 by the C library; nil where it is not valid or cannot be converted.
///
/// Sound: iconv reads and writes within the counts that it is given, and both buffers outlive it.
private func fromGB18030(_ raw: [UInt8]) -> [UInt8]? {
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
func plainPlace(_ file: String, _ bytes: [UInt8], _ at: Int) -> Place {
  var (line, column) = (1, 1)
  for byte in bytes.prefix(at) {
    if byte == UInt8(ascii: "\n") {
      (line, column) = (line + 1, 1)
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
  return Place(file: file, line: line, column: column)
}
