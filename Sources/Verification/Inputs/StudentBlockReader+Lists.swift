extension StudentBlockReader {
  /// A list that was read: up to which choice there is one, and what was wrong.
  private struct Found {
    var length = 0
    var unknown = 0
    var repeated = 0
  }

  /// Takes list `at` of all rows.
  mutating func takeList(_ at: Int, _ rows: borrowing PlainBatches, _ bytes: Span<UInt8>) {
    // At hand once for all rows: threads share the codes, and would wait for each other to count who holds
    // them.
    let (list, cells, programmes) = (lists[at], rows.cells.span, self.programmes)
    var (kept, chosenBy): ([UInt16], [Int]) = ([], [])
    swap(&kept, &block.choices[at])
    swap(&chosenBy, &self.chosenBy)
    var end = kept.count
    for row in 0..<rows.count {
      let own = cells.extracting(row &* rows.width..<(row &+ 1) &* rows.width)
      var found = Found()
      listNumber &+= 1
      switch list.kind {
      case .columns:
        found = Self.read(
          list.headers, own, bytes, programmes, listNumber, into: &kept, end, &chosenBy)
      case .joined:
        let parts = Self.parts(of: own[list.headers[0]], bytes)
        found = Self.read(
          Array(parts.indices), parts.span, bytes, programmes, listNumber, into: &kept, end,
          &chosenBy)
      case .rows: break  // from a table of their own, afterwards
      }
      check(found, at, row)
      end += min(found.length, StudentLayout.choicesMax)
      block.choiceEnds[at].append(Int32(end))
    }
    kept.removeLast(kept.count - end)
    swap(&kept, &block.choices[at])
    swap(&chosenBy, &self.chosenBy)
  }

  /// Reads the choices in those of `cells` that `places` names, and writes them from `end` on: 0 for an
  /// empty cell, else programme + 1. `chosenBy` holds for each programme the list that chose it last.
  private static func read(
    _ places: [Int], _ cells: Span<PlainCell>, _ bytes: Span<UInt8>, _ programmes: PlainNames,
    _ listNumber: Int, into kept: inout [UInt16], _ end: Int, _ chosenBy: inout [Int]
  ) -> Found {
    if kept.count < end &+ places.count {
      kept.append(contentsOf: repeatElement(0, count: rowsMax * places.count))
    }
    var to = kept.mutableSpan
    var chosen = chosenBy.mutableSpan
    var list = Found()
    for choice in 0..<places.count {
      let cell = cells[places[choice]]
      to[end &+ choice] = 0
      if cell.isEmpty { continue }
      let number = programmes.number(bytes, cell.start, cell.end)
      if number < 0 {
        list.unknown &+= 1
        continue
      }
      to[end &+ choice] = UInt16(truncatingIfNeeded: number &+ 1)
      list.length = choice &+ 1
      if chosen[number] == listNumber { list.repeated &+= 1 }
      chosen[number] = listNumber
    }
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
