import Admission
import Cases
import Tables

/// `lines.csv`: every minimum in force, with the value it came to.
///
/// A line that holds for one pool alone names it in the last column; the stage's own leave it
/// empty.
struct LinesTable: RunTable {
  static let name = "lines.csv"
  static let header = "stage,programme,score,line,pool\n"

  private struct Line: Sendable {
    let values: [Int64?]
    let number: Int
    let text: NumberText
    let end: String
  }
  private let store = PieceStore()
  private let lines: [[Line]]  // by stage
  private let programmes: Pieces
  private let stages: Pieces
  private let numbers: Pieces

  init(_ read: Case, _ outcome: Outcome) {
    let (names, store) = (read.names, store)
    lines = outcome.stages.map { stage in
      stage.lines.map { line in
        Line(
          values: line.values, number: line.number,
          text: NumberText(names.numbers[line.number], in: store),
          end: "," + (line.pool.map { CSVText.cell(names.pools[$0]) } ?? "") + "\n")
      }
    }
    programmes = store.cells(names.programmes)
    stages = store.cells(names.stages)
    numbers = store.cells(names.numbers.map(\.name))
  }

  /// A row is a stage and a programme, with all lines that they have.
  var rows: Int { lines.count * programmes.count }

  /// Appends the lines of these stages and programmes.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    for row in rows {
      let (stage, programme) = row.quotientAndRemainder(dividingBy: programmes.count)
      for line in lines[stage] {
        guard let value = line.values[programme] else { continue }
        writer.append(stages, stage)
        writer.append(programmes, programme)
        writer.append(numbers, line.number)
        line.text.append(value, to: &writer)
        writer.append(line.end)
      }
    }
  }
}
