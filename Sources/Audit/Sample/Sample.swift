import Admission
import Cases
import Columns
import Diagnostics
import Tables

/// Students to trace back to paper: of every programme the last admitted and the first refused, and
/// others drawn from every stratum. The same run and seed give the same sample.
public struct Sample: Sendable {
  /// A student of the sample.
  struct Member: Sendable {
    let row: Int
    /// Why they are in it, one or more reasons.
    var reasons: [String]
  }

  let run: RunFolder
  let source: CaseOfRun
  let reading: CaseReading
  let judge: Judge
  let members: [Member]
  /// How many are in it because of their place at a cutoff.
  public let marginCount: Int
  /// How many were asked for.
  public let wanted: Int
  /// How many there are.
  public var count: Int { members.count }

  /// Draws `students` of the run. Strata are the stages and pools that admitted, and who was not
  /// admitted; each has a share of the draw in proportion, largest remainders first, and at least
  /// one. Within a stratum come first whose number is smaller: the first 8 bytes of SHA-256 of
  /// `zhibiao-sample-v1` LF seed LF code, made like a lottery number. Nil, with messages, where the
  /// run or the case is not what it should be. Complexity: O(students × choices).
  public init?(
    _ run: RunFolder, caseFolder: String?, after: String?, students: Int, seed: String,
    language: Language,
    workers: Workers, log: inout ProblemLog
  ) {
    guard let source = CaseOfRun(of: run, folder: caseFolder, after: after, log: &log),
      let reading = source.read(.all, workers: workers, log: &log), let read = reading.value,
      let tables = PublishedTables(run, workers: workers, log: &log),
      let published = Published(tables, read, of: nil, log: &log),
      let table = run.table("admissions.csv", workers: workers, log: &log),
      let admissions = Admissions(table, read.names, of: read, workers: workers, log: &log)
    else { return nil }
    self.run = run
    self.source = source
    self.reading = reading
    judge = Judge(read, published) { admissions.seat(of: $0) }
    wanted = students
    let survey = Survey(judge, workers: workers)
    var reasons = survey.margins(language)
    marginCount = reasons.count
    let drawn = Sample.draw(
      survey, students - reasons.count, seed, excluding: Set(reasons.keys), language)
    reasons.merge(drawn) { a, b in a + b }
    members = reasons.sorted { $0.key < $1.key }.map { Member(row: $0.key, reasons: $0.value) }
    if marginCount > students {
      log.add(
        .sampleGrown,
        Phrase(
          zh: "要求 \(students) 人；各校录取末位和首位落选者已有 \(marginCount) 人",
          en:
            "\(students) were asked for; the last admitted and first refused alone are \(marginCount)"
        ))
    }
  }

  /// Draws `count` students in proportion to the strata.
  private static func draw(
    _ survey: Survey, _ count: Int, _ seed: String, excluding: Set<Int>, _ language: Language
  ) -> [Int: [String]] {
    guard count > 0 else { return [:] }
    let strata = survey.strata.map {
      (name: $0.name[language], rows: $0.rows.filter { !excluding.contains($0) })
    }
    let shares = Sample.shares(strata.map(\.rows.count), of: count)
    let lottery = LotteryDraw(prefix: "zhibiao-sample-v1\n\(seed)\n")
    var drawn: [Int: [String]] = [:]
    for (stratum, share) in zip(strata, shares) {
      let numbered = stratum.rows.map { row in
        (survey.codes.withCode(row) { lottery.number(for: $0) }, row)
      }
      for (_, row) in numbered.sorted(by: { $0 < $1 }).prefix(share) {
        drawn[row] = [Phrase(zh: "抽取：\(stratum.name)", en: "drawn: \(stratum.name)")[language]]
      }
    }
    return drawn
  }

  /// `count` shared out in proportion to `sizes`: whole parts, then largest remainders (the first
  /// of equals), then one from the largest share to each stratum that has none.
  static func shares(_ sizes: [Int], of count: Int) -> [Int] {
    let total = sizes.reduce(0, +)
    guard total > 0 else { return sizes.map { _ in 0 } }
    let count = min(count, total)
    var shares = sizes.map { $0 * count / total }
    let byRemainder = sizes.indices.sorted {
      (-(sizes[$0] * count % total), $0) < (-(sizes[$1] * count % total), $1)
    }
    for at in byRemainder.prefix(count - shares.reduce(0, +)) { shares[at] += 1 }
    for at in sizes.indices where sizes[at] > 0 && shares[at] == 0 {
      guard let largest = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[largest] > 1
      else { break }
      shares[largest] -= 1
      shares[at] = 1
    }
    return shares
  }
}
