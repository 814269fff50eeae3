import CKernels
import Columns

extension LotteryDraw {
  /// The numbers of the codes of `rows`, each at its row's place of `numbers`, which has as many:
  /// the same as `number(for:)`. The next block of codes travels while one is hashed, two at a
  /// time. Complexity: O(bytes of the codes), about 50 ns a code.
  public func numbers(
    of rows: Span<Int32>, in codes: CodeColumn, into numbers: inout MutableSpan<UInt64>
  ) {
    precondition(rows.count == numbers.count)
    guard rows.count > 3 else {
      for i in rows.indices { numbers[i] = codes.withCode(Int(rows[i])) { number(for: $0) } }
      return
    }
    var block = CodeBlock(width: codes.width)
    var start = 0
    codes.prefetch(rows.extracting(0..<min(CodeBlock.rowsMax, rows.count)))
    while start < rows.count {
      let here = rows.extracting(start..<min(start + CodeBlock.rowsMax, rows.count))
      let next = start + here.count
      codes.prefetch(rows.extracting(next..<min(next + CodeBlock.rowsMax, rows.count)))
      let long = codes.fetch(here, into: &block)
      unsafe numbers.withUnsafeMutableBufferPointer { numbers in
        // As many numbers are written as there are rows, and `numbers` has that many.
        unsafe self.numbers(
          of: block, count: here.count, into: numbers.baseAddress! + start)
      }
      for i in long { numbers[start + i] = number(for: codes[Int(here[i])].span) }
      start += here.count
    }
  }
}

/// The codes of a few rows that stand anywhere, one beside the other.
struct CodeBlock: ~Copyable {
  /// The most rows of a block.
  static let rowsMax = 64
  /// The bytes of a slot.
  let width: Int
  /// A slot a row, and a few bytes more, for copies by whole words.
  var slots: [UInt8]
  var lengths: [UInt8]

  init(width: Int) {
    self.width = width
    slots = Array(repeating: 0, count: CodeBlock.rowsMax * width + 16)
    lengths = Array(repeating: 0, count: CodeBlock.rowsMax)
  }
}
