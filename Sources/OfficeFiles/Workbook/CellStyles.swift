/// Which of a workbook's cell styles show a number as a date or time.
struct CellStyles: Sendable {
  private var isDate: [Bool] = []

  /// A workbook without styles.
  init() {}

  /// Whether the style `index` shows dates.
  func showsDate(_ index: Int) -> Bool { index < isDate.count && isDate[index] }

  /// Reads `styles.xml`: the formats of its own (`numFmts`) and those that cells refer to
  /// (`cellXfs`).
  init(_ xml: [UInt8]) throws(XMLFault) {
    var reader = try XMLReader(xml)
    var own: [Int: Bool] = [:]
    var isInside = false
    while true {
      switch try reader.next() {
      case .end: return
      case .open(let name, let isEmpty):
        if reader.isNamed(name, "numFmt"), let code = try reader.attributeText("formatCode"),
          let id = try reader.attributeText("numFmtId").flatMap({ Int($0) })
        {
          own[id] = CellStyles.isDateFormat(code)
        } else if reader.isNamed(name, "cellXfs") {
          isInside = !isEmpty
        } else if isInside, reader.isNamed(name, "xf") {
          let id = try reader.attributeText("numFmtId").flatMap { Int($0) } ?? 0
          isDate.append(own[id] ?? CellStyles.isBuiltInDate(id))
        }
      case .close(let name):
        if reader.isNamed(name, "cellXfs") { isInside = false }
      case .text: continue
      }
    }
  }

  /// The built-in formats for dates and times, the East Asian ones too (ISO/IEC 29500-1, 18.8.30).
  private static func isBuiltInDate(_ id: Int) -> Bool {
    (14...22).contains(id) || (27...36).contains(id) || (45...47).contains(id)
      || (50...58).contains(id)
  }

  /// Whether a format code has a letter of a date or time outside quotes, brackets and escapes.
  static func isDateFormat(_ code: String) -> Bool {
    var (isQuoted, isBracketed, isEscaped) = (false, false, false)
    for byte in code.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if isQuoted {
        continue
      } else if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "*")
      {
        isEscaped = true
      } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") {
        isBracketed = byte == UInt8(ascii: "[")
      } else if !isBracketed, "ymdhs".utf8.contains(byte | 0x20), byte & 0x40 != 0 {
        return true
      }
    }
    return false
  }
}
