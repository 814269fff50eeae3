/// The checksum of ZIP entries (ISO 3309, polynomial 0xEDB88320 in reflected form).
///
/// Eight bytes a step with a table for each: `tables[k][b]` is the checksum of byte b followed by k
/// zero bytes. Complexity: O(bytes), about a nanosecond a byte.
func crc32(_ bytes: Span<UInt8>) -> UInt32 {
  let values = CRC32Tables.shared.values
  let tables = values.span
  var crc: UInt32 = 0xFFFF_FFFF
  var at = 0
  while at &+ 8 <= bytes.count {
    var low = crc
    var high: UInt32 = 0
    for i in 0..<4 {
      low ^= UInt32(bytes[at &+ i]) &<< UInt32(8 &* i)
      high |= UInt32(bytes[at &+ 4 &+ i]) &<< UInt32(8 &* i)
    }
    crc = 0
    for i in 0..<4 {
      let shift = UInt32(8 &* i)
      crc ^= tables[(7 &- i) &* 256 &+ Int((low &>> shift) & 0xFF)]
      crc ^= tables[(3 &- i) &* 256 &+ Int((high &>> shift) & 0xFF)]
    }
    at &+= 8
  }
  while at < bytes.count {
    crc = (crc &>> 8) ^ tables[Int((crc ^ UInt32(bytes[at])) & 0xFF)]
    at &+= 1
  }
  return ~crc
}

/// The same of an array.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  let span = bytes.span
  return crc32(span)
}

/// Eight tables of 256 checksums, made once.
private struct CRC32Tables: Sendable {
  static let shared = CRC32Tables()
  let values: [UInt32]

  init() {
    var values = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
      values[byte] = crc
    }
    for at in 256..<8 * 256 {
      let before = values[at - 256]
      values[at] = values[Int(before & 0xFF)] ^ (before >> 8)
    }
    self.values = values
  }
}
