import TestSupport

/// A way in which a forger alters one thing of a run.
enum Alteration: String, CaseIterable {
  /// A student's seat is another of their choices, or another pool's.
  case seatMoved
  /// Two students have each other's outcome.
  case studentsSwapped
  /// A cell of the cutoffs is another.
  case cutoffChanged
  /// A row of any table is left out.
  case rowDropped
  /// A row of any table is there twice, side by side or apart.
  case rowDoubled
  /// Two rows of a table stand in each other's place.
  case rowsSwapped
  /// Of two students with one score, one of whom was admitted, the other has the seat.
  case tieFlipped
  /// A student who was not admitted has a seat that they chose.
  case lineIgnored
  /// A line in force is another.
  case lineChanged
  /// Seats stand in another audience's account.
  case seatsGivenAway
  /// An admission to a school's own seats goes to a student of another school who wants it.
  case otherSchool
  /// A digit of a lottery number, or of another key of the last admitted, is another.
  case keyChanged
  /// A number of the seat ledger is another.
  case ledgerChanged
  /// A digit or letter of a value of `run.json` is another.
  case factChanged
  /// Any cell of any table holds something else.
  case anyCell
  /// A cell is written in another way that reads the same.
  case writtenOtherwise
}

/// Makes alterations of one run at random.
struct Alterer {
  private let run: [String: [UInt8]]
  private let tables: [String: [[String]]]
  /// For each student the programmes of any list, and the middle school.
  private let chosen: [String: [String]]
  private let schools: [String: String]
  private let facts: [String]
  private static let names = ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"]

