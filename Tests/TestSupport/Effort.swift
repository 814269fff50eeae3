import Foundation

/// How much the long tests do: by default a part that is drawn anew from a fixed seed, quick enough
/// for every day; with `ZHIBIAO_TESTS=whole` all of it.
public enum Effort {
  /// Whether all is asked for.
  public static let isWhole = ProcessInfo.processInfo.environment["ZHIBIAO_TESTS"] == "whole"

  /// `all`, or `count` of them in their order.
  public static func part<Element>(_ all: [Element], _ count: Int, seed: UInt64) -> [Element] {
    if isWhole || all.count <= count { return all }
    var generator = SeededGenerator(seed: seed)
    return all.indices.shuffled(using: &generator).prefix(count).sorted().map { all[$0] }
  }
}
