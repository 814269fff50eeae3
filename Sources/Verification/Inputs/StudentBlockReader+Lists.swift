extension StudentBlockReader {
  /// A list that was read: up to which choice there is one, and what was wrong.
  private struct Found {
    var length = 0
    var unknown = 0
    var repeated = 0
  }

  /// Takes list `at` of all rows.
  mutating func takeList(_ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>) {
    let (list, most) = (lists[at], min(lengthsMax[at], StudentLayout.choicesMax))
    // Threads share the codes, and would wait for each other to count who holds them.
    let programmes = self.programmes
    var read = ChoiceLists(chosenBy: [])
    swap(&read, &self.read[at])
    var row = 0
    while row < rows.count {
      var cells: [PlainCell] = []
      switch list.kind {
      case .columns:
        row = rows.readLists(
          from: row, list.headers, bytes, in: programmes, most: most, into: &read)
        if row == rows.count { break }
        cells = list.headers.map { rows.cell(row, Int($0)) }
      case .joined: cells = Self.parts(of: rows.cell(row, Int(list.headers[0])), bytes)
      case .rows: break  // from a table of their own, afterwards
      }
      if row == rows.count { break }
      check(Self.read(cells, bytes, programmes, into: &read), at, row)
      read.ends[row] = Int32(read.end)
      row += 1
    }
    block.choiceEnds[at].reach(block.count)
    let first = block.count - rows.count
    for row in 0..<rows.count { block.choiceEnds[at][first + row] = read.ends[row] }
    swap(&read, &self.read[at])
  }

  /// Reads any list of choices: 0 for an empty cell, else programme + 1, up to the last choice.
  private static func read(
    _ cells: [PlainCell], _ bytes: Span<UInt8>, _ programmes: PlainNames,
    into lists: inout ChoiceLists
  ) -> Found {
    var list = Found()
    lists.number += 1
    lists.choices.removeLast(lists.choices.count - lists.end)
    for (choice, cell) in cells.enumerated() {
      lists.choices.append(0)
      if cell.isEmpty { continue }
      let number = programmes.number(bytes, cell.start, cell.end)
      if number < 0 {
        list.unknown += 1
        continue
      }
      lists.choices[lists.end + choice] = UInt16(truncatingIfNeeded: number + 1)
      list.length = choice + 1
      if lists.chosenBy[number] == lists.number { list.repeated += 1 }
      lists.chosenBy[number] = lists.number
    }
    lists.end += min(list.length, StudentLayout.choicesMax)
    lists.choices.removeLast(lists.choices.count - lists.end)
    return list
  }

  /// The parts between the bars of a cell.
  private static func parts(of cell: PlainCell, _ bytes: Span<UInt8>) -> [PlainCell] {
    var parts: [PlainCell] = []
    var start = cell.start
    while start <= cell.end, !cell.isEmpty {
      var end = start
      while end < cell.end, bytes[end] != UInt8(ascii: "|") { end += 1 }
      parts.append(PlainCell(start: start, end: end))
      start = end + 1
    }
    return parts
  }

  private mutating func check(_ found: Found, _ at: Int, _ row: Int) {
    let most = min(lengthsMax[at], StudentLayout.choicesMax)
    if found.unknown + found.repeated == 0, found.length <= most { return }
    for _ in 0..<found.unknown { fault(row, .unknownChoice) }
    if found.length > most { fault(row, .tooManyChoices) }
    for _ in 0..<found.repeated { fault(row, .repeatedChoice) }
  }
}
