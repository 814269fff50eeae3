import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file or folder that could not be read or written, and why.
public struct FileError: Error, Hashable, Sendable {
  /// What was attempted.
  public enum Operation: String, Hashable, Sendable {
    case open, inspect, read, map, create, write, sync, rename, remove, list
  }

  /// What was attempted.
  public let operation: Operation
  /// The file or folder, as the caller named it.
  public let path: String
  /// The system's error number; 0 where zhibiao itself refuses.
  public let errno: Int32
  /// The kind of problem.
  public let code: Code
  /// What happened, for people. The path is in it as it is: escape it before a terminal sees it.
  public let message: Phrase

  /// A refusal of zhibiao's own.
  public init(_ operation: Operation, _ path: String, _ code: Code, _ message: Phrase) {
    (self.operation, self.path, self.errno) = (operation, path, 0)
    (self.code, self.message) = (code, message)
  }

  /// A system call failed with `errno`.
  init(_ operation: Operation, _ path: String, errno: Int32) {
    (self.operation, self.path, self.errno) = (operation, path, errno)
    code = FileError.code(of: operation, errno)
    let verb = FileError.verb(operation)
    let reason = systemReason(errno)
    message = Phrase(
      zh: "无法\(verb.zh) \(path)：\(reason.zh)", en: "cannot \(verb.en) \(path): \(reason.en)")
  }

  /// The error as a problem of a file as a whole.
  public var problem: Problem { Problem(code, at: Place(file: path), message) }

  private static func code(of operation: Operation, _ errno: Int32) -> Code {
    switch (errno, operation) {
    case (ENOENT, _), (ENOTDIR, .open), (ENOTDIR, .inspect): .fileNotFound
    case (EACCES, _), (EPERM, _), (EROFS, _): .notPermitted
    case (EISDIR, _): .notAFile
    case (ENOSPC, _), (EDQUOT, _): .diskFull
    case (EEXIST, _), (ENOTEMPTY, _): .outputExists
    case (_, .open), (_, .inspect), (_, .read), (_, .map), (_, .list): .readFailed
    case (_, .create), (_, .write), (_, .sync), (_, .rename), (_, .remove): .writeFailed
    }
  }

  private static func verb(_ operation: Operation) -> Phrase {
    switch operation {
    case .open: Phrase(zh: "打开", en: "open")
    case .inspect: Phrase(zh: "查看", en: "look at")
    case .read: Phrase(zh: "读取", en: "read")
    case .map: Phrase(zh: "映射", en: "map")
    case .create: Phrase(zh: "建立", en: "create")
    case .write: Phrase(zh: "写入", en: "write")
    case .sync: Phrase(zh: "同步到磁盘", en: "sync to disk")
    case .rename: Phrase(zh: "改名为", en: "rename to")
    case .remove: Phrase(zh: "删除", en: "remove")
    case .list: Phrase(zh: "列出", en: "list")
    }
  }
}

/// The system's reason in both languages; not `strerror`, which knows one, by the locale.
private func systemReason(_ errno: Int32) -> Phrase {
  switch errno {
  case ENOENT: Phrase(zh: "文件或文件夹不存在", en: "no such file or folder")
  case ENOTDIR: Phrase(zh: "路径中有一段不是文件夹", en: "a part of the path is not a folder")
  case EISDIR: Phrase(zh: "这是文件夹", en: "it is a folder")
  case EACCES, EPERM: Phrase(zh: "没有权限", en: "permission denied")
  case EROFS: Phrase(zh: "文件系统只读", en: "the file system is read-only")
  case EEXIST, ENOTEMPTY: Phrase(zh: "已经存在", en: "it exists already")
  case ENOSPC: Phrase(zh: "磁盘空间不足", en: "no space left on the disk")
  case EDQUOT: Phrase(zh: "磁盘配额已满", en: "the disk quota is used up")
  case EFBIG: Phrase(zh: "超过文件大小限制", en: "beyond the limit of a file's size")
  case EIO: Phrase(zh: "磁盘读写出错", en: "the disk reports an error")
  case ENOMEM: Phrase(zh: "内存不足", en: "not enough memory")
  case EMFILE, ENFILE: Phrase(zh: "打开的文件过多", en: "too many open files")
  case ENAMETOOLONG: Phrase(zh: "名称过长", en: "the name is too long")
  case ELOOP: Phrase(zh: "符号链接过多，或此处不允许符号链接", en: "a symbolic link is in the way")
  case EBUSY, ETXTBSY: Phrase(zh: "正被占用", en: "it is in use")
  case EXDEV: Phrase(zh: "跨越了文件系统", en: "it is on another file system")
  default: Phrase(zh: "系统错误 \(errno)", en: "system error \(errno)")
  }
}
