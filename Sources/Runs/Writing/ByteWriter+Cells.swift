extension ByteWriter {
  /// Appends a number as a cell, with the comma behind it.
  @inline(__always)
  mutating func append(cell number: Int) {
    if number >= 0, number < 10 {
      return append(word: UInt64(0x2C30 &+ number), length: 2)  // the digit and the comma
    }
    append(decimal: number)
    append(UInt8(ascii: ","))
  }

  /// Appends `code` as a cell, in quotes where it needs them.
  mutating func append(quoting code: RawSpan) {
    let isPlain = unsafe code.withUnsafeBytes { unsafe !$0.contains(where: isSpecial) }
    if isPlain { return append(code) }
    append(UInt8(ascii: "\""))
    for at in 0..<code.byteCount {
      let byte = code.byte(at)
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}

/// Whether a byte makes its cell need quotes; the same as `CSVText.isSpecial`, near enough to be
/// inlined.
@inline(__always)
private func isSpecial(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
    || byte == UInt8(ascii: "\r")
}
