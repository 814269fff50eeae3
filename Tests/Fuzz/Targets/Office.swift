import Diagnostics
import OfficeFiles
import TestSupport

/// A DBF becomes a table that can be read, or a message.
func fuzzDBF(_ bytes: [UInt8]) throws {
  var log = ProblemLog()
  let table = readDBF(bytes, file: "t.dbf", log: &log)
  try require(table != nil || !log.isClean, "no table and no problem")
  try checkProblems(log)
  try check(table)
}

/// The same of a workbook. The first byte says what the others are: a whole file, since checksums
/// keep random bytes out of its parts; or the sheet, the shared texts or a deflated part of a good
/// file.
func fuzzWorkbook(_ bytes: [UInt8]) throws {
  guard let kind = bytes.first else { return }
  let rest = Array(bytes.dropFirst())
  let text = String(decoding: rest, as: UTF8.self)
  let cells = [[WorkbookFile.Cell.text("a")], [.raw("t=\"s\"", "<v>0</v>")]]
  let sheet = WorkbookFile.sheet(cells)
  switch kind % 5 {
  case 0: try readWorkbook(rest)
  case 1: try readWorkbook(archive(WorkbookFile([("S", text)], strings: "<sst/>")))
  case 2: try readWorkbook(archive(WorkbookFile([("S", sheet)], strings: text)))
  case 3: try readWorkbook(archive(WorkbookFile([("S", sheet)], strings: "<sst/>", styles: text)))
  default:
    // Two bytes of size, then a deflate stream.
    guard rest.count > 2 else { return }
    let size = Int(rest[0]) | Int(rest[1]) << 8
    var zip = ZipFile()
    zip.deflate("_rels/.rels", Array(repeating: 0, count: size), packed: Array(rest.dropFirst(2)))
    try readWorkbook(zip.bytes)
  }
}

private func archive(_ book: WorkbookFile) -> [UInt8] {
  var zip = ZipFile()
  for part in book.parts { zip.store(part.name, Array(part.text.utf8)) }
  return zip.bytes
}

private func readWorkbook(_ bytes: [UInt8]) throws {
  var log = ProblemLog()
  guard let book = Workbook(bytes, file: "t.xlsx", log: &log) else {
    try require(!log.isClean, "no workbook and no problem")
    return try checkProblems(log)
  }
  for name in [nil] + book.sheetNames.prefix(2).map(Optional.some) {
    var log = ProblemLog()
    let table = book.table(sheet: name, log: &log)
    try require(table != nil || !log.isClean, "no table and no problem")
    try checkProblems(log)
    try check(table)
  }
}

/// The text of an office table is CSV, on which both readers agree; rows may be too long for the
/// header.
private func check(_ table: OfficeTable?) throws {
  if let table { try fuzzCSV(table.csv) }
}
