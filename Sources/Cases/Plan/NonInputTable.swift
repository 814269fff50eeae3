import Columns
import Diagnostics
import Rules
import Tables

/// A table of a case that decides nothing of what is being done, read beside it: it is none of the
/// inputs, and what is wrong with it is said by whoever goes by it.
struct NonInputTable {
  private let text: TextTable
  private let columns: [Int]

  /// Our table `name` in `folder`; nil where there is none with these columns.
  init?(
    _ name: String, columns wanted: [String], in folder: String, _ rules: RuleSet, workers: Workers
  ) {
    let files = CaseFiles(folder, workers: workers)
    files.use(rules)
    var unheard = ProblemLog()
    guard let csv = files.table(name, required: false, log: &unheard) else { return nil }
    var finder = ColumnFinder(csv, rules)
    let found = wanted.compactMap { finder.find($0, log: &unheard) }
    guard found.count == wanted.count else { return nil }
    columns = found
    text = TextTable(csv, log: &unheard)
  }

  /// The table's file.
  var file: String { text.table.file }
  /// How many rows there are.
  var rowCount: Int { text.rowCount }
  /// The cells of a row, in the order of the columns asked for.
  func cells(_ row: Int) -> [String] { columns.map { text[row, $0] } }
  /// Where a row stands.
  func place(_ row: Int) -> Place { text.place(row: row) }
}
