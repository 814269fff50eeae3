import Admission
import Cases
import Columns
import Diagnostics
import Foundation
import Runs
import Tables
import TestSupport
import Verification

/// Every cut and every change of one byte of a small case, all in one process: each is refused with
/// a message in both languages, or becomes a run that the independent check accepts.
///
///     faults bytes CASE [--part K/N] [--sample COUNT]
///
/// CASE is `tiny` or `matching`; `--part 1/2` does the first half, for two processes side by side;
/// `--sample` does COUNT of all, drawn from a fixed seed. A trap or a hang ends the process; with
/// `ZHIBIAO_TRACE=1` the last change stands on standard error.
struct EveryByte {
  /// One change: a byte becomes another, or what follows is cut away.
  struct Change {
    let file: String
    let at: Int
    /// Nil: the file ends here.
    let byte: UInt8?
  }

  private let tiny: TinyCase
  private let folder: TempFolder
  private static let reserve = "{\"rule\": \"reserveFirst\", \"vacancies\": \"soft\"}"
  private var accepted = 0
  private var refused = 0
  private var wrong = 0

  static func main(_ words: [String]) -> Never {
    do {
      var run = EveryByte(tiny: words.first == "matching" ? .deferred(reserve) : TinyCase())
      let all = part(run.changes, of: words)
      let isTraced = ProcessInfo.processInfo.environment["ZHIBIAO_TRACE"] != nil
      for change in all {
        if isTraced { FileHandle.standardError.write(Data("\(change)\n".utf8)) }
        alarm(20)  // a hang is a failure
        try run.attempt(change)
      }
      print(
        "\(all.count) changes: \(run.accepted) accepted, \(run.refused) refused, \(run.wrong) wrong"
      )
      exit(run.wrong == 0 ? 0 : 1)
    } catch {
      print("\(error)")
      exit(4)
    }
  }

  private init(tiny: TinyCase) {
    self.tiny = tiny
    // In memory where the system has such a folder: no disk is tried here.
    folder = try! TempFolder(
      in: FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : nil)
    try! tiny.write(to: folder)
  }

  private var changes: [Change] {
    tiny.files.sorted { $0.key < $1.key }.flatMap { file, bytes in
      bytes.indices.map { Change(file: file, at: $0, byte: nil) }
        + bytes.indices.flatMap { at in
          (0...255).filter { $0 != bytes[at] }.map { Change(file: file, at: at, byte: $0) }
        }
    }
  }

  private static func part(_ all: [Change], of words: [String]) -> [Change] {
    var all = all
    if let at = words.firstIndex(of: "--part") {
      let numbers = words[at + 1].split(separator: "/").map { Int($0)! }
      // Every N-th, so that each part has some of everything.
      all = all.indices.filter { $0 % numbers[1] == numbers[0] - 1 }.map { all[$0] }
    }
    if let at = words.firstIndex(of: "--sample") {
      var random = SeededGenerator(seed: 2026)
      all = (0..<Int(words[at + 1])!).map { _ in all[random.int(0...all.count - 1)] }
    }
    return all
  }

  private mutating func attempt(_ change: Change) throws {
    var bytes = tiny.files[change.file]!
    if let byte = change.byte {
      bytes[change.at] = byte
    } else {
      bytes.removeSubrange(change.at...)
    }
    try folder.write("case/" + change.file, bytes)
    if let reason = fault() {
      wrong += 1
      print("\(change): \(reason)")
    }
    try folder.write("case/" + change.file, tiny.files[change.file]!)
  }

  /// Reads, allocates, writes and verifies as the program does; what is not as promised.
  private mutating func fault() -> String? {
    let one = Workers(count: 1)
    let reading = readCase(folder("case"), workers: one)
    for language in [Language.zh, .en] {
      let printer = ProblemPrinter(language)
      if printer.text(reading.problems).isEmpty != reading.problems.groups.isEmpty {
        return "problems without a text"
      }
      _ = printer.json(reading.problems)
    }
    guard reading.problems.isClean else {
      refused += 1
      return reading.problems.errorCount > 0 ? nil : "refused without an error"
    }
    guard let read = reading.value else { return "no case and no error" }
    guard let outcome = try? Admission.allocate(read.market, workers: one) else {
      refused += 1
      return nil
    }
    do {
      let facts = RunFacts(of: read, reading.problems)
      try RunWriter(read, outcome, facts, workers: one).write(to: folder("run"), replacing: true)
    } catch {
      return "not written: \(error)"
    }
    let check = Verification.verify(
      folder("run"), caseFolder: folder("case"), programVersion: programVersion,
      threads: PlainThreads(count: 1))
    accepted += 1
    if check.isGood { return nil }
    return
      "not verified: \(check.findings.first.map { "\($0.code.name) \($0.message.en)" })"
  }
}
