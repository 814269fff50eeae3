/// A chart by itself: an SVG file with its own colours, as a paper takes it.
public struct Plot: Sendable {
  /// The file's name without its ending: ASCII letters, digits and hyphens.
  public let name: String
  /// The whole file.
  public let svg: String
}
