import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file could not be read.
enum PlainFileError: Error {
  /// There is nothing of that name.
  case missing
  /// It is a symbolic link, a folder or another thing than a file with content.
  case notAFile
  /// The system says no: its own words.
  case system(String)
}

/// All bytes of the file at `path`, which must be a file itself and not a link to one.
func plainBytes(_ path: String) throws(PlainFileError) -> PlainBytes {
  // What is no file, a pipe say, is not waited for.
  let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK
  let opened = FileSystem.open(path, in: FileSystem.currentFolder, flags, mode: 0, as: path)
  guard case .success(let descriptor) = opened else {
    switch opened.errno {
    case ENOENT, ENOTDIR: throw .missing
    case ELOOP, EMLINK: throw .notAFile
    default: throw .system(unsafe String(cString: strerror(opened.errno)))
    }
  }
  let status = FileSystem.status(of: descriptor, as: path)
  guard case .success(let status) = status, status.st_mode & S_IFMT == S_IFREG else {
    FileSystem.close(descriptor)
    throw .notAFile
  }
  let isLarge = status.st_size >= 1 << 20
  if isLarge, let mapped = PlainBytes(mapping: descriptor, status, path) { return mapped }
  defer { FileSystem.close(descriptor) }
  return try readAll(descriptor, Int(status.st_size), path)
}

/// The bytes of a file that says it has `size`.
///
/// Sound: as many bytes are asked for as there is room, and only those that were read are kept.
private func readAll(
  _ descriptor: Int32, _ size: Int, _ path: String
) throws(PlainFileError) -> PlainBytes {
  var failure: Int32 = 0
  // One byte more than it says, to see whether it grew.
  let bytes = unsafe PlainBytes(room: size + 1) { room in
    var count = 0
    while count < room.count {
      let free = unsafe UnsafeMutableRawBufferPointer(rebasing: room[count...])
      let got = unsafe FileSystem.read(descriptor, free, as: path)
      failure = got.errno
      guard case .success(let more) = got, more > 0 else { break }
      count += more
    }
    return count
  }
  if failure != 0 { throw .system(unsafe String(cString: strerror(failure))) }
  return bytes
}

/// What a name in a folder stands for.
enum PlainKind { case file, folder, other }

/// The names in the folder at `path` with their kinds, in the order of their bytes; nil where it is
/// none, or is a link.
func plainNames(in path: String) -> [(name: String, kind: PlainKind)]? {
  let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
  let folder = FileSystem.open(path, in: FileSystem.currentFolder, flags, mode: 0, as: path)
  guard case .success(let folder) = folder else { return nil }
  defer { FileSystem.close(folder) }
  guard case .success(let names) = FileSystem.names(in: folder, as: path) else { return nil }
  return names.map { ($0, plainKind(path + "/" + $0) ?? .other) }
}

/// What is at `path` itself; nil where there is nothing.
func plainKind(_ path: String) -> PlainKind? {
  let status = FileSystem.status(ofName: path, in: FileSystem.currentFolder, as: path)
  guard case .success(let status) = status else { return nil }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return .file
  case S_IFDIR: return .folder
  default: return .other
  }
}

/// Whether a listed name stays inside its folder: no empty part, no `.` or `..`, no absolute path,
/// no control characters.
func isPlainName(_ name: String) -> Bool {
  let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  return parts.allSatisfy { part in
    !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      && part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }
}
