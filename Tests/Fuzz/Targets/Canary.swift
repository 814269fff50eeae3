/// Reads a record as one should not: it believes the length that the record gives of itself.
///
/// What follows `ZB` and a length is summed up, be it there or not. Only the address sanitizer sees
/// it.
@inline(never)
func fuzzCanary(_ bytes: [UInt8]) {
  guard bytes.count > 3, bytes[0] == UInt8(ascii: "Z"), bytes[1] == UInt8(ascii: "B") else {
    return
  }
  let length = Int(bytes[2])
  var sum = 0
  unsafe bytes.withUnsafeBufferPointer { bytes in
    for at in 0..<length { sum &+= unsafe Int((bytes.baseAddress! + 3 + at).pointee) }
  }
  if sum == Int.min { print("never") }
}
