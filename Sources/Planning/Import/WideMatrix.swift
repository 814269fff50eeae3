import Columns
import Diagnostics
import Rules
import Tables

/// A table with codes in its first row and first column: a matrix of seats as offices make it in a
/// spreadsheet.
public struct WideMatrix: Sendable {
  /// The name of the file, without its folder.
  public let name: String
  /// The digest of its bytes.
  public let digest: Digest
  let text: TextTable

  /// The words that head a row or column of totals.
  static let totalWords = ["total", "sum", "合计", "总计", "小计", "共计"]
  /// The words that head a column of names, which is for people.
  static let nameWords = ["name", "名称", "学校名称", "初中名称", "高中名称", "初中", "毕业学校"]

  /// Reads the file at `path`; nil, with messages, where it is no table.
  public init?(_ path: String, encoding: TableEncoding?, workers: Workers, log: inout ProblemLog) {
    let file: MappedFile
    do {
      file = try MappedFile(path)
    } catch {
      log.add(error.problem)
      return nil
    }
    name = String(path.split(separator: "/").last ?? "-")
    digest = unsafe file.withBytes { unsafe SHA256.digest(of: $0) }
    do throws(EncodingError) {
      let declared = encoding.map { $0 == .utf8 ? TextEncoding.utf8 : .gb18030 }
      let decoded = try decodeText(file.bytes, declared: declared, workers: workers)
      guard let table = CSVTable.open(name, decoded.bytes, workers: workers, log: &log) else {
        return nil
      }
      text = TextTable(table, log: &log)
    } catch {
      log.add(error.problem(in: name))
      return nil
    }
    guard text.headers.count > 1, text.rowCount > 0 else {
      log.add(
        .importShape, at: Place(file: name, line: 1),
        Phrase(zh: "矩阵至少有一行一列", en: "a matrix has at least one row and one column"))
      return nil
    }
  }

  /// Whether `text` is one of `words`, whatever the case.
  static func isOne(of words: [String], _ text: String) -> Bool {
    words.contains { $0 == text.lowercased() }
  }
}
