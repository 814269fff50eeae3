import CPlainKernels
import Diagnostics
import Exact
import Rules

/// Some students that stand one behind the other in `students.csv`, as flat columns that do not
/// change.
///
/// A city is cut into blocks of about a megabyte of text; threads take whole blocks, and nothing is
/// shared while they are read.
final class StudentBlock: Sendable {
  /// The row number of the first student, from 0 over the whole table.
  let firstRow: Int
  /// How many students there are.
  let count: Int
  /// The codes, one behind the other, and where each ends.
  let codes: [UInt8]
  let codeEnds: [Int32]
  /// The middle school, 0 for none.
  let schools: [Int32]
  /// For each list the choices, one behind the other: 0 for an empty cell, else programme + 1, and
  /// behind the last `choicesRoom` zeros; and where each student's end.
  let choices: [[UInt16]]
  let choiceEnds: [[Int32]]
  /// The lowest of each measure, `StudentLayout.missing` where somebody has none.
  let lowest: [Int64]
  /// The highest of each measure.
  let highest: [Int64]
  /// All measures of one student, then of the next, as `zp_measure` has them.
  let measures: [Int32]
  let wideMeasures: [Int64]?
  let measureCount: Int
  /// All texts of one student, then of the next, as numbers.
  let texts: [Int32]
  let textCount: Int
  /// How many choices `walk.h` may look at behind the last.
  static let choicesRoom = Int(ZP_CHOICES_ROOM)

  /// The students of `rows`, the first of whom is row `firstRow`.
  init(_ rows: StudentRows, firstRow: Int) {
    self.firstRow = firstRow
    count = rows.count
    (codes, codeEnds, schools) = (rows.codes, rows.codeEnds, rows.schools)
    (choices, choiceEnds) = (rows.choices, rows.choiceEnds)
    (measures, wideMeasures) = (rows.measures, rows.wideMeasures)
    measureCount = rows.lowest.count
    (lowest, highest) = (rows.lowest, rows.highest)
    (texts, textCount) = (rows.texts, rows.textNames.count)
  }

  /// A measure of student `i`.
  @inline(__always)
  func measure(_ measure: Int, _ i: Int) -> Int64 {
    let at = i &* measureCount &+ measure
    if let wideMeasures { return wideMeasures[at] }
    let value = measures[at]
    return value == .min ? StudentLayout.missing : Int64(value)
  }

  /// A text of student `i`, by its number.
  @inline(__always)
  func text(_ text: Int, _ i: Int) -> Int { Int(texts[i &* textCount &+ text]) }

  /// Where the code of student `i` stands in `codes`.
  @inline(__always)
  func codeRange(_ i: Int) -> Range<Int> {
    Int(i == 0 ? 0 : codeEnds[i &- 1])..<Int(codeEnds[i])
  }

  /// The code of student `i`.
  func code(_ i: Int) -> String { String(decoding: codes[codeRange(i)], as: UTF8.self) }
}

/// The same while it is read: columns of at least `count` rows.
struct StudentRows: Sendable {
  /// How many students there are.
  var count = 0
  var codes: [UInt8] = []
  var codeEnds: [Int32] = []
  var schools: [Int32] = []
  /// All measures of one student, then of the next; wide ones where some do not fit in 32 bits.
  var measures: [Int32] = []
  var wideMeasures: [Int64]?
  /// The lowest and the highest of each measure.
  var lowest: [Int64] = []
  var highest: [Int64] = []
  /// All texts of one student, then of the next, as numbers of `textNames`.
  var texts: [Int32] = []
  /// The texts met, by column.
  var textNames: [PlainNames] = []
  var choices: [[UInt16]] = []
  var choiceEnds: [[Int32]] = []

  /// The same without the room that it has for more.
  func fitted() -> StudentRows {
    var rows = self
    rows.codes = codes.first(Int(count == 0 ? 0 : codeEnds[count - 1]))
    rows.codeEnds = codeEnds.first(count)
    rows.schools = schools.first(count)
    let measureCount = count * lowest.count
    rows.measures = measures.first(wideMeasures == nil ? measureCount : 0)
    rows.wideMeasures = wideMeasures?.first(measureCount)
    rows.texts = texts.first(count * textNames.count)
    rows.choiceEnds = choiceEnds.map { $0.first(count) }
    rows.choices = zip(choices, rows.choiceEnds).map { all, ends in
      let count = Int(ends.last ?? 0)
      var own = all.first(min(all.count, count + StudentBlock.choicesRoom))
      for at in count..<own.count { own[at] = 0 }
      while own.count < count + StudentBlock.choicesRoom { own.append(0) }
      return own
    }
    return rows
  }
}
