import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes one file, whole or not at all: beside its final name, synced, then renamed.
///
/// A folder or a symbolic link of that name is refused; a file is, unless `replacing` is true. The
/// file is for its owner alone unless `mode` says otherwise.
@discardableResult
public func writeFileAtomically(
  _ path: String, _ bytes: Span<UInt8>, replacing: Bool = false, mode: UInt32 = 0o600
) throws(FileError) -> FinishedFile {
  try writeFileAtomically(path, replacing: replacing, mode: mode) { (file) throws(FileError) in
    try file.append(bytes)
  }
}

/// Writes one file that `body` appends piece by piece, whole or not at all.
@discardableResult
public func writeFileAtomically(
  _ path: String, replacing: Bool = false, mode: UInt32 = 0o600,
  _ body: (inout OutputFile) throws(FileError) -> Void
) throws(FileError) -> FinishedFile {
  let target = try OutputTarget(path, replacing: replacing)
  try checkNotAFolder(target)
  target.sweep()
  let temporary = target.temporaryName()
  let partial = target.beside(temporary)
  let descriptor = try Descriptor(
    opening: partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, .create, as: partial)
  _ = descriptor.tryLock()  // tells a sweep that this one is alive; a hint, so it may fail
  do {
    var file = OutputFile(name: target.name, path: path, descriptor: descriptor, hashing: true)
    try body(&file)
    let finished = try file.finish()
    try place(temporary, target, replacing: replacing)
    return finished
  } catch {
    _ = unsafe unlink(partial)
    throw error
  }
}

/// Writes one text file, whole or not at all.
@discardableResult
public func writeFileAtomically(
  _ path: String, _ text: String, replacing: Bool = false, mode: UInt32 = 0o600
) throws(FileError) -> FinishedFile {
  try writeFileAtomically(path, text.utf8Span.span, replacing: replacing, mode: mode)
}

private func place(_ temporary: String, _ target: OutputTarget, replacing: Bool) throws(FileError) {
  if replacing {
    try target.check(replacing: true)
    let from = target.beside(temporary)
    let renamed = systemCall { unsafe rename(from, target.path) }
    if renamed.errno != 0 { throw FileError(.rename, target.path, errno: renamed.errno) }
  } else {
    try target.renameIntoPlace(temporary)
  }
  try target.syncParent()
}

private func checkNotAFolder(_ target: OutputTarget) throws(FileError) {
  if try FileStatus(ofName: target.path, as: target.path)?.kind == .folder {
    throw FileError(
      .create, target.path, .notAFile,
      Phrase(zh: "\(target.path) 是文件夹", en: "\(target.path) is a folder"))
  }
}
