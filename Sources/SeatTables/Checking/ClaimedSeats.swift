import Columns
import Diagnostics
import Tables

/// Somebody's apportionment: a table with seats, and shares if it has them, by names.
struct ClaimedSeats {
  let sheet: Sheet
  /// The seats of each of ours, in our order.
  private(set) var seats: [Int] = []
  /// The line of the table for each of ours.
  private(set) var lines: [Int] = []

  /// Reads the table at `path`, whose columns `keys` together name what gets the seats.
  ///
  /// `ours` are the keys that must be there, each once; nil, with messages, where they are not.
  init?(
    _ path: String, keys: [String], ours: [[String]], workers: Workers, log: inout ProblemLog
  ) {
    guard
      let sheet = Sheet(
        path, names: keys + ["seats", "fair_share"], required: keys + ["seats"],
        workers: workers, log: &log)
    else { return nil }
    self.sheet = sheet
    var wanted: [[UInt8]: Int] = [:]
    for (at, key) in ours.enumerated() { wanted[ClaimedSeats.bytes(key)] = at }
    var found = Array(repeating: -1, count: ours.count)
    for line in 0..<sheet.rowCount {
      let key = keys.map { sheet[line, $0] }
      guard let at = wanted[ClaimedSeats.bytes(key)] else {
        report(.resultRows, line, keys[0], key, log: &log)
        continue
      }
      if found[at] >= 0 {
        log.add(.nameTwice, cause: sheet.file) {
          sheet.twice(line, found[at], keys[0], key.joined(separator: ", "))
        }
      } else {
        found[at] = line
      }
    }
    reportMissing(ours, found, log: &log)
    guard log.isClean else { return nil }
    let seats = found.map { sheet.seats($0, "seats", empty: nil, log: &log) }
    guard log.isClean else { return nil }
    self.seats = seats.map { $0! }
    lines = found
  }

  /// Names as one key: none of them holds a line feed.
  private static func bytes(_ names: [String]) -> [UInt8] {
    Array(names.joined(separator: "\n").utf8)
  }

  private func report(
    _ code: Code, _ line: Int, _ column: String, _ key: [String], log: inout ProblemLog
  ) {
    let name = key.joined(separator: ", ")
    log.add(code, cause: "\(sheet.file)/unknown") {
      (
        sheet.place(line, column),
        Phrase(
          zh: "\(curlyQuoted(name)) 不在输入中", en: "\(curlyQuoted(name)) is not in the input")
      )
    }
  }

  private func reportMissing(_ ours: [[String]], _ found: [Int], log: inout ProblemLog) {
    for (at, line) in found.enumerated() where line < 0 {
      let name = ours[at].joined(separator: ", ")
      log.add(.resultRows, cause: "\(sheet.file)/missing") {
        (
          Place(file: sheet.file),
          Phrase(zh: "缺少 \(curlyQuoted(name)) 的一行", en: "there is no row for \(curlyQuoted(name))")
        )
      }
    }
  }

  /// Where the seats of one of ours stand.
  func place(_ at: Int) -> Place { sheet.place(lines[at], "seats") }

  /// Reports every seat number that differs from `right`, for `reason`.
  func compare(_ right: [Int], _ reason: Phrase, log: inout ProblemLog) {
    for (at, seats) in seats.enumerated() where seats != right[at] {
      log.add(.resultWrong, cause: "replay") {
        (
          place(at),
          Phrase(
            zh: "名额为 \(seats)，\(reason.zh) \(right[at])",
            en: "\(counted(seats, "seat")); \(reason.en) \(right[at])")
        )
      }
    }
  }

  /// Reports every share that is not written as `share` says; the count of those compared.
  func compareShares(_ share: (Int) -> String, log: inout ProblemLog) -> Int {
    guard sheet.has("fair_share") else { return 0 }
    for at in lines.indices {
      let (claimed, right) = (sheet[lines[at], "fair_share"], share(at))
      guard claimed != right else { continue }
      log.add(.resultWrong, cause: "shares") {
        (
          sheet.place(lines[at], "fair_share"),
          Phrase(
            zh: "应得数写作 \(curlyQuoted(claimed))，应为 \(right)",
            en: "the fair share is given as \(curlyQuoted(claimed)), and is \(right)")
        )
      }
    }
    return lines.count
  }
}
