import Admission
import Columns

/// What is handed in of a sincere list that is longer than a stage allows.
///
/// Without `safety` a list is cut to its first choices. With it, families keep their last choice
/// for a safe programme (the heuristic that Calsamiglia, Haeringer and Klijn 2010 found in
/// experiments with short lists): where none of the choices kept is *safe*, by the known cutoffs
/// and a margin, the last of them gives way to the first safe one among the choices cut off, or,
/// where none is safe, to the one of the lowest known cutoff among it and these.
public struct ListCut: Hashable, Sendable {
  /// Who looks for safety, and what is safe.
  public struct Safety: Hashable, Sendable {
    /// How far, in thousandths, a score must be above a known cutoff.
    public var margin: Int64
    /// How many of a thousand families look for safety; the others are sincere.
    public var share: Int
    /// `share` of a thousand families, with this margin.
    public init(margin: Int64 = 0, share: Int = 1000) {
      precondition((0...1000).contains(share))
      self.margin = margin
      self.share = share
    }
  }

  /// How many choices a list has at most.
  public var length: Int
  /// Nil: all are sincere.
  public var safety: Safety?

  /// Lists of at most `length` choices.
  public init(length: Int, safety: Safety? = nil) {
    precondition(length >= 1)
    self.length = length
    self.safety = safety
  }

  /// The first `length` choices of every list. A list all of whose choices have a number that is
  /// allowed stays as it is; of a longer one the choices kept keep their numbers where they fit,
  /// and only those that do not move up. Complexity: O(cells).
  public func sincere(_ lists: ChoiceLists) -> ChoiceLists {
    let width = min(length, lists.width)
    let students = lists.width == 0 ? 0 : lists.cells.count / lists.width
    let cut = Column<UInt16>(count: students * width)
    for student in 0..<students {
      let first = student * lists.width
      let own = first..<first + lists.width
      let kept = min(width, own.count { lists.cells[$0] != 0 })
      var number = 0
      for at in own where lists.cells[at] != 0 && number < kept {
        // Those behind it need a place each.
        cut[student * width + min(at - first, width - kept + number)] = lists.cells[at]
        number += 1
      }
    }
    return ChoiceLists(width: width, cells: cut)
  }

  /// What the students of `market`, whose sincere lists are `lists`, hand in, knowing `known`. Who
  /// looks for safety depends on `seed` and the students' keys alone. Complexity: O(cells).
  public func apply(
    to lists: ChoiceLists, of market: Market, known: KnownCutoffs,
    keys: @escaping StudentKeys = { UInt64($0) }, seed: UInt64
  ) -> ChoiceLists {
    let cut = sincere(lists)
    guard let safety, cut.width < lists.width else { return cut }
    let families = Families(seed: seed, keys: keys, stream: .safety, share: safety.share)
    let scores = market.cohort.numbers[known.number]
    for student in 0..<market.cohort.count where families.acts(student) {
      let value = { (category: Int) -> Int in Int(market.cohort.categories[category][student]) }
      let first = student * cut.width
      let last = first + cut.width - 1
      let isSafe = { (cell: UInt16) in
        known.reaches(scores[student], margin: safety.margin, Int(cell) - 1, value)
      }
      // What was cut off: all but the first choices. Where something was, no place is empty.
      let rest = (student * lists.width..<(student + 1) * lists.width)
        .map { lists.cells[$0] }.filter { $0 != 0 }.dropFirst(cut.width)
      if rest.isEmpty || (first...last).contains(where: { isSafe(cut.cells[$0]) }) { continue }
      if let safe = rest.first(where: isSafe) {
        cut.cells[last] = safe
      } else {
        let candidates = [cut.cells[last]] + rest
        let ends = candidates.map { known.least(Int($0) - 1, value) ?? Int64.max }
        cut.cells[last] = candidates[ends.firstIndex(of: ends.min()!)!]
      }
    }
    return cut
  }
}
