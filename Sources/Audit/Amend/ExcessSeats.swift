import Cases
import Columns
import Diagnostics
import Tables

/// What corrected students would have got under the cutoffs as they were published: for an office
/// that repairs an error without moving anybody else. A student who would have got more is admitted
/// beyond the seats; one who would have got less keeps what they have, unless the office decides
/// otherwise.
public struct ExcessSeats: Sendable {
  /// One corrected student.
  public struct Row: Sendable {
    /// The student's code.
    public let student: String
    let got: Seat?
    let due: Seat?
    /// The audience whose seat would be exceeded.
    let audience: String
    /// Whether a seat beyond the plan is due: another programme, earlier in the order of stages and
    /// choices.
    public let isExcess: Bool
    /// Whether the corrected values would not have led to what the student has.
    public let isLess: Bool
    /// A programme at which the corrected student equals the last admitted, where people decide
    /// about equals.
    let tied: Int?
  }

  /// A row a corrected student, in the order of the corrections.
  public let rows: [Row]
  private let names: MarketNames

  /// Judges every corrected student against the run's cutoffs; nil, with messages, where the run,
  /// its case or a correction does not fit. Complexity: O(bytes), and for
  /// each corrected student those of the tables but the students'.
  public init?(
    _ run: RunFolder, caseFolder: String, after: String?, _ corrections: Corrections,
    workers: Workers, log: inout ProblemLog
  ) {
    guard let source = CaseOfRun(of: run, folder: caseFolder, after: after, log: &log),
      source.read(.all, workers: workers, log: &log) != nil,
      let editor = CaseEditor(
        caseFolder, after: after, writes: false, workers: workers, log: &log)
    else { return nil }
    let changes = editor.changes(corrections, log: &log)
    guard let tables = PublishedTables(run, workers: workers, log: &log) else { return nil }
    var rows: [Row] = []
    var names: MarketNames?
    var areAllQueues = true
    for student in changes {
      // Of all of them it is said what is wrong, though only what is right is judged.
      let reading = editor.reading(student, corrections, log: &log)
      guard log.isClean, let read = reading.value,
        let published = Published(tables, read, of: 0..<2, log: &log)
      else { continue }
      names = read.names
      let judge = Judge(variants: read, published)
      areAllQueues = judge.areAllQueues
      if areAllQueues { rows.append(ExcessSeats.row(student.code, judge)) }
    }
    if !areAllQueues {
      log.add(
        .mechanismOpen, at: Place(file: "rules.json"),
        Phrase(
          zh: "有的批次不是排队批次，其录取线不能说明更正者应得什么",
          en: "a stage is no queue, and its cutoffs do not say what a corrected student is due"))
    }
    guard log.isClean, rows.count == changes.count, let names else { return nil }
    (self.rows, self.names) = (rows, names)
  }

  /// Of a student of two variants: as the case has them, and corrected.
  private static func row(_ code: String, _ judge: Judge) -> Row {
    let read = judge.read
    let (findings, corrected) = (judge.findings(0), judge.findings(1))
    let (got, due) = (judge.seat(findings), judge.seat(corrected))
    let tied = corrected.lazy.flatMap(\.choices).first { choice in
      choice.pools.contains { $0.verdict == .tied }
    }
    func place(_ seat: Seat?) -> (Int, Int) { seat.map { ($0.stage, $0.choice) } ?? (.max, .max) }
    let isOther = got?.programme != due?.programme
    let audience = due.flatMap { seat in
      read.audience(of: 1, in: seat.pool).map {
        read.names.audiences[read.market.pools[seat.pool].audience][$0]
      }
    }
    return Row(
      student: code, got: got, due: due, audience: audience ?? "",
      isExcess: isOther && place(due) < place(got), isLess: isOther && place(got) < place(due),
      tied: tied?.programme)
  }

  /// How many seats beyond the plan are due.
  public var count: Int { rows.count(where: \.isExcess) }

  /// The placements as a table: what each has, what is due, and whether it is beyond the seats.
  public func table() -> String {
    var text = CSVText.row(
      [
        "student", "got_programme", "got_stage", "got_pool", "due_programme", "due_stage",
        "due_pool", "due_audience", "due_choice", "excess", "tied",
      ])
    for row in rows {
      text += CSVText.row(
        [row.student] + cells(row.got) + cells(row.due) + [
          row.audience, row.due.map { String($0.choice + 1) } ?? "", row.isExcess ? "1" : "0",
          row.tied.map { names.programmes[$0] } ?? "",
        ])
    }
    return text
  }

  private func cells(_ seat: Seat?) -> [String] {
    guard let seat else { return ["", "", ""] }
    return [names.programmes[seat.programme], names.stages[seat.stage], names.pools[seat.pool]]
  }

  /// For people: a line a student.
  public func text(_ language: Language) -> String {
    let verdict = Phrase(
      zh: "按已公布的录取线：\(rows.count) 名更正的学生中，\(count) 名应增加录取（计为超额），其他人不动。",
      en:
        "Under the published cutoffs, \(count) of \(rows.count) corrected students are due a seat "
        + "beyond the plan; nobody else moves.")[language]
    let lines = rows.map { row -> String in
      let sides = [row.got, row.due].map { seat in
        seat == nil
          ? Phrase(zh: "未录取", en: "not admitted")[language]
          : cells(seat).joined(separator: " ")
      }
      let what: Phrase
      if row.isExcess {
        what = Phrase(
          zh: "应录取到 \(sides[1])（\(row.audience)），超额 1",
          en: "due \(sides[1]) (\(row.audience)), excess 1")
      } else if row.isLess {
        what = Phrase(
          zh: "更正后只能得到 \(sides[1])；已有的录取由办公室决定",
          en: "the corrected values lead to: \(sides[1]); the office decides about what they have")
      } else {
        what = Phrase(zh: "不变", en: "unchanged")
      }
      let tie = row.tied.map { tied in
        let name = names.programmes[tied]
        return Phrase(
          zh: "；与 \(name) 的录取末位同分，须由办公室裁定",
          en: "; equal to the last admitted at \(name), which the office must decide")[language]
      }
      return "  \(row.student): \(sides[0]); \(what[language])" + (tie ?? "")
    }
    return ([verdict] + lines).map { terminalSafe($0) + "\n" }.joined()
  }

  /// The same as one JSON object.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.number("corrected", rows.count)
      json.number("excess", count)
      json.array("students") { json in
        for row in rows {
          json.object { json in
            json.text("student", row.student)
            for (name, seat) in [("got", row.got), ("due", row.due)] {
              json.object(name) { json in
                for (key, cell) in zip(["programme", "stage", "pool"], cells(seat)) {
                  json.text(key, cell.isEmpty ? nil : cell)
                }
              }
            }
            json.flag("excess", row.isExcess)
            json.flag("less", row.isLess)
            json.text("tied", row.tied.map { names.programmes[$0] })
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }
}
