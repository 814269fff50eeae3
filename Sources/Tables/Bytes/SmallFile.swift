import Diagnostics

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
  throw FileError(
    .read, path, .fileTooLarge,
    Phrase(
      zh: "\(path) 超过 \(bytesMax) 字节", en: "\(path) has more than \(bytesMax) bytes"))
}

/// Opens a file for reading; `-` is standard input.
func openForReading(_ path: String) throws(FileError) -> Descriptor {
  if path == "-" {
    // A second number for standard input, so that closing it closes nothing of the caller's.
    let second = systemCall { dup(0) }
    if case .success(let number) = second { return Descriptor(owning: number) }
    throw FileError(.open, path, errno: second.errno)
  }
  return try Descriptor(opening: path, O_RDONLY | O_NOCTTY, as: path)
}

/// Refuses what has no bytes to read: folders and devices.
func checkReadable(_ status: FileStatus, _ path: String) throws(FileError) {
  switch status.kind {
  case .file, .pipe: return
  case .other where path == "-": return  // a terminal
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
