import Foundation

/// The checkout that these tests belong to.
enum Repository {
  /// Its root, found from this file's own place.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Where something in it is.
  static func path(_ inner: String) -> String { root.appending(path: inner).path }
}

/// The committed city of 3,000 students.
enum SampleCity {
  static let path = Repository.path("datasets/sample-city")
}
