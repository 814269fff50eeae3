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
  private let programmes: Pieces  // `,admitted,PROGRAMME`
  private let offers: Pieces  // `,STAGE,POOL,` by stage and pool
  private let poolCount: Int
  private let scores: [NumberText?]  // by stage

  init(_ read: Case, _ outcome: Outcome) {
    let names = read.names
    students = names.students
    quotesStudents = names.studentsNeedQuotes
    placements = outcome.placements
    programmes = Pieces(names.programmes.map { ",admitted,\(CSVText.cell($0))" })
    offers = Pieces(
      names.stages.flatMap { stage in
        names.pools.map { ",\(CSVText.cell(stage)),\(CSVText.cell($0))," }
      })
    poolCount = names.pools.count
    scores = read.market.stages.map { stage in
      read.market.rankings[stage.ranking].keys.first.map {
        NumberText($0.number, of: read.market, names)
      }
    }
  }

  /// How many rows there are.
  var rows: Int { placements.count }

  /// Appends the rows of these students. Complexity: O(bytes), nothing is allocated.
  func append(_ rows: Range<Int>, to writer: inout ByteWriter) {
    students.forEach(rows) { student, code in
      quotesStudents ? writer.append(quoting: code) : writer.append(code)
      let placement = placements[student]
      if placement.isAdmitted {
        appendPlace(placement, student, &writer)
      } else {
        writer.append(",notAdmitted,,,,,\n")
      }
    }
  }

  @inline(__always)
  private func appendPlace(_ placement: Placement, _ student: Int, _ writer: inout ByteWriter) {
    writer.append(programmes, placement.programme)
    writer.append(offers, placement.stage &* poolCount &+ placement.pool)
    writer.append(cell: placement.choice &+ 1)
    scores[placement.stage]?.append(student, to: &writer)
    writer.append(UInt8(ascii: "\n"))
  }
}
