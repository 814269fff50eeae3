import Diagnostics
import TestSupport

@testable import OfficeFiles

/// What reading an office file came to.
struct Reading {
  var text = ""
  var table: OfficeTable?
  /// Code and place of each problem.
  var problems: [String] = []
  /// Its words, in English.
  var messages: [String] = []

  init(_ table: OfficeTable?, _ log: ProblemLog) {
    self.table = table
    text = table.map { String(decoding: $0.csv, as: UTF8.self) } ?? ""
    for group in log.groups {
      problems += group.first.map { "\($0.code.name) \($0.place?.description ?? "")" }
      messages += group.first.map(\.message.en)
    }
  }

  /// How many cells of a kind column `column` has, from 0.
  func count(_ kind: SheetFacts.Kind, _ column: Int) -> Int {
    table?.facts.tally(column: column, kind).count ?? -1
  }
}

/// Reads a workbook.
func read(_ bytes: [UInt8], sheet: String? = nil, headerRow: Int = 1) -> Reading {
  var log = ProblemLog()
  let book = Workbook(bytes, file: "t.xlsx", log: &log)
  return Reading(book?.table(sheet: sheet, headerRow: headerRow, log: &log), log)
}

/// Reads a workbook of one sheet.
func read(
  _ rows: [[WorkbookFile.Cell]], strings: String? = nil, styles: String? = nil, tail: String = "",
  headerRow: Int = 1
) -> Reading {
  let xml = WorkbookFile.sheet(rows, tail: tail)
  return read(
    WorkbookFile([("S", xml)], strings: strings, styles: styles).bytes, headerRow: headerRow)
}

/// Reads a sheet of which this is what stands in `sheetData`.
func read(data: String) -> Reading {
  read(WorkbookFile([("S", "<worksheet><sheetData>\(data)</sheetData></worksheet>")]).bytes)
}

/// Reads a DBF.
func read(_ file: DBFFile) -> Reading { readTable(file.bytes) }

func readTable(_ bytes: [UInt8]) -> Reading {
  var log = ProblemLog()
  return Reading(readDBF(bytes, file: "t.dbf", log: &log), log)
}
