import Cases
import Diagnostics
import Tables

/// The inputs of a run, kept in the run itself: `RUN/case` is a copy of the files that were read,
/// byte for byte, so that whoever has the run can repeat it with nothing else.
///
/// `INPUTS.sha256` stays what it is without a bundle: names as in the case's folder. It checks the
/// office's own case (`cd CASE && sha256sum -c RUN/INPUTS.sha256`) as well as the bundle (`cd
/// RUN/case && sha256sum -c ../INPUTS.sha256`); `SHA256SUMS` lists the copies too, as `case/NAME`.
public struct Bundle: Sendable {
  /// The folder in the run that holds the inputs.
  public static let folderName = "case"

  private let source: String
  private let inputs: [InputDigest]

  /// Will keep `inputs`, which were read from the folder `source`.
  public init(of inputs: [InputDigest], in source: String) {
    self.source = source
    self.inputs = inputs
  }

  /// Copies the files into `folder`. A file that is no longer what was read is an error: a run must
  /// not carry other inputs than its own. Complexity: O(bytes).
  public func add(to folder: inout OutputFolder) throws(FileError) {
    for input in inputs {
      let path = source + "/" + input.name
      let file = try MappedFile(input.name, in: source)
      var copy = try folder.create("\(Bundle.folderName)/\(input.name)")
      try file.withSpan { (bytes) throws(FileError) in try copy.append(bytes) }
      let finished = try copy.finish()
      guard finished.digest == input.digest else {
        throw FileError(
          .read, path, .fileChanged,
          Phrase(
            zh: "\(path) 在录取期间被改动，无法随结果保存",
            en: "\(path) was changed during the allocation and cannot be kept with the run"))
      }
      folder.register(finished)
    }
  }
}
