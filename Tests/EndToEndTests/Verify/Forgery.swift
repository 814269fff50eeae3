import Diagnostics
import Report
import TestSupport

@testable import Verification

/// A finished run that somebody altered, thoroughly: every digest that a forger can compute again
/// is computed again, so that nothing but the contents can show it.
struct Forgery {
  /// The files of the run and of its case, by name.
  var run: [String: [UInt8]] = [:]
  var inputs: [String: [UInt8]] = [:]
  /// The page as it was: one that nobody altered is made anew from the altered run.
  private let page: [UInt8]?

  /// The run in `folder`'s `run`, made from its `case`.
  init(_ folder: TempFolder) throws {
    for name in try folder.names("run") { run[name] = try folder.read("run/" + name) }
    for name in try folder.names("case") { inputs[name] = try folder.read("case/" + name) }
    page = run[RunPage.fileName]
  }

  // MARK: Alterations

  /// Replaces the only or first occurrence of `old` in a file of the run. Traps where there is
  /// none: an alteration that alters nothing is no test.
  mutating func edit(_ name: String, _ old: String, _ new: String) {
    run[name] = Forgery.edited(run[name]!, old, new)
  }

  /// The same in an input.
  mutating func editInput(_ name: String, _ old: String, _ new: String) {
    inputs[name] = Forgery.edited(inputs[name]!, old, new)
  }

  private static func edited(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let range = text.range(of: old)!
    return Array(text.replacingCharacters(in: range, with: new).utf8)
  }

  /// The lines of a file of the run, without their ends.
  subscript(lines name: String) -> [String] {
    get { String(decoding: run[name]!, as: UTF8.self).split(separator: "\n").map(String.init) }
    set { run[name] = Array(newValue.map { $0 + "\n" }.joined().utf8) }
  }

  // MARK: Covering up

  /// Computes all digests again: of inputs, rules, commitment and of the run's files; and makes the
  /// page again that shows them.
  mutating func coverUp() {
    let listed = String(decoding: run["INPUTS.sha256"]!, as: UTF8.self).split(separator: "\n")
      .map { (name: String($0.dropFirst(66)), hex: String($0.prefix(64))) }
    var digests: [(name: String, hex: String)] = []
    for (name, _) in listed {
      guard let bytes = inputs[name] else { continue }
      digests.append((name, PlainSHA256.hex(of: bytes)))
    }
    run["INPUTS.sha256"] = Forgery.list(digests)
    var json = String(decoding: run["run.json"] ?? [], as: UTF8.self)
    for (old, new) in [
      (Forgery.commitment(listed), Forgery.commitment(digests)),
      (Forgery.digest("rules.json", listed), Forgery.digest("rules.json", digests)),
    ] {
      if let range = json.range(of: old) { json.replaceSubrange(range, with: new) }
    }
    if run["run.json"] != nil { run["run.json"] = Array(json.utf8) }
    makePageAgain()
    let sums = run.keys.filter { $0 != "SHA256SUMS" }.sorted { comesBefore($0, $1) }
    run["SHA256SUMS"] = Forgery.list(sums.map { ($0, PlainSHA256.hex(of: run[$0]!)) })
  }

  private mutating func makePageAgain() {
    guard let page, run[RunPage.fileName] == page,
      let facts = run["run.json"].flatMap(PlainJSON.init)
    else { return }
    let shown = RunPage.fingerprinted.compactMap { name in
      run[name].map { (name, PlainSHA256.hex(of: $0)) }
    }
    let fingerprint = PlainSHA256.hex(of: Forgery.list(shown))
    guard let again = RunPage(facts, fingerprint: fingerprint) else { return }
    run[RunPage.fileName] = Array(again.html(again.rules.language).utf8)
  }

  private static func digest(_ name: String, _ list: [(name: String, hex: String)]) -> String {
    list.first { $0.name == name }?.hex ?? ""
  }

  private static func commitment(_ list: [(name: String, hex: String)]) -> String {
    let lines = list.filter { !["seed.txt", "decisions.csv"].contains($0.name) }
    return PlainSHA256.hex(of: Forgery.list(lines))
  }

  private static func list(_ entries: [(name: String, hex: String)]) -> [UInt8] {
    Array(entries.map { "\($0.hex)  \($0.name)\n" }.joined().utf8)
  }

  // MARK: Verifying

  /// Writes both folders and verifies them.
  func verify(
    _ folder: TempFolder, commitment: String? = nil, alone: Bool = false
  ) throws -> Verification {
    for (name, bytes) in run { try folder.write("forged/" + name, bytes) }
    for (name, bytes) in inputs { try folder.write("forgedcase/" + name, bytes) }
    return Verification.verify(
      folder("forged"), caseFolder: alone ? nil : folder("forgedcase"), commitment: commitment,
      programVersion: "0.1.0", threads: PlainThreads(count: 1))
  }
}

extension Verification {
  /// What was found, as `E712 admissions.csv:3`.
  var places: [String] {
    findings.first.map { problem in
      guard let place = problem.place else { return problem.code.name }
      return "\(problem.code.name) \(place.file)" + (place.line > 0 ? ":\(place.line)" : "")
    }
  }
}
