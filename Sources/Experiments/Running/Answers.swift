import Admission
import Cases
import Columns
import Diagnostics
import Exact
import Metrics
import Rules
import Simulation
import Tables

/// What the families of a variant answer.
///
/// They know the cutoffs that truthful families would bring about under the same rules, with lots
/// of their own: so answers depend on the variant, the population and the behaviour's seed, and on
/// nothing that a replicate draws for ties.
struct Answers {
  let rule: BehaviourRule
  let seed: UInt64
  let workers: Workers

  /// The lots of the outcome that families know.
  private static let knownSeed = "known cutoffs"

  /// The middle schools after those who move for a quota have moved; nil where nobody moves.
  func schools(_ read: Case, _ columns: StudentColumns) throws(CellFailure) -> Column<Int32>? {
    guard rule.moving > 0 else { return nil }
    let market = try truthful(read)
    guard let stage = Answers.quotaStage(market),
      let known = KnownCutoffs(of: market, try outcome(market), stage: stage)
    else { return nil }
    return SchoolMove(share: rule.moving).apply(
      schools: market.cohort.categories[0], category: 0, districts: districts(read, columns),
      preferences: Population.preferences(of: read.market), of: market, known: known,
      keys: keys(read), seed: seed)
  }

  /// The lists that are cut, by where they stand.
  func lists(_ read: Case) throws(CellFailure) -> [ListRule.Source: ChoiceLists] {
    let cuts = lengths(read)
    if cuts.isEmpty { return [:] }
    var lists: [ListRule.Source: ChoiceLists] = [:]
    let market = try truthful(read)
    // One run tells the cutoffs of all stages, where somebody wants to know them.
    let known = rule.safetyShare > 0 ? try outcome(market) : nil
    for (source, cut) in cuts {
      let whole = read.market.cohort.lists[cut.list]
      if let other = cut.other, whole.isLonger(than: cut.length) {
        throw CellFailure(Answers.shared(cut, other, read.rules))
      }
      let cutoffs = known.flatMap { KnownCutoffs(of: market, $0, stage: cut.stage) }
      let safety = ListCut.Safety(margin: rule.safetyMargin, share: rule.safetyShare)
      let cutter = ListCut(length: cut.length, safety: cutoffs == nil ? nil : safety)
      lists[source] =
        cutoffs.map {
          cutter.apply(to: whole, of: market, known: $0, keys: keys(read), seed: seed)
        } ?? cutter.sincere(whole)
    }
    return lists
  }

  // MARK: What is known

  /// The market in which all name the first choices that they may.
  private func truthful(_ read: Case) throws(CellFailure) -> Market {
    var market = read.market
    for (_, cut) in lengths(read) {
      market.cohort.lists[cut.list] = ListCut(length: cut.length)
        .sincere(read.market.cohort.lists[cut.list])
    }
    market.draw(
      Answers.knownSeed, read.rules, students: read.names.students,
      programmes: read.names.programmes)
    return market
  }

  private func outcome(_ market: Market) throws(CellFailure) -> Outcome {
    do throws(AllocationFailure) {
      return try Admission.allocate(market, workers: workers)
    } catch {
      var log = ProblemLog()
      log.add(
        .cellStopped,
        Phrase(
          zh: "无法得知录取线：如实填报时已停在同分处",
          en: "cutoffs cannot be known: truthful families already stop at a tie"))
      throw CellFailure(log)
    }
  }

  /// What a list is cut to.
  private struct Cut {
    let list: Int
    var length: Int
    /// The last stage that reads it.
    var stage: Int
    /// A stage that reads it and would have it cut to another length.
    var other: Int?
  }

  /// What lists are cut to, where that is shorter than they are: the least that their stages and
  /// the behaviour allow.
  private func lengths(_ read: Case) -> [(source: ListRule.Source, cut: Cut)] {
    var found: [(source: ListRule.Source, cut: Cut)] = []
    for (number, stage) in read.rules.stages.enumerated() where !stage.provisional {
      let list = read.market.stages[number].list
      let length = min(stage.maxChoices ?? Int.max, rule.listMax ?? Int.max)
      if let at = found.firstIndex(where: { $0.cut.list == list }) {
        if length != found[at].cut.length { found[at].cut.other = found[at].cut.stage }
        found[at].cut.length = min(length, found[at].cut.length)
        found[at].cut.stage = number
      } else {
        found.append(
          (read.rules.lists[stage.list].source, Cut(list: list, length: length, stage: number)))
      }
    }
    return found.filter { $0.cut.length < read.market.cohort.lists[$0.cut.list].width }
  }

  /// Two stages read one list, and only one of them would have it cut: the other's would be cut
  /// too.
  private static func shared(_ cut: Cut, _ other: Int, _ rules: RuleSet) -> ProblemLog {
    var log = ProblemLog()
    let (one, two) = (rules.stages[other].name, rules.stages[cut.stage].name)
    log.add(
      .listsShared,
      Phrase(
        zh: "批次 \(one) 与 \(two) 读同样的志愿列，maxChoices 却不同：截到 \(cut.length) 个会把另一批次的也截去",
        en: "the stages \(one) and \(two) read the same choices but allow different numbers of "
          + "them: to cut lists to \(cut.length) would cut the other stage's too"))
    return log
  }

  /// The first stage that offers seats of single middle schools.
  private static func quotaStage(_ market: Market) -> Int? {
    market.stages.firstIndex { stage in
      !stage.provisional
        && stage.pools.contains { market.audiences[market.pools[$0.pool].audience].category == 0 }
    }
  }

  /// For each middle school its district; without that column the city is one.
  private func districts(_ read: Case, _ columns: StudentColumns) -> [Int32] {
    var numbers: [ByteText: Int32] = [:]
    return read.names.schools.enumerated().map { number, code in
      if number == 0 { return -1 }
      let name = ByteText(columns.school(code, "district") ?? "")
      let next = Int32(numbers.count)
      return numbers[name]
        ?? {
          numbers[name] = next
          return next
        }()
    }
  }

  /// Draws hang on codes, so that the order of rows does not matter.
  private func keys(_ read: Case) -> StudentKeys {
    let lots = Lots(of: read.names.students, seed: "behaviour")
    return { lots.number($0) }
  }
}

extension ChoiceLists {
  /// Whether some list has a choice behind its first `length` places.
  fileprivate func isLonger(than length: Int) -> Bool {
    cells.withSpan { cells in
      cells.indices.contains { $0 % width >= length && cells[$0] != 0 }
    }
  }
}
