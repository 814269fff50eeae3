import Diagnostics
import Tables

extension RunDifference {
  /// How many of a list are printed; the tables hold all.
  private static let shownMax = 20

  /// Whether the runs say the same.
  public var isSame: Bool {
    moves.isEmpty && balance.isEmpty && cutoffs.isEmpty && lines.isEmpty && inputs.isEmpty
  }

  /// For people: the verdict first.
  public func text(_ language: Language) -> String {
    var lists = Lists(language: language, lines: [verdict(language)])
    for waiver in waived(language) { lists.lines += wrapped(terminalSafe(waiver), to: 78) }
    addInputs(to: &lists)
    addStudents(to: &lists)
    addSeats(to: &lists)
    lists.lines += [
      "",
      lists.say(
        "下一步：zhibiao diff … -o moved.csv 写出全部变动；对每个人可用 zhibiao explain",
        "Next: zhibiao diff … -o moved.csv writes all moves; zhibiao explain says why, one by one"),
    ]
    var text = TextLines()
    for line in lists.lines { text.add(terminalSafe(line), hang: 2) }
    return text.text
  }

  /// Lists under titles, each cut where it is long; an empty one is left out.
  private struct Lists {
    let language: Language
    var lines: [String]
    var say: Words { Words(language) }

    mutating func add<Item>(
      _ title: String, _ items: [Item], of count: Int? = nil, _ line: (Item) -> String
    ) {
      if items.isEmpty { return }
      lines += ["", title]
      for item in items.prefix(RunDifference.shownMax) {
        // Of a line that is cut the rest stands further in.
        let parts = wrapped(terminalSafe(line(item)), to: 74)
        lines += parts.enumerated().map { ($0.offset == 0 ? "  " : "      ") + $0.element }
      }
      let more = (count ?? items.count) - RunDifference.shownMax
      if more > 0 {
        lines.append(say("  …… 另有 \(grouped(more)) 项", "  … and \(grouped(more)) more"))
      }
    }
  }

  private func addInputs(to lists: inout Lists) {
    let (language, say) = (lists.language, lists.say)
    lists.add(say("输入的改动", "Inputs that changed"), inputs) { input in
      let side =
        input.a == nil
        ? say("只有后者有", "only in B")
        : input.b == nil
          ? say("只有前者有", "only in A")
          : studentChanges.flatMap { $0.file == input.name ? $0.phrase[language] : nil }
            ?? say("内容不同", "other content")
      return "\(input.name): \(side)"
    }
    if let changes = studentChanges {
      let cells = changes.cells
      lists.add(
        say("\(changes.file) 中改动的单元格", "Cells of \(changes.file) that changed"), cells.first,
        of: cells.count
      ) {
        "\($0.student) \($0.column): \(shown($0.a)) → \(shown($0.b))"
      }
      lists.add(
        say("增加的学生", "Students who came"), changes.added.first, of: changes.added.count
      ) { $0 }
      lists.add(
        say("减少的学生", "Students who went"), changes.removed.first, of: changes.removed.count
      ) { $0 }
    }
    lists.add(say("规则的改动", "Rules that changed"), rules ?? []) {
      "\($0.path): \($0.a ?? "—") → \($0.b ?? "—")"
    }
    if rules == nil, inputs.contains(where: { $0.name == "rules.json" }) {
      lists.lines.append(
        say(
          "  逐项比较规则需要 --case-a 和 --case-b", "  --case-a and --case-b compare the rules key by key"))
    }
  }

  private func addStudents(to lists: inout Lists) {
    let (language, say) = (lists.language, lists.say)
    lists.add(say("去向变动的学生", "Students who moved"), moves) { describe($0, language) }
    let long = chains.filter { $0.count > 1 }
    lists.add(say("递补链（谁占了谁的名额）", "Chains of displacement (who took whose seat)"), long) {
      describe(chain: $0, language)
    }
    if !long.isEmpty, !knowsAudiences {
      lists.lines.append(
        say(
          "  没有案例，不知道名额属于哪所初中：链只按学校和类别",
          "  without the cases the audiences of seats are unknown: chains follow programme and pool alone"
        ))
    }
  }

  private func addSeats(to lists: inout Lists) {
    let say = lists.say
    lists.add(say("名额（计划/录取/剩余）", "Seats (planned/admitted/vacant)"), balance) {
      let texts = [$0.a, $0.b].map { $0.map(String.init).joined(separator: "/") }
      return "\($0.programme) \($0.pool): \(texts[0]) → \(texts[1])"
    }
    lists.add(say("录取线的变动", "Cutoffs that changed"), cutoffs) { $0.text }
    lists.add(say("控制线的变动", "Lines that changed"), lines) { $0.text }
  }

  private func shown(_ cell: String) -> String { cell.isEmpty ? "—" : cell }

  private func verdict(_ language: Language) -> String {
    if isSame { return Phrase(zh: "相同：两次结果没有差别。", en: "Same: the runs do not differ.")[language] }
    let counts = Kind.allCases.map { ($0, count($0)) }.filter { $0.1 > 0 }
    let list = counts.map { "\($0.0.phrase[language]) \(grouped($0.1))" }
      .joined(separator: language == .zh ? "，" : ", ")
    let moved = grouped(moves.count)
    if moves.isEmpty {
      return Phrase(zh: "没有学生变动；其他有差别。", en: "No student moved; other things differ.")[language]
    }
    return Phrase(zh: "\(moved) 名学生变动：\(list)。", en: "Students who moved: \(moved) (\(list)).")[
      language]
  }

