/// The path that stands for standard input where something is read, for standard output where one
/// file is written.
public let standardStream = "-"

/// Writes one file, whole or not at all: beside its final name, synced, then renamed.
///
/// A folder or a symbolic link of that name is refused; a file is, unless `replacing` is true. The
/// path `-` is standard output, which gets the bytes as they come: a stream cannot promise more.
@discardableResult
public func writeFileAtomically(
  _ path: String, _ bytes: Span<UInt8>, replacing: Bool = false, access: OutputAccess = .owner
) throws(FileError) -> FinishedFile {
  try writeFileAtomically(path, replacing: replacing, access: access) { (file) throws(FileError) in
    try file.append(bytes)
  }
}

/// Writes one file that `body` appends piece by piece, whole or not at all, or to standard output.
@discardableResult
public func writeFileAtomically(
  _ path: String, replacing: Bool = false, access: OutputAccess = .owner,
  _ body: (inout OutputFile) throws(FileError) -> Void
) throws(FileError) -> FinishedFile {
  if path == standardStream {
    var file = OutputFile(standardOutputAs: path, try Descriptor(duplicating: 1, as: path))
    try body(&file)
    return try file.finish()
  }
  let target = try OutputTarget(path, replacing: replacing)
  try target.checkNotAFolder()
  target.sweep()
  let temporary = target.temporaryName()
  let descriptor = try target.createTemporary(temporary, access)
  do {
    var file = OutputFile(name: target.name, path: path, descriptor: descriptor, hashing: true)
    try body(&file)
    let finished = try file.finish()
    try Temporaries.name { () throws(FileError) in
      try target.place(temporary, replacing: replacing)
    }
    try target.syncParent()
    return finished
  } catch {
    target.removeTemporary(temporary)
    throw error
  }
}

/// Writes one text file, whole or not at all.
@discardableResult
public func writeFileAtomically(
  _ path: String, _ text: String, replacing: Bool = false, access: OutputAccess = .owner
) throws(FileError) -> FinishedFile {
  try writeFileAtomically(path, text.utf8Span.span, replacing: replacing, access: access)
}
