import Admission
import Cases

/// The tables of a run by their definition: texts joined, one row after the other.
struct NaiveTables {
  let read: Case
  let outcome: Outcome
  private var names: MarketNames { read.names }
  private var market: Market { read.market }

  private func row(_ cells: [String]) -> String {
    cells.map { cell in
      let isPlain = cell.utf8.allSatisfy { !",\"\n\r".utf8.contains($0) }
      return isPlain ? cell : "\"" + cell.map { $0 == "\"" ? "\"\"" : "\($0)" }.joined() + "\""
    }.joined(separator: ",") + "\n"
  }

  private func firstKey(_ stage: Int, _ student: Int) -> String {
    guard let key = market.ranking(ofQueue: market.stages[stage]).keys.first else { return "" }
    return value(key.number, student)
  }

  private func value(_ number: Int, _ student: Int) -> String {
    names.numbers[number].text(market.cohort.numbers[number][student])
  }

  private func codes(_ programme: Int, _ pool: Int, _ audience: Int) -> [String] {
    [
      names.programmes[programme], names.pools[pool],
      names.audiences[market.pools[pool].audience][audience],
    ]
  }

  var admissions: String {
    row(["student", "status", "programme", "stage", "pool", "choice", "score"])
      + (0..<market.cohort.count).map { student in
        let code = names.students.text(student)
        let place = outcome.placements[student]
        if !place.isAdmitted { return row([code, "notAdmitted", "", "", "", "", ""]) }
        return row([
          code, "admitted", names.programmes[place.programme], names.stages[place.stage],
          names.pools[place.pool], "\(place.choice + 1)", firstKey(place.stage, student),
        ])
      }.joined()
  }

  var cutoffs: String {
    let header = [
      "stage", "programme", "pool", "audience", "seats", "applicants", "admitted", "vacant",
      "excess", "lowest_score", "last_choice", "last_key",
    ]
    return row(header)
      + outcome.stages.enumerated().map { stage, found in
        let sorted = found.cells.sorted {
          ($0.programme, $0.pool, $0.audience) < ($1.programme, $1.pool, $1.audience)
        }
        return sorted.map { cell in
          let counts = [cell.seats, cell.applicants, cell.admitted, cell.vacant, cell.excess]
          let last =
            cell.admitted == 0
            ? ["", "", ""]
            : [firstKey(stage, cell.lowestStudent), "\(cell.lastChoice + 1)", lastKey(stage, cell)]
          return row(
            [names.stages[stage]] + codes(cell.programme, cell.pool, cell.audience)
              + counts.map { "\($0)" } + last)
        }.joined()
      }.joined()
  }

  private func lastKey(_ number: Int, _ cell: CutoffCell) -> String {
    let stage = market.stages[number]
    let ranking = market.ranking(ofQueue: stage)
    var keys: [String] = []
    func add(_ name: String, _ value: String) {
      let safe = name.map { ";=\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
      if !keys.contains("\(safe)=\(value)") { keys.append("\(safe)=\(value)") }
    }
    for key in stage.order {
      switch key {
      case .rank:
        for key in ranking.keys {
          add(names.numbers[key.number].name, value(key.number, cell.lastStudent))
        }
        if ranking.ties == .lottery, let lots = market.lots {
          add("lottery", "\(lots.number(cell.lastStudent))")
        }
        if ranking.ties != .lottery { return keys.joined(separator: ";") }
      case .choice: add("choice", "\(cell.lastChoice + 1)")
      case .choiceBand:
        add("choiceBand", "\(stage.choiceBandStarts.filter { $0 <= cell.lastChoice }.count + 1)")
      case .scoreBand:
        let score = market.cohort.numbers[stage.scoreBands!.number][cell.lastStudent]
        add("scoreBand", "\(stage.scoreBands!.edges.filter { score < $0 }.count + 1)")
      case .score:
        if !ranking.keys.isEmpty { add("score", firstKey(number, cell.lastStudent)) }
      }
    }
    return keys.joined(separator: ";")
  }

  var lines: String {
    row(["stage", "programme", "score", "line", "pool"])
      + outcome.stages.enumerated().flatMap { stage, found in
        (0..<market.programmeCount).flatMap { programme in
          found.lines.compactMap { line -> String? in
            guard let value = line.values[programme] else { return nil }
            let name = names.numbers[line.number]
            return row([
              names.stages[stage], names.programmes[programme], name.name, name.text(value),
              line.pool.map { names.pools[$0] } ?? "",
            ])
          }
        }
      }.joined()
  }

  var seats: String {
    let header = [
      "programme", "pool", "audience", "planned", "moved_in", "moved_out", "admitted", "excess",
      "vacant",
    ]
    let sorted = outcome.ledger.sorted {
      ($0.programme, $0.pool, $0.audience) < ($1.programme, $1.pool, $1.audience)
    }
    return row(header)
      + sorted.map { cell in
        row(
          codes(cell.programme, cell.pool, cell.audience)
            + [
              cell.planned, cell.movedIn, cell.movedOut, cell.admitted, cell.excess, cell.vacant,
            ].map { "\($0)" })
      }.joined()
  }
}
