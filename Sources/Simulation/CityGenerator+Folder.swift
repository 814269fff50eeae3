import Tables

extension CityGenerator {
  /// Writes the case as a folder at `path`, whole or not at all; an existing one that was written
  /// like this is replaced if `replacing`. Throws a `FileError`.
  public func write(
    to path: String, replacing: Bool = false, access: OutputAccess = .owner, threads: Int
  ) throws {
    var folder = try OutputFolder(at: path, .ofCase, replacing: replacing, access: access)
    // Files come one after the other, each in pieces: a new name closes the file before.
    var open: OutputFile?
    try write(threads: threads) { name, bytes in
      if open?.name != name {
        if let done = open.take() { folder.register(try done.finish()) }
        open = try folder.create(name)
      }
      try open?.append(bytes.span)
    }
    if let done = open.take() { folder.register(try done.finish()) }
    try folder.commit()
  }
}
