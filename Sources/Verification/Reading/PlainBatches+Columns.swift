import CPlainKernels

/// Whole columns of the rows at hand, read by plain C; what it leaves is read here, cell by cell.
///
/// Sound: the kernels are told how many bytes there are, and every array has what `cells.h` asks of
/// it.
extension PlainBatches {
  private func cells(_ bytes: Span<UInt8>) -> zp_cells {
    zp_cells(
      count: UInt64(bytes.count - base), width: UInt32(width), rows: UInt32(count))
  }

  /// What there was in a column beside numbers.
  struct NotNumbers {
    /// Whether there is an empty cell, and whether one that is no number.
    var isSomeEmpty, isSomeUnfit: Bool
  }

  /// Reads a column of numbers into `values`, as ``PlainNumber`` does.
  func readNumbers(
    _ column: Int, _ bytes: Span<UInt8>, into values: inout [Int64]
  ) -> NotNumbers {
    precondition(column < width && values.count >= count)
    var cells = cells(bytes)
    let found = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe zp_read_numbers(
        &cells, bytes.baseAddress! + base, starts, ends, UInt32(column), &values)
    }
    let isSomeEmpty = found & UInt32(ZP_SOME_EMPTY) != 0
    if found & UInt32(ZP_SOME_OTHER) == 0 {
      return NotNumbers(isSomeEmpty: isSomeEmpty, isSomeUnfit: false)
    }
    var isSomeUnfit = false
    for row in 0..<count where values[row] < 0 && values[row] != PlainNumber.empty {
      let cell = cell(row, column)
      values[row] = PlainNumber.read(bytes, cell.start, cell.end)
      isSomeUnfit = isSomeUnfit || values[row] == PlainNumber.unreadable
    }
    return NotNumbers(isSomeEmpty: isSomeEmpty, isSomeUnfit: isSomeUnfit)
  }

  /// Puts the cells of a column one behind the other behind the first `first` of them: the bytes
  /// into `joined`, and where each ends into `ends`.
  func join(
    _ column: Int, _ bytes: Span<UInt8>, into joined: inout [UInt8], ends joinedEnds: inout [Int32],
    _ first: Int
  ) {
    let end = first == 0 ? 0 : Int(joinedEnds[first - 1])
    joined.reach(end + self.bytes + 8)
    joinedEnds.reach(first + count)
    precondition(column < width && end <= Int(Int32.max) - self.bytes)
    var cells = cells(bytes)
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe joinedEnds.withUnsafeMutableBufferPointer { ends in
        _ = unsafe zp_join(
          &cells, bytes.baseAddress! + base, starts, self.ends, UInt32(column), &joined,
          UInt32(end), ends.baseAddress! + first)
      }
    }
  }

  /// Looks a column up in `names`: numbers, −1 where there is no such code. Returns the lowest.
  func find(
    _ column: Int, _ bytes: Span<UInt8>, in names: PlainNames, into numbers: inout [Int32]
  ) -> Int32 {
    precondition(column < width && numbers.count >= count)
    var cells = cells(bytes)
    let lowest = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe zp_find_codes(
        &cells, bytes.baseAddress! + base, starts, ends, UInt32(column), names.slots,
        UInt64(names.mask), &numbers)
    }
    if lowest > PlainNames.notLookedUp { return lowest }
    for row in 0..<count where numbers[row] == PlainNames.notLookedUp {
      let cell = cell(row, column)
      numbers[row] = Int32(names.number(bytes, cell.start, cell.end))
    }
    return numbers.prefix(count).min() ?? .max
  }

  /// Reads lists of choices that stand in `columns`, from row `row` on, until one is not plain;
  /// returns that row.
  func readLists(
    from row: Int, _ columns: [UInt32], _ bytes: Span<UInt8>, in names: PlainNames, most: Int,
    into lists: inout ChoiceLists
  ) -> Int {
    let room = columns.count * (count - row)
    if lists.choices.count < lists.end + room {
      lists.choices.append(contentsOf: repeatElement(0, count: columns.count * Self.rowsMax))
    }
    precondition(lists.ends.count >= count && lists.chosenBy.count >= names.count)
    var cells = cells(bytes)
    var end = UInt32(lists.end)
    defer { lists.end = Int(end) }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe Int(
        zp_read_lists(
          &cells, bytes.baseAddress! + base, starts, ends, UInt32(row), columns,
          UInt32(columns.count), UInt32(most), names.slots, UInt64(names.mask), &lists.chosenBy,
          &lists.number, &lists.choices, &end, &lists.ends))
    }
  }
}

/// Lists of choices while they are read.
struct ChoiceLists: Sendable {
  /// All that were read, one behind the other, up to `end`: 0 for an empty cell, else programme +
  /// 1.
  var choices: [UInt16] = []
  var end = 0
  /// Where those of the rows at hand end.
  var ends = [Int32](repeating: 0, count: PlainBatches.rowsMax)
  /// For each programme the list that chose it last, and the number of the list that was read last.
  var chosenBy: [UInt32]
  var number: UInt32 = 0
}
