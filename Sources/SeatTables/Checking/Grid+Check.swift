import Apportionment
import Columns
import Diagnostics

extension Grid {
  /// Checks the table at `path` (`row,column,seats[,fair_share]`) against the definition of
  /// `method`.
  ///
  /// Separate from the code that splits are the checks of the seats: of rows on their own by the
  /// definition (`Claimants.check`); of a lottery by its floors and ceilings and, with a seed, by
  /// `RoundingReplay`, from the same stream of draws; of the other methods by a certificate, which
  /// holds or not whoever made it: here the solver makes it anew, and `checkLeastDeviation` or
  /// `checkBiproportional` holds the seats against it.
  ///
  /// The same code as there reads the tables and computes the fair shares
  /// (`SeatMatrix.fairShares`); and where a seed settles ties, the matrix is split again and
  /// compared. Without a seed any of the tied solutions passes. What is wrong goes to `log` with
  /// its line. Complexity: that of the method, and of the replay.
  public func check(
    _ path: String, method: GridMethod, seed: String?, workers: Workers = .all,
    log: inout ProblemLog
  ) -> CheckCounts {
    var counts = CheckCounts()
    let ours = zip(rowOfCell, matrix.columns).map { [rows[$0], columns[Int($1)]] }
    reportRows(&log)
    guard log.isClean,
      let claimed = ClaimedSeats(
        path, keys: ["row", "column"], ours: ours, workers: workers, log: &log)
    else { return counts }
    counts.add(matrix.cellCount, zh: "个格的名额", en: "cell")
    counts.add(rows.count, zh: "个行合计", en: "row total")
    switch method {
    case .eachRow(let method): checkRows(claimed, method, &counts, &log)
    case .lottery: checkLottery(claimed, seed, &counts, &log)
    case .leastDeviation: checkDeviation(claimed, &counts, &log)
    case .biproportional: checkBiproportional(claimed, &counts, &log)
    }
    if log.isClean { compareWithOurs(claimed, method, seed, &counts, &log) }
    return counts
  }

  private func checkRows(
    _ claimed: ClaimedSeats, _ method: VectorMethod, _ counts: inout CheckCounts,
    _ log: inout ProblemLog
  ) {
    for row in rows.indices {
      let cells = matrix.cells(ofRow: row)
      do throws(VectorError) {
        let claimants = try claimants(ofRow: row)
        do throws(VectorFault) {
          try claimants.check(
            Array(claimed.seats[cells]), house: matrix.rowSeats[row], method: method)
        } catch {
          let (at, phrase) = wording(of: error, cells.map { columns[Int(matrix.columns[$0])] })
          let place =
            at.map { claimed.place(cells.lowerBound + $0) } ?? Place(file: claimed.sheet.file)
          log.add(
            .resultWrong, at: place, cause: "rows",
            Phrase(zh: "行 \(rows[row])：\(phrase.zh)", en: "row \(rows[row]): \(phrase.en)"))
        }
      } catch {
        log.add(problem(of: error, row: row))
      }
    }
    counts.add(
      rows.count, zh: "行的最大最小不等式或余数", en: "row against the method's definition",
      many: "rows against the method's definition")
  }

  private func checkLottery(
    _ claimed: ClaimedSeats, _ seed: String?, _ counts: inout CheckCounts,
    _ log: inout ProblemLog
  ) {
    guard let shares = shares(&log) else { return }
    do throws(MatrixFault) {
      try matrix.checkQuota(claimed.seats, shares)
    } catch {
      report(error, claimed, &log)
    }
    countTotals(&counts)
    guard let seed else {
      counts.notes.append(
        Phrase(
          zh: "没有 --seed：没有重放抽签", en: "without --seed the draws were not replayed"))
      return
    }
    var draws = SeededDraws(seed: seed)
    var replay = RoundingReplay(matrix, shares)
    guard let right = replay.run({ draws.uniform(below: $0) }) else {
      preconditionFailure("the shares of a row add up to its seats")
    }
    let reason = Phrase(zh: "按种子重放应为", en: "the replay of the seed gives")
    claimed.compare(right, reason, log: &log)
    counts.add(Int(draws.counter), zh: "次抽取的重放", en: "draw replayed", many: "draws replayed")
  }

  private func checkDeviation(
    _ claimed: ClaimedSeats, _ counts: inout CheckCounts, _ log: inout ProblemLog
  ) {
    guard let shares = shares(&log) else { return }
    let certificate = matrix.leastDeviation(shares).certificate
    do throws(MatrixFault) {
      try matrix.checkLeastDeviation(claimed.seats, shares, certificate: certificate)
    } catch {
      report(error, claimed, &log)
    }
    countTotals(&counts)
    counts.add(
      matrix.cellCount, zh: "个格的互补松弛条件", en: "cell by complementary slackness",
      many: "cells by complementary slackness")
  }

