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

/// All bytes of the file at `path`, which must be a file itself and not a link to one. They are read
/// once and kept, so that what is digested is what is checked, whatever becomes of the file meanwhile.
func plainBytes(
  _ path: String, threads: PlainThreads = PlainThreads(count: 1)
) throws(PlainFileError) -> [UInt8] {
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
  defer { FileSystem.close(descriptor) }
  guard case .success(let status) = FileSystem.status(of: descriptor, as: path),
    status.st_mode & S_IFMT == S_IFREG
  else { throw .notAFile }
  var failure: Int32 = 0
  // One byte more than it says, to see whether it grew.
  let room = Int(status.st_size) + 1
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
    (count, failure) = unsafe fill(UnsafeMutableRawBufferPointer(buffer), descriptor, path, threads)
  }
  if failure != 0 { throw .system(unsafe String(cString: strerror(failure))) }
  return bytes
}

/// Fills `room` from the beginning of a file, each thread some parts. Returns how many bytes there are,
/// and the number of an error.
///
/// Sound: no two parts overlap, and only bytes behind which no part is short are counted.
private func fill(
  _ room: UnsafeMutableRawBufferPointer, _ descriptor: Int32, _ path: String,
  _ threads: PlainThreads
) -> (count: Int, errno: Int32) {
  unsafe preferLargePages(room)
  let (partBytes, all) = (4 << 20, room.count)
  nonisolated(unsafe) let room = unsafe room
  let parts = threads.map((all + partBytes - 1) / partBytes) { part in
    let end = min((part + 1) * partBytes, all)
    var at = part * partBytes
    while at < end {
      let free = unsafe UnsafeMutableRawBufferPointer(rebasing: room[at..<end])
      let got = unsafe FileSystem.read(descriptor, from: at, free, as: path)
      guard case .success(let more) = got, more > 0 else { return (at, got.errno) }
      at += more
    }
    return (at, 0)
  }
  var count = 0
  for (part, (end, errno)) in parts.enumerated() {
    if errno != 0 { return (count, errno) }
    count = end
    if end < min((part + 1) * partBytes, all) { break }
  }
  return (count, 0)
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

/// Whether a listed name stays inside its folder: no empty part, no `.` or `..`, no absolute path, no
/// control characters.
func isPlainName(_ name: String) -> Bool {
  let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  return parts.allSatisfy { part in
    !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      && part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }
}

/// Where `byte` first occurs in `range`, all that there is unless given; nil where it does not. The C
/// library looks at many bytes at once.
///
/// Sound: it is given a range inside the array, and the array outlives the call.
func firstPlace(of byte: UInt8, in bytes: [UInt8], _ range: Range<Int>? = nil) -> Int? {
  let range = range ?? bytes.indices
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
  return unsafe bytes.withUnsafeBytes { raw in
    guard let base = raw.baseAddress,
      let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - base
  }
}
