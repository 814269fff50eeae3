/// The texts that the sheets of a workbook share, one behind the other.
struct SharedStrings: Sendable {
  private(set) var text: [UInt8] = []
  /// Text i ends at `ends[i]`.
  private var ends: [Int] = []

  /// The most texts: more than the cells that a city's tables have.
  private static let countMax = 1 << 25

  /// No texts.
  init() {}

  /// How many there are.
  var count: Int { ends.count }

  /// Where text `index` lies.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  /// Reads `sharedStrings.xml`: the runs of a rich text are one text, and how it is pronounced
  /// (`rPh`) is not part of it. Complexity: O(bytes).
  init(_ xml: [UInt8]) throws(XMLFault) {
    var reader = try XMLReader(xml)
    var (isText, pronunciations) = (false, 0)
    while true {
      switch try reader.next() {
      case .end: return
      case .open(let name, let isEmpty):
        if reader.isNamed(name, "si") {
          guard ends.count < SharedStrings.countMax else {
            throw XMLFault(kind: .tooMany, at: reader.position)
          }
          if isEmpty { ends.append(text.count) }
        } else if isEmpty {
          continue
        } else if reader.isNamed(name, "t") {
          isText = true
        } else if reader.isNamed(name, "rPh") {
          pronunciations += 1
        }
      case .close(let name):
        if reader.isNamed(name, "si") {
          let start = ends.last ?? 0
          unescape(&text, from: start)
          ends.append(text.count)
        } else if reader.isNamed(name, "t") {
          isText = false
        } else if reader.isNamed(name, "rPh") {
          pronunciations -= 1
        }
      case .text(let range, let isCDATA):
        if isText, pronunciations == 0 { try reader.append(range, isCDATA: isCDATA, to: &text) }
      }
    }
  }
}

/// Replaces `_x000D_` and its like behind `start` by the character meant (ISO/IEC 29500-1,
/// ST_Xstring): how characters are told that XML cannot hold.
func unescape(_ text: inout [UInt8], from start: Int) {
  guard text[start...].contains(UInt8(ascii: "_")) else { return }
  var plain: [UInt8] = []
  var at = start
  while at < text.count {
    if at + 7 <= text.count, text[at] == UInt8(ascii: "_"), text[at + 1] == UInt8(ascii: "x"),
      text[at + 6] == UInt8(ascii: "_"),
      let value = hexNumber(text[at + 2..<at + 6]), value > 0, let scalar = Unicode.Scalar(value)
    {
      plain += Array(String(scalar).utf8)
      at += 7
    } else {
      plain.append(text[at])
      at += 1
    }
  }
  text.removeSubrange(start...)
  text += plain
}

private func hexNumber(_ digits: ArraySlice<UInt8>) -> UInt32? {
  var value: UInt32 = 0
  for byte in digits {
    switch byte {
    case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
    case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt32(byte & 0xDF) - 0x37
    default: return nil
    }
  }
  return value
}
