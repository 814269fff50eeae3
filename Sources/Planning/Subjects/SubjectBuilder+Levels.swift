import Cases
import Diagnostics
import Rules

extension SubjectBuilder {
  /// What groups the columns of a network: the level above, else the schools' districts.
  func groups(
    _ columns: [Int], _ coarse: [SplitSubject.CoarseLevel]
  ) -> (column: String, ofColumn: [Int])? {
    guard [.lottery, .leastDeviation].contains(rule.method), !columns.isEmpty else { return nil }
    if let level = coarse.last { return (rule.levels[coarse.count - 1], level.ofColumn) }
    guard SubjectBuilder.isSchools(rule.levels.last), let districts = split.districts else {
      return nil
    }
    return ("district", numbered(columns.map { districts[$0] }).numbers)
  }

  /// The levels above the last; nil, with messages, where they do not nest.
  func coarseLevels(
    _ columns: [Int], _ log: inout ProblemLog
  ) -> [SplitSubject.CoarseLevel]? {
    var numbers = Array(repeating: -1, count: audienceNames.count)
    for (at, column) in columns.enumerated() { numbers[column] = at }
    var levels: [SplitSubject.CoarseLevel] = []
    var isNested = true
    for level in split.levels.indices.dropLast() {
      let (finer, coarser) = (split.levels[level + 1], split.levels[level])
      isNested = reportUnnested(finer, coarser, level, &log) && isNested
      var value = Array(repeating: "", count: columns.count)
      for school in planCase.schools.indices where numbers[audienceOfSchool[school]] >= 0 {
        value[numbers[audienceOfSchool[school]]] = coarser[school]
      }
      let (names, ofColumn) = numbered(value)
      levels.append(SplitSubject.CoarseLevel(names: names, ofColumn: ofColumn))
    }
    return isNested ? levels : nil
  }

  private func reportUnnested(
    _ finer: [String], _ coarser: [String], _ level: Int, _ log: inout ProblemLog
  ) -> Bool {
    var first: [[UInt8]: Int] = [:]
    var isNested = true
    for school in planCase.schools.indices {
      let key = Array(finer[school].utf8)
      guard let before = first[key] else {
        first[key] = school
        continue
      }
      if sameBytes(coarser[before], coarser[school]) { continue }
      isNested = false
      let (fine, coarse) = (rule.levels[level + 1], rule.levels[level])
      log.add(.levelsUnnested, cause: rule.name) {
        let (a, b) = (planCase.schools[before], planCase.schools[school])
        return (
          planCase.place(ofSchool: school),
          Phrase(
            zh: "\(fine) \(finer[school]) 既在 \(coarse) \(coarser[before])（\(a)）"
              + "又在 \(coarser[school])（\(b)）",
            en: "\(fine) \(finer[school]) lies in \(coarse) \(coarser[before]) (\(a)) and in "
              + "\(coarser[school]) (\(b))")
        )
      }
    }
    return isNested
  }
}
