import Diagnostics
import Rules
import Tables

/// What an office publishes before the draw: SHA-256 of the lines `HEX  NAME`, sorted by name, of
/// the files that decide, without the lottery's seed and the decisions (FILES.md, "The
/// commitment").
public struct Commitment: Sendable, Hashable {
  /// The digest to publish.
  public let digest: Digest
  /// The files it covers, in order of their names' bytes.
  public let files: [String]

  /// The commitment of a command that read `inputs`, in a later round after the run whose
  /// `SHA256SUMS` has the digest `after`: the last line is that file's.
  public init(
    _ inputs: [InputDigest], _ rules: RuleSet?, for purpose: Purpose = .allocate,
    after: Digest? = nil
  ) {
    // A plan is committed to before there are quotas, and long before the draw for ties.
    let seeds = purpose == .plan ? ["plan-seed.txt", "seed.txt"] : ["seed.txt"]
    let tables =
      purpose == .plan ? ["quotas", "decisions", "plan-decisions"] : ["decisions"]
    // A workbook that holds the quotas holds other tables too, and was read for those.
    let open = inputs.filter { input in
      !seeds.contains { sameBytes($0, input.name) }
        && !tables.contains { Commitment.isOnly($0, in: input.name, rules) }
    }
    var lines = open.map { "\($0.digest)  \($0.name)\n" }.joined()
    if let after { lines += "\(after)  \(EarlierRun.listName)\n" }
    var hash = SHA256()
    hash.update(lines)
    digest = hash.finish()
    files = open.map(\.name)
  }

  /// Whether `file` is our table `name`, and no other.
  private static func isOnly(_ name: String, in file: String, _ rules: RuleSet?) -> Bool {
    guard let rules else { return sameBytes(file, "\(name).csv") }
    return rules.isFile(file, of: name)
      && !rules.files.contains { $0.key != name && sameBytes($0.value, file) }
  }

  /// A line for a shell that computes the same, with nothing of ours; `after` is the folder of the
  /// earlier run.
  public func shellLine(folder: String, after: String? = nil) -> String {
    let names = files.map(shellWord).joined(separator: " ")
    // A name that begins like an option is none; with `./` its line would be another.
    let end = files.contains { $0.hasPrefix("-") } ? "-- " : ""
    let line = "(cd \(shellQuoted(folder)) && sha256sum \(end)\(names))"
    guard let after else { return line + " | sha256sum" }
    let list = "(cd \(shellQuoted(after)) && sha256sum \(EarlierRun.listName))"
    return "(\(line) && \(list)) | sha256sum"
  }
}

/// `text` as one word of a POSIX shell, for a path: a leading `-` would be an option.
package func shellQuoted(_ text: String) -> String {
  shellWord(text.hasPrefix("-") ? "./" + text : text)
}

/// `text` as one word of a POSIX shell, whatever it means there.
private func shellWord(_ text: String) -> String {
  let plain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ","), 0x80...:
      true
    default: false
    }
  }
  if plain && !text.isEmpty { return text }
  let parts = text.split(separator: "'", omittingEmptySubsequences: false)
  return "'" + parts.joined(separator: "'\\''") + "'"
}