  private func checkBiproportional(
    _ claimed: ClaimedSeats, _ counts: inout CheckCounts, _ log: inout ProblemLog
  ) {
    var sums = Array(repeating: 0, count: columns.count)
    for cell in 0..<matrix.cellCount { sums[Int(matrix.columns[cell])] += claimed.seats[cell] }
    checkColumnTotals(sums, claimed, &counts, &log)
    guard log.isClean else { return }
    do throws(MatrixError) {
      let certificate = try matrix.biproportional(columnSeats: sums).certificate
      do throws(MatrixFault) {
        try matrix.checkBiproportional(claimed.seats, columnSeats: sums, certificate: certificate)
      } catch {
        report(error, claimed, &log)
      }
    } catch {
      log.add(problem(of: error))
    }
    counts.add(
      matrix.cellCount, zh: "个格的乘数与除数", en: "cell by its multipliers",
      many: "cells by their multipliers")
  }

  /// The columns' totals are those of the table, or what Webster gives on the weights.
  private func checkColumnTotals(
    _ sums: [Int], _ claimed: ClaimedSeats, _ counts: inout CheckCounts, _ log: inout ProblemLog
  ) {
    if let columnSeats {
      for (column, sum) in sums.enumerated() where sum != columnSeats[column] {
        log.add(
          .resultWrong, at: Place(file: claimed.sheet.file), cause: "columns",
          Phrase(
            zh: "列 \(columns[column]) 合计 \(sum)，应为 \(columnSeats[column])",
            en: "column \(columns[column]) adds up to \(sum), not to \(columnSeats[column])"))
      }
    } else if let claimants = try? columnClaimants() {
      do throws(VectorFault) {
        try claimants.check(sums, house: matrix.seatsTotal, method: .divisor(.webster))
      } catch {
        log.add(
          .resultWrong, at: Place(file: claimed.sheet.file), wording(of: error, columns).1)
      }
    }
    counts.add(columns.count, zh: "个列合计", en: "column total")
  }

  /// The shares as written, and where a seed settles ties the very solution.
  private func compareWithOurs(
    _ claimed: ClaimedSeats, _ method: GridMethod, _ seed: String?, _ counts: inout CheckCounts,
    _ log: inout ProblemLog
  ) {
    var conflict: MarginConflict?
    guard
      let ours = GridResult.solve(self, by: method, seed: seed, log: &log, conflict: &conflict)
    else { return }
    if !ours.ties.isEmpty {
      if let right = ours.seats {
        claimed.compare(
          right, Phrase(zh: "按种子抽签应为", en: "by the lots of the seed it is"), log: &log)
        counts.add(
          ours.ties.count, zh: "处并列的抽签", en: "tie settled by lot", many: "ties settled by lot")
      } else {
        counts.notes.append(
          Phrase(
            zh: "\(ours.ties.count) 处并列：没有 --seed，任何一种分法都算对",
            en: "\(counted(ours.ties.count, "tie")): without --seed any of the solutions passes"))
      }
    }
    let (shares, rowOfCell) = (GridShares(ours), self.rowOfCell)
    let compared = claimed.compareShares(
      { shares.text(row: rowOfCell[$0], cell: $0) }, log: &log)
    if compared > 0 { counts.add(compared, zh: "个应得数", en: "fair share") }
  }

  private func shares(_ log: inout ProblemLog) -> FairShares? {
    do throws(MatrixError) {
      return try matrix.fairShares()
    } catch {
      log.add(problem(of: error))
      return nil
    }
  }

  private func countTotals(_ counts: inout CheckCounts) {
    counts.add(columns.count, zh: "个列合计", en: "column total")
    if matrix.groupCount > 1 {
      counts.add(
        rows.count * matrix.groupCount + matrix.groupCount, zh: "个列组合计",
        en: "total of column groups", many: "totals of column groups")
    }
    if matrix.tierCount > 1 {
      counts.add(
        columns.count * matrix.tierCount, zh: "个行层合计", en: "total of row tiers",
        many: "totals of row tiers")
    }
  }

  private func report(_ fault: MatrixFault, _ claimed: ClaimedSeats, _ log: inout ProblemLog) {
    let (cell, phrase) = wording(of: fault, self)
    log.add(
      .resultWrong, at: cell.map(claimed.place) ?? Place(file: claimed.sheet.file), phrase)
  }
}
