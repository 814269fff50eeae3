import Diagnostics

/// Where an output is to be, asked before any work is done: not in a folder that it would spoil.
public struct OutputPlace: Sendable {
  /// The output, as the caller named it.
  public let path: String
  /// The folder that it belongs in.
  public let folder: String
  /// Its name there.
  public let name: String

  /// The place of `path`; nil for standard output, which is in no folder.
  public init?(_ path: String) {
    guard path != standardStream else { return nil }
    (self.path, (_, folder, name)) = (path, OutputTarget.parts(of: path))
  }

  /// Refuses a place inside a finished run, where any file more is a file too many.
  public func checkIsInNoRun() throws(FileError) {
    for (folder, _) in surroundings where isFile(OutputFolder.inputsName, folder) {
      guard isFile(OutputFolder.sumsName, folder) else { continue }
      throw refusal(
        Phrase(
          zh: "\(folder) 是一次录取的结果，多出或改动一个文件就不再通过核验",
          en: "\(folder) is a run, which is refused once a file of it is new or changed"))
    }
  }

  /// Refuses the name of a file that the list of a finished folder has the digest of.
  public func checkIsNotListed() throws(FileError) {
    for (folder, name) in surroundings {
      guard let text = try? readSmallFile(OutputFolder.sumsName, in: folder),
        let listed = try? DigestList(parsing: text), listed[name] != nil
      else { continue }
      throw refusal(
        Phrase(
          zh: "\(folder)/\(OutputFolder.sumsName) 列有 \(name)，改动后校验值就不符",
          en: "\(name) is listed in \(folder)/\(OutputFolder.sumsName), whose digest it would break"
        ))
    }
  }

  private func isFile(_ name: String, _ folder: String) -> Bool {
    let path = folder + "/" + name
    return (try? FileStatus(ofName: path, as: path))?.kind == .file
  }

  /// The folder and the one around it, each with what the output is called in it: a run keeps its
  /// case in a folder of its own.
  private var surroundings: [(folder: String, name: String)] {
    let (_, outer, inner) = OutputTarget.parts(of: folder)
    let isNamed = inner != "." && inner != ".." && !inner.isEmpty
    return [
      (folder, name), isNamed ? (outer, inner + "/" + name) : (folder + "/..", name),
    ]
  }

  /// The refusal of this place, with its reason.
  public func refusal(_ why: Phrase) -> FileError {
    FileError(
      .create, path, .outputSpoils,
      Phrase(zh: "不写 \(path)：\(why.zh)", en: "will not write \(path): \(why.en)"))
  }
}
