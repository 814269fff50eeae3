import Diagnostics

extension OutputFolder {
  /// Refuses to replace a folder of ties with decisions that people filled in: the file `name` in
  /// the folder at `path`, where it is neither as it was `written` nor the one that the case was
  /// `given`.
  package static func checkDecisions(
    _ name: String, in path: String, written: Digest?, given: Digest?
  ) throws(FileError) {
    guard let kept = try bytesIfThere(path + "/" + name) else { return }
    let digest = SHA256.digest(of: kept.span)
    if digest == written || digest == given { return }
    throw FileError(
      .create, path, .decisionsAtRisk,
      Phrase(
        zh: "不替换 \(path)：其中的 \(name) 已填写，但案例中的不是这一份",
        en: "will not replace \(path): its \(name) was filled in, and the case has another"))
  }

  /// The bytes of a small file; nil where there is none.
  package static func bytesIfThere(_ path: String) throws(FileError) -> [UInt8]? {
    do throws(FileError) {
      return try readSmallFile(path)
    } catch  where error.code == .fileNotFound {
      return nil
    }
  }
}
