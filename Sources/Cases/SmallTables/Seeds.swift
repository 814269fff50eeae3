import Diagnostics
import Tables

/// Reads a seed: one line of 1 to 64 printable ASCII characters, without blanks around it. The
/// line's end is not part of it. Nil where there is no file, or, with a message, no fit one.
func readSeed(_ name: String, _ files: CaseFiles, log: inout ProblemLog) -> String? {
  guard let region = files.read(name, log: &log) else { return nil }
  var bytes = region.array(0..<min(region.count, 4096))[...]
  if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
  if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
  guard let flaw = seedFlaw(bytes) else { return String(decoding: bytes, as: UTF8.self) }
  log.add(.seedUnfit, at: Place(file: name, line: 1), flaw)
  return nil
}

private func seedFlaw(_ bytes: ArraySlice<UInt8>) -> Phrase? {
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    return Phrase(zh: "文件开头有 BOM", en: "the file begins with a byte order mark")
  }
  if bytes.isEmpty { return Phrase(zh: "种子为空", en: "the seed is empty") }
  if bytes.contains(UInt8(ascii: "\n")) {
    return Phrase(zh: "不止一行", en: "there is more than one line")
  }
  if let bad = bytes.first(where: { !(0x20...0x7E).contains($0) }) {
    return Phrase(
      zh: "有不可打印或非 ASCII 的字节 \(bad)", en: "byte \(bad) is not a printable ASCII character")
  }
  if bytes.first == 0x20 || bytes.last == 0x20 {
    return Phrase(zh: "前后有空格", en: "there are blanks around the seed")
  }
  if bytes.count > 64 {
    return Phrase(
      zh: "种子有 \(bytes.count) 个字符，至多 64 个", en: "the seed has \(bytes.count) characters, at most 64"
    )
  }
  return nil
}
