import Columns
import Diagnostics
import Tables
import Verification

/// The rows of a table as one of the readers has them.
struct ReadRows {
  var headers: [String] = []
  var rows: [[String]] = []
  var log = ProblemLog()
  /// Whether it was a table at all.
  var isTable = false

  /// By the reader of the program.
  init(fast bytes: [UInt8]) throws {
    let region = try ByteRegion.copying(bytes, as: "t.csv")
    let workers = Workers(count: 1)
    do throws(EncodingError) {
      let text = try decodeText(region, workers: workers)
      guard let csv = CSVTable.open("t.csv", text.bytes, workers: workers, log: &log) else {
        return
      }
      isTable = true
      let table = TextTable(csv, log: &log)
      headers = table.headers.map(\.name)
      rows = (0..<table.rowCount).map { row in headers.indices.map { table[row, $0] } }
    } catch {
      log.add(error.problem(in: "t.csv"))
    }
  }

  /// By the reader of `verify`.
  init(plain bytes: [UInt8]) {
    guard let table = PlainTable("t.csv", bytes, problems: &log) else { return }
    isTable = true
    let texts = table.texts(problems: &log)
    headers = table.headers
    rows = (0..<texts.count).map { row in headers.indices.map { texts[row, $0] } }
  }
}

/// Where the fast reader finds nothing wrong, the plain one finds the same cells.
func fuzzCSV(_ bytes: [UInt8]) throws {
  let fast = try ReadRows(fast: bytes)
  let plain = ReadRows(plain: bytes)
  try require(fast.isTable || !fast.log.isClean, "no table and no problem")
  try checkProblems(fast.log)
  try checkProblems(plain.log)
  guard fast.log.isClean else { return }
  try require(plain.log.isClean, "only the plain reader refuses: \(plain.log.groups)")
  try require(areSame(fast.headers, plain.headers), "\(fast.headers) \(plain.headers)")
  try require(
    fast.rows.elementsEqual(plain.rows, by: areSame), "rows \(fast.rows) \(plain.rows)")
}

/// Equal byte by byte: `==` takes two spellings of a letter for one.
func areSame(_ a: [String], _ b: [String]) -> Bool {
  a.elementsEqual(b) { $0.utf8.elementsEqual($1.utf8) }
}

/// Every problem says something, in both languages.
func checkProblems(_ log: ProblemLog) throws {
  for problem in log.groups.flatMap(\.first) {
    try require(
      !problem.message.zh.isEmpty && !problem.message.en.isEmpty, "\(problem.code) says nothing")
  }
}
