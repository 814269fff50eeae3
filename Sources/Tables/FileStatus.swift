import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system knows of a file: enough to tell whether it is the same, unchanged.
struct FileStatus: Hashable, Sendable {
  /// What a name stands for.
  enum Kind: Sendable { case file, folder, link, pipe, other }

  let kind: Kind
  let size: Int
  let device: UInt64
  let inode: UInt64
  let owner: UInt32
  /// The last change of the bytes and of the entry itself, seconds and nanoseconds.
  let modified: [Int]

  /// The status of an open file.
  init(of file: borrowing Descriptor, as path: String) throws(FileError) {
    let status = FileSystem.status(of: file.number, as: path)
    guard case .success(let status) = status else {
      throw FileError(.inspect, path, errno: status.errno)
    }
    self.init(status)
  }

  /// The status of a name in a folder, of a symbolic link itself; nil where there is none.
  init?(
    ofName name: String, in folder: Int32 = FileSystem.currentFolder, as path: String
  ) throws(FileError) {
    let status = FileSystem.status(ofName: name, in: folder, as: path)
    if status.errno == ENOENT { return nil }
    guard case .success(let status) = status else {
      throw FileError(.inspect, path, errno: status.errno)
    }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO, S_IFSOCK: .pipe
      default: .other
      }
    size = Int(status.st_size)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(status.st_ino)
    owner = status.st_uid
    #if canImport(Darwin)
      let times = [status.st_mtimespec, status.st_ctimespec]
    #else
      let times = [status.st_mtim, status.st_ctim]
    #endif
    modified = times.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
  }
}
