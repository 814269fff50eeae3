import Foundation

/// A folder for one test, removed with all that is in it when the test lets go of it.
public final class TempFolder: Sendable {
  /// Where it is.
  public let path: String

  /// A new, empty folder, in `parent` or where temporary files are.
  public init(in parent: String? = nil) throws {
    let name = "zhibiao-test-\(UInt64.random(in: .min ... .max))"
    let parent = parent ?? FileManager.default.temporaryDirectory.path
    path = URL(fileURLWithPath: parent).appendingPathComponent(name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path in this folder.
  public func callAsFunction(_ inner: String) -> String { path + "/" + inner }

  /// Writes a file; folders on the way are made.
  public func write(_ inner: String, _ bytes: [UInt8]) throws {
    let file = URL(fileURLWithPath: self(inner))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Writes a file of text; folders on the way are made.
  public func write(_ inner: String, _ text: String) throws { try write(inner, Array(text.utf8)) }

  /// Makes a folder.
  public func makeFolder(_ inner: String) throws {
    try FileManager.default.createDirectory(atPath: self(inner), withIntermediateDirectories: false)
  }

  /// Makes a link to `destination`, which need not be there.
  public func makeLink(_ inner: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: self(inner), withDestinationPath: destination)
  }

  /// The permission bits of a file or folder.
  public func mode(_ inner: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: self(inner))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  /// The bytes of a file.
  public func read(_ inner: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: self(inner))))
  }

  /// A file as text.
  public func text(_ inner: String) throws -> String {
    String(decoding: try read(inner), as: UTF8.self)
  }

  /// The names in a folder, hidden ones too, in order.
  public func names(_ inner: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self(inner)).sorted()
  }

  /// Whether something has this name.
  public func exists(_ inner: String) -> Bool {
    FileManager.default.fileExists(atPath: self(inner))
  }
}
