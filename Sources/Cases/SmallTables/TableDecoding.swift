import Columns
import Diagnostics
import Rules
import Tables

/// The text of a table as UTF-8; nil where it has no valid encoding, which `log` says.
func decodeTable(
  _ region: ByteRegion, _ file: String, declared: TableEncoding?, workers: Workers,
  log: inout ProblemLog
) -> TextBytes? {
  do throws(EncodingError) {
    let declared = declared.map { $0 == .utf8 ? TextEncoding.utf8 : .gb18030 }
    let text = try decodeText(region, declared: declared, workers: workers)
    if text.isDoubtful {
      log.add(
        .encodingDoubtful, at: Place(file: file),
        Phrase(
          zh: "声明为 GB18030，但内容也是有效的 UTF-8；若文字显示为乱码，请改正 encoding",
          en: "declared to be GB18030, yet it is valid UTF-8 too; correct `encoding` if the text "
            + "looks wrong"))
    }
    return text.bytes
  } catch {
    log.add(error.problem(in: file))
    return nil
  }
}
