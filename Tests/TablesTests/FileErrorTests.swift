import Testing

@testable import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What people are told where the system says no: the kind of problem, the verb and the reason.
@Suite struct FileErrorTests {
  @Test(
    arguments: [
      (.open, ENOENT, "cannot open f: no such file or folder"),
      (.inspect, ENOTDIR, "cannot look at f: a part of the path is not a folder"),
      (.read, EISDIR, "cannot read f: it is a folder"),
      (.read, EIO, "cannot read f: the disk reports an error"),
      (.map, ENOMEM, "cannot map f: not enough memory"),
      (.list, EMFILE, "cannot list f: too many open files"),
      (.open, EACCES, "cannot open f: permission denied"),
      (.create, EROFS, "cannot create f: the file system is read-only"),
      (.create, EEXIST, "cannot create f: it exists already"),
      (.create, ENAMETOOLONG, "cannot create f: the name is too long"),
      (.write, ENOSPC, "cannot write f: no space left on the disk"),
      (.write, EDQUOT, "cannot write f: the disk quota is used up"),
      (.write, EFBIG, "cannot write f: beyond the limit of a file's size"),
      (.sync, EIO, "cannot sync to disk f: the disk reports an error"),
      (.rename, EXDEV, "cannot rename to f: it is on another file system"),
      (.rename, EBUSY, "cannot rename to f: it is in use"),
      (.remove, ELOOP, "cannot remove f: a symbolic link is in the way"),
      (.remove, EINVAL, "cannot remove f: system error \(EINVAL)"),
    ] as [(FileError.Operation, Int32, String)])
  func saysWhatFailed(
    _ operation: FileError.Operation, _ number: Int32, _ message: String
  ) {
    let error = FileError(operation, "f", errno: number)
    #expect(error.message.en == message)
    #expect(error.message.zh.hasPrefix("无法") && error.message.zh.contains("f："))
    #expect(error.errno == number && error.problem.place?.file == "f")
  }

  @Test func kinds() {
    func code(_ operation: FileError.Operation, _ number: Int32) -> String {
      "\(FileError(operation, "f", errno: number).code.name)"
    }
    #expect(code(.open, ENOENT) == code(.inspect, ENOTDIR))
    #expect(code(.write, ENOSPC) == code(.create, EDQUOT))
    #expect(code(.read, EIO) == code(.map, ENOMEM) && code(.read, EIO) == code(.list, EIO))
    #expect(code(.write, EIO) == code(.sync, EIO) && code(.write, EIO) == code(.rename, EXDEV))
    #expect(code(.read, EIO) != code(.write, EIO) && code(.write, ENOSPC) != code(.write, EIO))
    #expect(code(.open, EACCES) == code(.remove, EROFS))
    #expect(code(.create, EEXIST) == code(.rename, ENOTEMPTY))
  }
}
