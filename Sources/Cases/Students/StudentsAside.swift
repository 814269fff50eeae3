import Columns
import Diagnostics
import Rules
import Tables

/// A case's table of students as it stands, whatever else may be wrong with the case.
package struct StudentsAside {
  /// The table.
  package let table: CSVTable
  /// The file's name in the case.
  package var file: String { table.file }
  /// The column with the students' codes.
  package let student: Int
  /// The digest of the file.
  package let digest: Digest?

  /// Opens the table in the case `folder`; nil, with messages, where there is none that can be
  /// read.
  package init?(in folder: String, workers: Workers, log: inout ProblemLog) {
    let files = CaseFiles(folder, workers: workers)
    guard let (rules, problems) = files.readRules(log: &log) else { return nil }
    guard let rules else {
      log.merge(problems)
      return nil
    }
    guard let table = files.table("students", required: true, log: &log) else { return nil }
    var finder = ColumnFinder(table, rules)
    guard let student = finder.require("student", log: &log) else { return nil }
    (self.table, self.student) = (table, student)
    digest = files.finish(log: &log).digest(of: table.file)
  }
}
