/// A text compared byte by byte, as codes and names of tables are: two texts that Unicode holds to
/// be the same, `é` in one character and in two, are two here. What `String` would compare, sort or
/// look up by Unicode, is wrapped in this.
public struct ByteText: Hashable, Comparable, Sendable {
  /// The text.
  public let text: String

  /// `text`, to be compared.
  public init(_ text: String) { self.text = text }

  /// Whether the bytes are the same.
  public static func == (a: ByteText, b: ByteText) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  /// The order of the bytes.
  public static func < (a: ByteText, b: ByteText) -> Bool {
    a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  /// Feeds the bytes, and an end that no UTF-8 has.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(UInt8.max)
  }
}

extension [ByteText] {
  /// Each of `texts`, to be compared.
  public init(_ texts: some Sequence<String>) { self = texts.map { ByteText($0) } }

  /// The texts.
  public var texts: [String] { map(\.text) }
}
