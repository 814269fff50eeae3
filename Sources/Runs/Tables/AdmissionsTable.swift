import Admission
import Cases
import Columns
import Tables

/// `admissions.csv`: one row a student, in the order of `students.csv`.
struct AdmissionsTable: RunTable {
  static let name = "admissions.csv"
  static let header = "student,status,programme,stage,pool,choice,score\n"

  private let students: CodeColumn
  private let quotesStudents: Bool
  private let placements: Column<Placement>
  private let store = PieceStore()
  private let programmes: Pieces  // `,admitted,PROGRAMME`
  private let offers: Pieces  // `,STAGE,POOL,` by stage and pool
  private let poolCount: Int
  /// The first keys of all rankings, each once, and what says which of them is to be written.
  private let scores: [NumberColumn]
  private let texts: [NumberText]
  private let scoreOf: FirstKeys

  init(_ read: Case, _ outcome: Outcome) {
    let names = read.names
    students = names.students
    quotesStudents = names.studentsNeedQuotes
    placements = outcome.placements
    programmes = store.pieces(names.programmes.map { ",admitted,\(CSVText.cell($0))" })
    offers = store.pieces(
      names.stages.flatMap { stage in
        names.pools.map { ",\(CSVText.cell(stage)),\(CSVText.cell($0))," }
      })
    poolCount = names.pools.count
    let scoreOf = FirstKeys(read, outcome.placements)
    self.scoreOf = scoreOf
    scores = scoreOf.columns(read)
    texts = scoreOf.numbers.map { [store] number in
      NumberText(number.map { names.numbers[$0] }, in: store)
    }
  }

  /// How many rows there are.
  var rows: Int { placements.count }

  /// Appends the rows of these students. Complexity: O(bytes); nothing is allocated a row.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    var block = ValueBlock(columns: scores.count)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: ValueBlock.rowsMax) {
      let here = start..<min(start + ValueBlock.rowsMax, rows.upperBound)
      for (number, score) in scores.enumerated() { block.fetch(number, score, of: here) }
      let values = block.values.span  // the array itself would be counted a reference for each row
      students.forEach(here) { student, code in
        quotesStudents ? writer.append(quoting: code) : writer.append(code)
        append(placements[student], values, student &- start, to: &writer)
      }
    }
  }

  @inline(__always)
  private func append(
    _ placement: Placement, _ values: Span<Int64>, _ row: Int, to writer: inout ByteWriter
  ) {
    if !placement.isAdmitted { return writer.append(literal: ",notAdmitted,,,,,\n") }
    let stage = placement.stage
    writer.append(programmes, placement.programme)
    writer.append(offers, stage &* poolCount &+ placement.pool)
    writer.append(cell: placement.choice &+ 1)
    let score = scoreOf[stage, placement.pool, placement.programme]
    if score >= 0 {
      texts[score].append(values[ValueBlock.place(score, row)], to: &writer)
    }
    writer.append(UInt8(ascii: "\n"))
  }
}