  init(_ forgery: Forgery) throws {
    run = forgery.run
    var tables: [String: [[String]]] = [:]
    for name in Self.names {
      tables[name] = forgery[lines: name].map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    self.tables = tables
    facts = forgery[lines: "run.json"]
    let students = try Rows(String(decoding: forgery.inputs["students.csv"]!, as: UTF8.self))
    var chosen: [String: [String]] = [:]
    var schools: [String: String] = [:]
    for row in students {
      let cells = students.columns.filter { $0.contains("choice") }.map { row[$0]! }
      chosen[row["student"]!] = cells.flatMap { $0.split(separator: "|").map(String.init) }
      schools[row["student"]!] = row["middle_school"]
    }
    (self.chosen, self.schools) = (chosen, schools)
  }

  /// The run altered; nil where this run has nothing that could be altered so.
  func altered(_ kind: Alteration, _ random: inout SeededGenerator) -> [String: [UInt8]]? {
    var tables = tables
    switch kind {
    case .seatMoved: moveSeat(&tables["admissions.csv"]!, &random)
    case .studentsSwapped: swapStudents(&tables["admissions.csv"]!, &random)
    case .tieFlipped: flipTie(&tables["admissions.csv"]!, &random)
    case .lineIgnored: admit(&tables["admissions.csv"]!, &random)
    case .otherSchool: giveToOtherSchool(&tables["admissions.csv"]!, &random)
    case .cutoffChanged: change(&tables["cutoffs.csv"]!, 4...11, &random)
    case .lineChanged: change(&tables["lines.csv"]!, 3...4, &random)
    case .ledgerChanged: change(&tables["seats.csv"]!, 3...8, &random)
    case .seatsGivenAway: giveSeats(&tables["seats.csv"]!, &random)
    case .keyChanged: changeKey(&tables["cutoffs.csv"]!, &random)
    case .factChanged: return changedFacts(&random)
    default: changeAny(kind, &tables[random.pick(Self.names)]!, &random)
    }
    return written(tables)
  }

  private func written(_ tables: [String: [[String]]]) -> [String: [UInt8]]? {
    var run = run
    for (name, rows) in tables where rows != self.tables[name]! {
      run[name] = Array(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
    }
    return run == self.run ? nil : run
  }

  /// A row below the header for which `fits`; nil where none was found.
  private func row(
    _ table: [[String]], _ random: inout SeededGenerator, where fits: ([String]) -> Bool
  ) -> Int? {
    let rows = table.indices.dropFirst().filter { fits(table[$0]) }
    return rows.isEmpty ? nil : random.pick(rows)
  }

  // MARK: Admissions: student,status,programme,stage,pool,choice,score

  private func moveSeat(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard let at = row(table, &random, where: { $0[1] == "admitted" }),
      let other = row(table, &random, where: { $0[1] == "admitted" })
    else { return }
    switch random.int(0...3) {
    case 0: table[at].replaceSubrange(1..<7, with: ["notAdmitted", "", "", "", "", ""])
    case 1:
      let choices = chosen[table[at][0]]!
      let choice = random.int(0...choices.count - 1)
      (table[at][2], table[at][5]) = (choices[choice], "\(choice + 1)")
    case 2: (table[at][3], table[at][4]) = (table[other][3], table[other][4])
    default: table[at].replaceSubrange(2..<6, with: table[other][2..<6])
    }
  }

  private func swapStudents(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard let a = row(table, &random, where: { _ in true }),
      let b = row(table, &random, where: { _ in true })
    else { return }
    let outcome = table[a][1...6]
    table[a].replaceSubrange(1...6, with: table[b][1...6])
    table[b].replaceSubrange(1...6, with: outcome)
  }

  private func flipTie(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard let winner = row(table, &random, where: { $0[1] == "admitted" }) else { return }
    let seat = table[winner]
    let wanted = { (row: [String]) in
      row != seat && chosen[row[0]]!.contains(seat[2])
        && (row[1] != "admitted" || row[6] == seat[6])
    }
    guard let loser = row(table, &random, where: wanted) else { return }
    let choice = chosen[table[loser][0]]!.firstIndex(of: seat[2])! + 1
    table[winner].replaceSubrange(1...6, with: ["notAdmitted", "", "", "", "", ""])
    table[loser].replaceSubrange(1...6, with: seat[1...6])
    table[loser][5] = "\(choice)"
  }

  private func admit(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard
      let at = row(table, &random, where: { $0[1] == "notAdmitted" && !chosen[$0[0]]!.isEmpty }),
      let like = row(table, &random, where: { $0[1] == "admitted" })
    else { return }
    let choices = chosen[table[at][0]]!
    let choice = random.int(0...choices.count - 1)
    table[at].replaceSubrange(1...6, with: table[like][1...6])
    (table[at][2], table[at][5]) = (choices[choice], "\(choice + 1)")
  }

  private func giveToOtherSchool(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard let from = row(table, &random, where: { $0[1] == "admitted" && $0[4] != "open" }) else {
      return
    }
    let seat = table[from]
    let wanted = { (row: [String]) in
      schools[row[0]] != schools[seat[0]] && chosen[row[0]]!.contains(seat[2])
    }
    guard let to = row(table, &random, where: wanted) else { return }
    table[from].replaceSubrange(1...6, with: ["notAdmitted", "", "", "", "", ""])
    table[to].replaceSubrange(1...5, with: seat[1...5])
    if table[to][6].isEmpty { table[to][6] = seat[6] }
  }

  // MARK: Seats and cutoffs

  /// One to three seats go from one account of a programme to another, with all that hangs on them.
  private func giveSeats(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard let from = row(table, &random, where: { (Int($0[3]) ?? 0) > 0 }) else { return }
    let programme = table[from][0]
    let account = table[from]
    guard let to = row(table, &random, where: { $0[0] == programme && $0 != account }) else {
      return
    }
    // Planned and moved out, admitted or vacant, so that both accounts still balance.
    let other = random.pick([5, 6, 8].filter { (Int(account[$0]) ?? 0) > 0 } + [3])
    for column in Set([3, other]) {
      table[from][column] = "\(Int(table[from][column])! - 1)"
      table[to][column] = "\(Int(table[to][column])! + 1)"
    }
  }

  private func changeKey(_ table: inout [[String]], _ random: inout SeededGenerator) {
    guard let at = row(table, &random, where: { !$0[11].isEmpty }) else { return }
    var key = Array(table[at][11])
    let digits = key.indices.filter { key[$0].isNumber }
    guard !digits.isEmpty else { return }
    let digit = random.pick(digits)
    key[digit] = Character("\((key[digit].wholeNumberValue! + random.int(1...9)) % 10)")
    table[at][11] = String(key)
  }

  // MARK: Any table

  private func change(
    _ table: inout [[String]], _ columns: ClosedRange<Int>, _ random: inout SeededGenerator
  ) {
    guard let at = row(table, &random, where: { _ in true }) else { return }
    let column = random.int(columns.lowerBound...columns.upperBound)
    let before = table[at][column]
    switch random.int(0...4) {
    case 0: table[at][column] = ""
    case 1: table[at][column] = table[random.int(1...table.count - 1)][column]
    case 2: table[at][column] = "\((Int(before) ?? 0) + random.pick([-1, 1, 10]))"
    case 3: table[at][column] = before + random.pick(["0", ".5", " ", "x"])
    default:
      guard let digit = before.indices.filter({ before[$0].isNumber }).randomElement(using: &random)
      else { return }
      let value = (before[digit].wholeNumberValue! + random.int(1...9)) % 10
      table[at][column].replaceSubrange(digit...digit, with: "\(value)")
    }
  }

  private func changeAny(
    _ kind: Alteration, _ table: inout [[String]], _ random: inout SeededGenerator
  ) {
    guard table.count > 1 else { return }
    let at = random.int(1...table.count - 1)
    switch kind {
    case .rowDropped: table.remove(at: at)
    case .rowDoubled: table.insert(table[at], at: random.int(1...table.count))
    case .rowsSwapped: table.swapAt(at, random.int(1...table.count - 1))
    case .writtenOtherwise:
      let column = random.int(0...table[at].count - 1)
      let text = table[at][column]
      table[at][column] = random.pick(["\"\(text)\"", "\(text)\r", "+\(text)", "\(text) "])
    default: change(&table, 0...table[0].count - 1, &random)
    }
  }

  private func changedFacts(_ random: inout SeededGenerator) -> [String: [UInt8]]? {
    // Warnings are not checked, and that is said; nor is the version, up to this program's own.
    let lines = facts.indices.filter { at in
      let line = facts[at]
      return !line.contains("\"W") && !line.contains("\"version\"")
        && line.contains { $0.isNumber || $0.isLetter }
    }
    let at = random.pick(lines)
    var line = facts[at]
    let place = line.indices.filter { line[$0].isNumber || line[$0].isLetter }
    let digit = random.pick(place)
    line.replaceSubrange(digit...digit, with: random.pick(["1", "2", "x"]))
    if line == facts[at] { return nil }
    var run = run
    var all = facts
    all[at] = line
    run["run.json"] = Array(all.map { $0 + "\n" }.joined().utf8)
    return run
  }
}
