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
  func lists(
    _ read: Case, _ columns: StudentColumns
  ) throws(CellFailure) -> [ListRule.Source: ChoiceLists] {
    let cuts = lengths(read)
    if cuts.isEmpty { return [:] }
    var lists: [ListRule.Source: ChoiceLists] = [:]
    var answered = read.market.cohort.lists
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
      answered[cut.list] =
        cutoffs.map {
          cutter.apply(to: whole, of: market, known: $0, keys: keys(read), seed: seed)
        } ?? cutter.sincere(whole)
      lists[source] = answered[cut.list]
    }
    if let (one, two) = Answers.clash(answered, cuts.map(\.cut.list), columns) {
      throw CellFailure(Answers.overlapping(one, two, read))
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
    /// The stages that read it, and how many choices each of them, and the behaviour, allow.
    var stages: [(number: Int, length: Int)]
    /// The stage whose cutoffs families look at: the last that reads it and counts.
    var stage: Int

    /// The least that is allowed.
    var length: Int { stages.map(\.length).min()! }
    /// The stage that allows the least.
    var shortest: Int { stages.first { $0.length == length }!.number }
    /// A stage that would have it cut to another length.
    var other: Int? { stages.first { $0.length != length }?.number }
  }

  /// What lists are cut to, where that is shorter than they are: the least that their stages,
  /// provisional ones too, and the behaviour allow.
  private func lengths(_ read: Case) -> [(source: ListRule.Source, cut: Cut)] {
    var found: [(source: ListRule.Source, cut: Cut)] = []
    for (number, stage) in read.rules.stages.enumerated() {
      let list = read.market.stages[number].list
      let length = min(stage.maxChoices ?? Int.max, rule.listMax ?? Int.max)
      guard let at = found.firstIndex(where: { $0.cut.list == list }) else {
        let cut = Cut(list: list, stages: [(number, length)], stage: number)
        found.append((read.rules.lists[stage.list].source, cut))
        continue
      }
      found[at].cut.stages.append((number, length))
      if !stage.provisional { found[at].cut.stage = number }
    }
    return found.filter { $0.cut.length < read.market.cohort.lists[$0.cut.list].width }
  }

  /// Two stages read one list, and only one of them would have it cut: the other's would be cut
  /// too.
  private static func shared(_ cut: Cut, _ other: Int, _ rules: RuleSet) -> ProblemLog {
    var log = ProblemLog()
    let (one, two) = (rules.stages[cut.shortest].name, rules.stages[other].name)
    log.add(
      .listsShared,
      Phrase(
        zh: "批次 \(one) 与 \(two) 读同样的志愿列，maxChoices 却不同：截到 \(cut.length) 个会把另一批次的也截去",
        en: "the stages \(one) and \(two) read the same choices but allow different numbers of "
          + "them: to cut lists to \(cut.length) would cut the other stage's too"))
    return log
  }

  // MARK: Lists that share columns

  /// Two lists of `lists` that share a column and do not say the same there now that those of `cut`
  /// are cut: no students' table has both. Complexity: O(students × columns shared).
  private static func clash(
    _ lists: [ChoiceLists], _ cut: [Int], _ columns: StudentColumns
  ) -> (Int, Int)? {
    for one in cut.sorted() {
      for two in lists.indices where two != one && (two > one || !cut.contains(two)) {
        let (a, b) = (columns.lists[one], columns.lists[two])
        for (place, header) in a.headers.enumerated() {
          guard let other = b.headers.firstIndex(of: header) else { continue }
          let areJoined = a.isJoined || b.isJoined
          if areJoined || !lists[one].isEqual(at: place, to: lists[two], at: other) {
            return (one, two)
          }
        }
      }
    }
    return nil
  }

  private static func overlapping(_ one: Int, _ two: Int, _ read: Case) -> ProblemLog {
    func stage(_ list: Int) -> String {
      read.rules.stages[read.market.stages.firstIndex { $0.list == list }!].name
    }
    var log = ProblemLog()
    log.add(
      .listsShared,
      Phrase(
        zh: "批次 \(stage(one)) 与 \(stage(two)) 的志愿表有共同的列但不相同，截短后两者在同一列中不一致：没有这样的考生表",
        en: "the lists of the stages \(stage(one)) and \(stage(two)) are different but share "
          + "columns, and when they are cut they disagree on one: no table of students says both"))
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
  /// Whether the choice of every student at `place` is that of `other` at `place`; beyond the width
  /// there is none.
  fileprivate func isEqual(at place: Int, to other: ChoiceLists, at otherPlace: Int) -> Bool {
    let students = max(
      width == 0 ? 0 : cells.count / width, other.width == 0 ? 0 : other.cells.count / other.width)
    return (0..<students).allSatisfy { student in
      let own = place < width ? cells[student * width + place] : 0
      let its = otherPlace < other.width ? other.cells[student * other.width + otherPlace] : 0
      return own == its
    }
  }

  /// Whether some list has a choice behind its first `length` places.
  fileprivate func isLonger(than length: Int) -> Bool {
    cells.withSpan { cells in
      cells.indices.contains { $0 % width >= length && cells[$0] != 0 }
    }
  }
}
