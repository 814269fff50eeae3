import Apportionment
import Diagnostics

extension Grid {
  /// Why the matrix cannot be split, in words.
  public func problem(of error: MatrixError) -> Problem {
    sources.problem(of: error, rows, columns)
  }

  /// Every row that contradicts its own requirements, not only the first.
  func reportRows(_ log: inout ProblemLog) {
    for row in rows.indices {
      var (least, most, isOpen) = (0, 0, false)
      for cell in matrix.cells(ofRow: row) where matrix.weights[cell] > 0 {
        isOpen = true
        least += matrix.minimum(cell)
        most += matrix.maximum(cell)
      }
      let seats = matrix.rowSeats[row]
      if seats > 0, !isOpen {
        log.add(problem(of: .noPositiveWeight(row: row, seats: seats)), cause: "weight")
      } else if least > seats {
        log.add(
          problem(of: .minimumsExceedSeats(row: row, minimums: least, seats: seats)),
          cause: "minimum")
      } else if most < seats {
        log.add(
          problem(of: .maximumsBelowSeats(row: row, maximums: most, seats: seats)),
          cause: "maximum")
      }
    }
  }
}

extension GridSources {
  /// An engine's error about a matrix in words, at the row or column that it is about.
  func problem(of error: MatrixError, _ rows: [String], _ columns: [String]) -> Problem {
    switch error {
    case .noPositiveWeight(let row, let seats):
      return inRow(row, .noPositiveWeight(seats: seats), rows, columns)
    case .minimumsExceedSeats(let row, let least, let seats):
      return inRow(row, .minimumsExceedSeats(minimums: least, seats: seats), rows, columns)
    case .maximumsBelowSeats(let row, let most, let seats):
      return inRow(row, .maximumsBelowSeats(maximums: most, seats: seats), rows, columns)
    case .rowSeatsOutOfRange(let row, let seats):
      return inRow(row, .seatsOutOfRange(seats: seats), rows, columns)
    case .negativeMinimum(let row, let column, let least):
      return inRow(row, .negativeMinimum(claimant: column, minimum: least), rows, columns)
    case .minimumAboveMaximum(let row, let column, let least, let most):
      return inRow(
        row, .minimumAboveMaximum(claimant: column, minimum: least, maximum: most), rows, columns)
    case .columnSeatsOutOfRange(let column, let seats):
      return inColumn(column, .seatsOutOfRange(seats: seats), columns)
    case .columnMinimumsExceedSeats(let column, let least, let seats):
      return inColumn(column, .minimumsExceedSeats(minimums: least, seats: seats), columns)
    case .negativeWeight(_, let column, let weight):
      return inColumn(column, .negativeWeight(claimant: column, weight: weight), columns)
    case .weightTooLarge(_, let column, let weight):
      return inColumn(column, .weightTooLarge(claimant: column, weight: weight), columns)
    case .lengthMismatch(_, let expected, let found):
      return rowSheet.problem(of: .lengthMismatch(expected: expected, found: found), columns)
    case .classOutOfRange(let list, let place, let found):
      return Problem(
        .countUnreadable, at: Place(file: rowSheet.file),
        Phrase(
          zh: "\(list) 第 \(place + 1) 项为 \(found)，不是层或组的编号",
          en: "entry \(place + 1) of \(list) is \(found), no number of a tier or group"))
    case .unitTooFine(let seats, _):
      return rowSheet.problem(of: .seatsOutOfRange(seats: seats), columns)
    case .duplicateCell(let row, let column), .cellOutOfRange(let row, let column):
      return Problem(
        .nameTwice, at: place(ofRow: row),
        Phrase(
          zh: "行 \(row + 1)、列 \(column + 1) 的格重复或不存在",
          en: "the cell of row \(row + 1) and column \(column + 1) appears twice or not at all"))
    case .totalsDiffer(let given, let wanted): return totalsDiffer(given, wanted)
    case .infeasible(let conflict):
      return Problem(
        .marginsUnmeetable, at: conflict.rows.first.map(place(ofRow:)),
        wording(of: conflict, rows, columns))
    }
  }

  private func inRow(
    _ row: Int, _ error: VectorError, _ rows: [String], _ columns: [String]
  ) -> Problem {
    let (code, phrase) = wording(of: error, columns)
    return Problem(
      code, at: place(ofRow: row),
      Phrase(zh: "行 \(rows[row])：\(phrase.zh)", en: "row \(rows[row]): \(phrase.en)"))
  }

  private func inColumn(_ column: Int, _ error: VectorError, _ columns: [String]) -> Problem {
    let (code, phrase) = wording(of: error, columns)
    let name = columns[column]
    return Problem(
      code, at: place(ofColumn: column, "seats"),
      Phrase(zh: "列 \(name)：\(phrase.zh)", en: "column \(name): \(phrase.en)"))
  }

  private func totalsDiffer(_ given: Int, _ wanted: Int) -> Problem {
    Problem(
      .marginsDiffer, at: columnSheet?.place(ofColumn: "seats"),
      Phrase(
        zh: "各行共 \(given) 个名额，各列共 \(wanted) 个，相差 \(abs(given - wanted))",
        en: "the rows have \(counted(given, "seat")) and the columns \(grouped(wanted)), a "
          + "difference of " + grouped(abs(given - wanted))))
  }
}

/// The rows and columns that contradict each other, and by how much.
private func wording(
  of conflict: MarginConflict, _ rows: [String], _ columns: [String]
) -> Phrase {
  let listedMax = 40
  func list(_ names: [String], _ places: [Int], _ language: Language) -> String {
    let shown = places.prefix(listedMax).map { names[$0] }.joined(
      separator: language == .zh ? "、" : ", ")
    let left = places.count - listedMax
    if places.isEmpty { return language == .zh ? "（无）" : "(none)" }
    return left > 0
      ? shown + (language == .zh ? " 等 \(places.count) 个" : " and \(left) more") : shown
  }
  return Phrase(
    zh: "行 \(list(rows, conflict.rows, .zh)) 的名额只能主要放进列 \(list(columns, conflict.columns, .zh))，"
      + "多出 \(conflict.excess) 个放不下",
    en:
      "the rows \(list(rows, conflict.rows, .en)) have \(counted(conflict.excess, "seat")) more than "
      + "they can place in the columns \(list(columns, conflict.columns, .en)) and in what is open to "
      + "them elsewhere")
}
