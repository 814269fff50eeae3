import Apportionment
import Columns
import Diagnostics

extension HouseTable {
  /// Checks the table at `path` (`name,seats[,fair_share]`) against the definition of `method`.
  ///
  /// Separate from the code that splits is the check of the seats: the total, the requirements, and
  /// who has the better claim (`Claimants.check`). The same code as there reads the tables and
  /// writes the fair shares; and where a seed settles a tie, the house is split again to see who is
  /// tied and whose lots are the smallest. Without one any of the tied solutions passes. What is
  /// wrong goes to `log` with its line. Complexity: O(n log n).
  public func check(
    _ path: String, method: VectorMethod, seed: String?, workers: Workers = .all,
    log: inout ProblemLog
  ) -> CheckCounts {
    var counts = CheckCounts()
    guard
      let claimed = ClaimedSeats(
        path, keys: ["name"], ours: names.map { [$0] }, workers: workers, log: &log)
    else { return counts }
    counts.add(names.count, zh: "个对象的名额", en: "claimant")
    do throws(VectorFault) {
      try claimants.check(claimed.seats, house: seats, method: method)
    } catch {
      let (at, phrase) = wording(of: error, names)
      log.add(.resultWrong, at: at.map(claimed.place) ?? Place(file: claimed.sheet.file), phrase)
    }
    counts.add(1, zh: "个合计", en: "total")
    let total = claimants.totalWeight
    let shares = claimed.compareShares(
      { at in
        let weight = UInt128(UInt64(claimants.weights[at]))
        return DecimalText.nine(Fraction(UInt128(UInt64(seats)) * weight, over: max(total, 1)))
      }, log: &log)
    if shares > 0 { counts.add(shares, zh: "个应得数", en: "fair share") }
    checkTie(claimed, method, seed, &counts, &log)
    return counts
  }

  private func checkTie(
    _ claimed: ClaimedSeats, _ method: VectorMethod, _ seed: String?, _ counts: inout CheckCounts,
    _ log: inout ProblemLog
  ) {
    guard log.isClean else { return }
    do throws(VectorError) {
      let result = try HouseResult(self, by: method, seed: seed)
      guard !result.solution.tied.isEmpty else { return }
      guard let right = result.seats else {
        counts.notes.append(
          Phrase(
            zh: "\(result.solution.tied.count) 个对象并列：没有 --seed，任何一种分法都算对",
            en: "\(result.solution.tied.count) claimants are tied: without --seed any of the "
              + "solutions passes"))
        return
      }
      let reason = Phrase(zh: "按种子抽签应为", en: "by the lots of the seed it is")
      claimed.compare(right, reason, log: &log)
      counts.add(result.solution.tied.count, zh: "个抽签", en: "lot")
    } catch {
      log.add(problem(of: error))
    }
  }
}

/// What is wrong with claimed seats, in words, and whose they are.
func wording(of fault: VectorFault, _ names: [String]) -> (Int?, Phrase) {
  switch fault {
  case .wrongCount(let expected, let found):
    return (
      nil,
      Phrase(
        zh: "应有 \(expected) 行，只有 \(found)", en: "\(counted(found, "row")), not \(expected)")
    )
  case .wrongTotal(let expected, let found):
    return (
      nil,
      Phrase(
        zh: "名额合计 \(found)，应为 \(expected)", en: "the seats add up to \(found), not to \(expected)")
    )
  case .outsideRequirements(let at, let seats):
    return (
      at,
      Phrase(
        zh: "\(names[at]) 的 \(seats) 个名额低于其最低数或高于其最高数",
        en: "\(names[at]) has \(counted(seats, "seat")), below its minimum or above its maximum")
    )
  case .betterClaim(let claimant, let holder):
    return (
      holder,
      Phrase(
        zh: "\(names[claimant]) 比 \(names[holder]) 更应得到其最后一个名额",
        en: "\(names[claimant]) has a better claim to the last seat of \(names[holder])")
    )
  case .wrongRounding(let at, let seats):
    return (
      at,
      Phrase(
        zh: "\(names[at]) 的 \(seats) 个名额既不是应得数的整数部分，也不是再加一",
        en: "\(names[at]) has \(counted(seats, "seat")), neither the whole part of its share nor "
          + "one more")
    )
  case .wrongCertificate:
    return (nil, Phrase(zh: "证明与名额不符", en: "the certificate is not that of the seats"))
  }
}