  private func describe(_ move: Move, _ language: Language) -> String {
    let none = Phrase(zh: "未录取", en: "not admitted")[language]
    return "\(move.student): \(move.from?.text ?? none) → \(move.to?.text ?? none)"
  }

  private func describe(chain: [Int], _ language: Language) -> String {
    let isRound = chain.count > 1 && chain.first == chain.last
    let names = chain.map { moves[$0].student }.joined(separator: " → ")
    let end = moves[chain.last!]
    let last: Phrase
    if isRound {
      last = Phrase(zh: "（相互交换）", en: " (an exchange)")
    } else if end.to == nil {
      last = Phrase(zh: "（末者未录取）", en: " (the last is not admitted)")
    } else {
      last = Phrase(
        zh: "（末者得空余名额 \(end.to!.text)）", en: " (the last took a vacant seat, \(end.to!.text))")
    }
    return names + last[language]
  }

  // MARK: Tables and programs

  /// The moves as a table.
  public func table() -> String {
    let header =
      ["student", "kind"]
      + ["from", "to"].flatMap { side in
        ["programme", "stage", "pool", "audience", "choice"].map { "\(side)_\($0)" }
      } + ["took_seat_of", "seat_taken_by"]
    var text = CSVText.row(header)
    for move in moves {
      text += CSVText.row(
        [move.student, move.kind.rawValue] + cells(move.from) + cells(move.to) + [
          move.tookFrom.map { moves[$0].student } ?? "",
          move.takenBy.map { moves[$0].student } ?? "",
        ])
    }
    return text
  }

  private func cells(_ seat: SeatName?) -> [String] {
    guard let seat else { return Array(repeating: "", count: 5) }
    return [seat.programme, seat.stage, seat.pool, seat.audience, String(seat.choice)]
  }

  /// Everything as one JSON object.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.flag("same", isSame)
      json.object("students") { json in
        json.number("a", students.a)
        json.number("b", students.b)
        for kind in Kind.allCases { json.number(kind.rawValue, count(kind)) }
      }
      json.array("moves") { json in
        for move in moves { append(move, to: &json) }
      }
      json.array("chains") { json in
        for chain in chains where chain.count > 1 {
          json.texts(nil, chain.map { moves[$0].student })
        }
      }
      json.array("seats") { json in
        for seats in balance {
          json.object { json in
            json.text("programme", seats.programme)
            json.text("pool", seats.pool)
            for (side, counts) in [("a", seats.a), ("b", seats.b)] {
              json.numbers(side, counts)
            }
          }
        }
      }
      for (name, rows) in [("cutoffs", cutoffs), ("lines", lines)] {
        json.texts(name, rows.map(\.text))
      }
      json.array("inputs") { json in
        for input in inputs {
          json.object { json in
            json.text("name", input.name)
            json.text("a", input.a?.description)
            json.text("b", input.b?.description)
          }
        }
      }
      if let studentChanges { json.object("studentTable") { studentChanges.append(to: &$0) } }
      if let rules {
        json.array("rules") { json in
          for rule in rules {
            json.object { json in
              json.text("path", rule.path)
              json.text("a", rule.a)
              json.text("b", rule.b)
            }
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func append(_ move: Move, to json: inout JSONWriter) {
    json.object { json in
      json.text("student", move.student)
      json.text("kind", move.kind.rawValue)
      json.text("from", move.from?.text)
      json.text("to", move.to?.text)
      json.text("tookSeatOf", move.tookFrom.map { moves[$0].student })
      json.text("seatTakenBy", move.takenBy.map { moves[$0].student })
    }
  }
}

extension RunDifference.SeatName {
  /// `H1 (open, open, choice 2)` without words of a language: programme, stage, pool, audience,
  /// choice.
  var text: String {
    let inner = [stage, pool, audience == "*" ? "" : audience, "#\(choice)"].filter { !$0.isEmpty }
    return "\(programme) (\(inner.joined(separator: ", ")))"
  }
}

extension RowDifference {
  /// `stage, programme, …: admitted 3 → 4, lowest_score 605 → 600`: the cells that differ, by their
  /// columns, and all that say something where one run has no such row.
  var text: String {
    let cells = names.indices.compactMap { at -> String? in
      let (x, y) = (cell(a, at), cell(b, at))
      return x == y ? nil : "\(names[at]) \(x) → \(y)"
    }
    return "\(key.joined(separator: ", ")): \(cells.joined(separator: ", "))"
  }

  private func cell(_ row: [String]?, _ at: Int) -> String {
    guard let row, row.indices.contains(at), !row[at].isEmpty else { return "—" }
    return row[at]
  }
}

extension RunDifference.Kind {
  /// The kind in words.
  var phrase: Phrase {
    switch self {
    case .gained: Phrase(zh: "新录取", en: "gained a seat")
    case .lost: Phrase(zh: "失去录取", en: "lost their seat")
    case .changed: Phrase(zh: "换学校", en: "changed programme")
    case .otherPool: Phrase(zh: "同校换批次或类别", en: "same programme by another pool")
    case .joined: Phrase(zh: "仅后者有", en: "only in B")
    case .left: Phrase(zh: "仅前者有", en: "only in A")
    }
  }
}
