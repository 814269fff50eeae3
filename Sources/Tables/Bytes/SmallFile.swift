import Diagnostics
import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file that is small by its nature: rules, a seed, a list of digests. `-` is
/// standard input. A file of more than `bytesMax` bytes is an error, and is not read.
public func readSmallFile(_ path: String, bytesMax: Int = 16 << 20) throws(FileError) -> [UInt8] {
  let file = try openForReading(path)
  let status = try FileStatus(of: file, as: path)
  try checkReadable(status, path)
  return try readSmall(file, status, path, bytesMax)
}

/// The same of a file in a case or run: a link, a pipe, or what is not in the folder is an error.
public func readSmallFile(
  _ name: String, in folder: String, bytesMax: Int = 16 << 20
) throws(FileError) -> [UInt8] {
  let path = folder + "/" + name
  let file = try openInside(folder, name)
  let status = try FileStatus(of: file, as: path)
  try checkRegular(status, path)
  return try readSmall(file, status, path, bytesMax)
}

private func readSmall(
  _ file: borrowing Descriptor, _ status: FileStatus, _ path: String, _ bytesMax: Int
) throws(FileError) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: min(max(status.size, 4096), 64 << 10) + 1)
  while bytes.count <= bytesMax {
    var span = buffer.mutableSpan
    let got = try unsafe span.withUnsafeMutableBytes { (raw) throws(FileError) in
      try unsafe file.readSome(into: raw, as: path)
    }
    if got == 0 { return bytes }
    bytes += buffer[..<got]
  }
  throw FileError(tooLarge: path, bytesMax: bytesMax)
}

extension FileError {
  /// A file of more bytes than files of its kind may have.
  package init(tooLarge path: String, bytesMax: Int) {
    self.init(
      .read, path, .fileTooLarge,
      Phrase(
        zh: "\(path) 超过 \(bytesMax) 字节", en: "\(path) has more than \(bytesMax) bytes"))
  }
}

/// Opens a file for reading; `-` is standard input.
func openForReading(_ path: String) throws(FileError) -> Descriptor {
  if path == standardStream { return try Descriptor(duplicating: 0, as: path) }
  return try Descriptor(opening: path, O_RDONLY | O_NOCTTY, as: path)
}

/// Opens the file called `name` in a case or run. The folder is what the user says, also through
/// links; inside it no link is followed, and no name leads out of it, so that what a case or run
/// brings along cannot show what stands elsewhere on the machine that reads it. Nor does a pipe
/// keep it waiting.
func openInside(_ folder: String, _ name: String) throws(FileError) -> Descriptor {
  let path = folder + "/" + name
  let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
    throw FileError(
      .open, path, .leadsOutside,
      Phrase(zh: "\(path) 指向文件夹之外", en: "\(path) leads out of its folder"))
  }
  do throws(FileError) {
    var parent = try Descriptor(opening: folder, O_RDONLY | O_DIRECTORY, as: path)
    for part in parts.dropLast() {
      let inner = try Descriptor(folder: part, in: parent.number, as: path)
      parent = inner
    }
    return try Descriptor(
      opening: parts.last!, in: parent.number, O_RDONLY | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK,
      as: path)
  } catch  where error.errno == ELOOP {
    throw FileError(
      .open, path, .leadsOutside,
      Phrase(
        zh: "\(path) 是符号链接；案例和结果文件夹里只能有文件本身",
        en: "\(path) is a symbolic link; a case or run holds the files themselves"))
  }
}

/// Refuses whatever is not a regular file.
func checkRegular(_ status: FileStatus, _ path: String) throws(FileError) {
  try checkReadable(status, path)
  if status.kind == .file { return }
  throw FileError(
    .open, path, .notAFile,
    Phrase(zh: "\(path) 是管道，不是文件", en: "\(path) is a pipe, not a file"))
}

/// Refuses what has no bytes to read: folders and devices.
func checkReadable(_ status: FileStatus, _ path: String) throws(FileError) {
  switch status.kind {
  case .file, .pipe: return
  case .other where path == standardStream: return  // a terminal
  case .folder:
    throw FileError(
      .open, path, .notAFile,
      Phrase(zh: "\(path) 是文件夹，不是文件", en: "\(path) is a folder, not a file"))
  case .link, .other:
    throw FileError(
      .open, path, .notAFile,
      Phrase(zh: "\(path) 是设备，不是文件", en: "\(path) is a device, not a file"))
  }
}
