import Admission
import Cases
import Columns
import Tables

/// The SHA-256 of values in memory, to see whether two runs made the same.
struct Fingerprint {
  private var hash = SHA256()

  /// The digest so far.
  var text: String { hash.finish().description }

  /// Adds a text.
  mutating func add(_ text: String) { hash.update(text) }

  /// Adds a column.
  mutating func add<Element: BitwiseCopyable>(_ column: Column<Element>) {
    column.withSpan { span in
      unsafe span.withUnsafeBytes { unsafe hash.update($0) }
    }
  }

  /// Adds a column of numbers, as narrow or wide as it is.
  mutating func add(_ column: NumberColumn) {
    switch column {
    case .small(let values, _): add(values)
    case .narrow(let values): add(values)
    case .wide(let values): add(values)
    }
  }

  /// Adds numbers.
  mutating func add(_ numbers: [Int]) {
    unsafe numbers.withUnsafeBytes { unsafe hash.update($0) }
  }

  /// Adds codes, each with a line end.
  mutating func add(_ codes: CodeColumn) {
    var hash = hash
    codes.forEach(0..<codes.count) { _, code in
      unsafe code.withUnsafeBytes { unsafe hash.update($0) }
      hash.update("\n")
    }
    self.hash = hash
  }
}

extension Case {
  /// What was read of it: the students with all their columns, and the digests of its files.
  var fingerprint: String {
    var print = Fingerprint()
    for number in market.cohort.numbers { print.add(number) }
    for category in market.cohort.categories { print.add(category) }
    for list in market.cohort.lists { print.add(list.cells) }
    for seat in market.seats { print.add([seat.pool, seat.audience, seat.programme, seat.seats]) }
    print.add(names.students)
    for input in inputs { print.add("\(input.digest)  \(input.name)\n") }
    return print.text
  }
}

extension Outcome {
  /// Where everyone went, and what every cutoff is.
  var fingerprint: String {
    var print = Fingerprint()
    print.add(placements)
    for stage in stages {
      for cell in stage.cells {
        print.add([
          cell.pool, cell.audience, cell.programme, cell.seats, cell.applicants, cell.admitted,
          cell.lastStudent, cell.lastChoice, cell.lowestStudent,
        ])
      }
    }
    return print.text
  }
}
