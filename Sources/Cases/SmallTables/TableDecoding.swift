import Columns
import Diagnostics
import Rules
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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

/// Whether `path` is a folder that can be read.
func isFolder(_ path: String) -> Bool {
  guard let directory = unsafe opendir(path) else { return false }
  unsafe closedir(directory)
  return true
}

/// The names in a folder; none where it cannot be read.
func folderNames(_ folder: String) -> [String] {
  guard let directory = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}
