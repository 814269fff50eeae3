import FileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Removes the folder, or file, at `path` with all that is in it; nothing where there is none.
package func removeTree(at path: String) throws(FileError) {
  let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
  let parent = cut.map { String(path[..<path.utf8.index(after: $0)]) } ?? "."
  let name = cut.map { String(path[path.utf8.index(after: $0)...]) } ?? path
  try FolderTree.remove(
    name, in: Descriptor(opening: parent, O_RDONLY | O_DIRECTORY, as: path), as: path)
}

/// Listing and removing folders, through open folders and never through symbolic links, so that
/// nothing outside can be reached.
enum FolderTree {
  /// Deeper than any folder that zhibiao writes.
  private static let depthMax = 16

  /// The names in an open folder, sorted by their bytes.
  static func names(in folder: borrowing Descriptor, as path: String) throws(FileError) -> [String]
  {
    let names = FileSystem.names(in: folder.number, as: path)
    guard case .success(let names) = names else {
      throw FileError(.list, path, errno: names.errno)
    }
    return names
  }

  /// Everything in an open folder that is not a folder, as paths from it, sorted by their bytes; a
  /// folder in which there is nothing stands as `NAME/`.
  static func files(in folder: borrowing Descriptor, as path: String) throws(FileError) -> [String]
  {
    var found: [String] = []
    try collect(folder, "", path, depth: 0, into: &found)
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func collect(
    _ folder: borrowing Descriptor, _ prefix: String, _ path: String, depth: Int,
    into found: inout [String]
  ) throws(FileError) {
    guard depth < depthMax else { throw FileError(.list, path, errno: ELOOP) }
    for name in try names(in: folder, as: path) {
      let whole = path + "/" + name
      let status = try FileStatus(ofName: name, in: folder.number, as: whole)
      if status?.kind == .folder {
        let inner = try Descriptor(folder: name, in: folder.number, as: whole)
        let before = found.count
        try collect(inner, prefix + name + "/", whole, depth: depth + 1, into: &found)
        if found.count == before { found.append(prefix + name + "/") }
      } else {
        found.append(prefix + name)
      }
    }
  }

  /// Removes a name in an open folder: a folder with all that is in it, anything else by itself.
  static func remove(
    _ name: String, in folder: borrowing Descriptor, as path: String, depth: Int = 0
  ) throws(FileError) {
    guard depth < depthMax else { throw FileError(.remove, path, errno: ELOOP) }
    let status = try FileStatus(ofName: name, in: folder.number, as: path)
    guard let status else { return }
    if status.kind == .folder {
      let inner = try Descriptor(folder: name, in: folder.number, as: path)
      for each in try names(in: inner, as: path) {
        try remove(each, in: inner, as: path + "/" + each, depth: depth + 1)
      }
    }
    let removed = FileSystem.remove(
      name, in: folder.number, isFolder: status.kind == .folder, as: path)
    if removed.errno != 0 { throw FileError(.remove, path, errno: removed.errno) }
  }
}

/// The names in the folder at `path`, sorted by their bytes.
package func namesOfFolder(at path: String) throws(FileError) -> [String] {
  try FolderTree.names(in: Descriptor(opening: path, O_RDONLY | O_DIRECTORY, as: path), as: path)
}

/// Every file in the folder at `path` and below, as paths from it, sorted by their bytes; of
/// folders only those in which there is nothing, as `NAME/`.
package func filesOfFolder(at path: String) throws(FileError) -> [String] {
  try FolderTree.files(in: Descriptor(folder: path, as: path), as: path)
}
