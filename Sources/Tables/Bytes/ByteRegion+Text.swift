import CKernels
import Columns

// The kernels of text. Sound: a region's bytes do not change and live as long as the region; a
// kernel gets a pointer to a range that was checked against the count, and keeps none.

extension ByteRegion {
  /// The text from `start` on; it keeps this region alive.
  func text(from start: Int) -> TextBytes {
    precondition(start >= 0 && start <= count)
    return unsafe withBytes { raw in
      let base = unsafe raw.baseAddress!.assumingMemoryBound(to: UInt8.self) + start
      return unsafe TextBytes(base: base, count: count - start, owner: self)
    }
  }

  /// How many bytes of `range` are UTF-8 before the first that are not.
  func validUTF8Count(in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withBytes { raw in
      let base = unsafe raw.baseAddress!.assumingMemoryBound(to: UInt8.self)
      return unsafe zb_utf8_valid_prefix(base + range.lowerBound, range.count)
    }
  }

  /// The first place from `at` on, at most 4 further, where a UTF-8 sequence may begin.
  func sequenceStart(from at: Int) -> Int {
    withSpan { span in
      var start = at
      while start < min(at + 4, count), span[start] & 0xC0 == 0x80 { start += 1 }
      return start
    }
  }

  /// These bytes as UTF-8, from the encoding that the C library knows as `name`.
  func converted(from name: String) throws(FileError) -> Conversion {
    var end = Int32(ZB_OUT_OF_ROOM)
    var taken = 0
    // Twice the bytes are always enough for GB18030; pages that are not written cost nothing.
    let room = 2 * count + 64
    var builder = try ByteBuilder(capacity: room, as: name)
    _ = try unsafe builder.append(room: room, as: name) { (free) throws(FileError) in
      var written = 0
      let out = unsafe free.baseAddress!.assumingMemoryBound(to: UInt8.self)
      unsafe withBytes { raw in
        let bytes = unsafe raw.baseAddress!.assumingMemoryBound(to: UInt8.self)
        end = unsafe zb_to_utf8(name, bytes, raw.count, &taken, out, free.count, &written)
      }
      return written
    }
    guard let end = Conversion.End(rawValue: end) else {
      preconditionFailure("\(name) text grew to more than twice its bytes")
    }
    return Conversion(output: builder.finish(), taken: taken, end: end)
  }
}

/// Text that was converted to UTF-8, as far as it could be.
struct Conversion {
  /// What ended it.
  enum End: Int32 {
    case complete = 0
    case invalid = 1
    case noConverter = 3
  }

  /// The text as UTF-8.
  let output: ByteRegion
  /// How many bytes were converted.
  let taken: Int
  let end: End
}
