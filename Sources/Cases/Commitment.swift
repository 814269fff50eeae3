import Rules
import Tables

/// What an office publishes before the draw: SHA-256 of the lines `HEX  NAME`, sorted by name, of the
/// files that decide, without the lottery's seed and the decisions (SPEC section 7).
public struct Commitment: Sendable, Hashable {
  /// The digest to publish.
  public let digest: Digest
  /// The files it covers, in order of their names' bytes.
  public let files: [String]

  /// The commitment of a command that read `inputs`.
  public init(_ inputs: [InputDigest], _ rules: RuleSet?, for purpose: Purpose = .allocate) {
    let own = purpose == .plan ? "plan-seed.txt" : "seed.txt"
    let open = inputs.filter {
      ![own, rules?.fileName("decisions") ?? "decisions.csv"].contains($0.name)
    }
    let lines = open.map { "\($0.digest)  \($0.name)\n" }.joined()
    var hash = SHA256()
    hash.update(lines)
    digest = hash.finish()
    files = open.map(\.name)
  }

  /// A line for a shell that computes the same, with nothing of ours.
  public func shellLine(folder: String) -> String {
    let names = files.map(shellQuoted).joined(separator: " ")
    return "(cd \(shellQuoted(folder)) && sha256sum -- \(names)) | sha256sum"
  }
}

/// `text` as one word of a shell.
func shellQuoted(_ text: String) -> String {
  let isPlain =
    !text.isEmpty
    && text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || [0x2D, 0x2E, 0x2F, 0x5F].contains($0)
    }
  return isPlain
    ? text
    : "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
}
