import Diagnostics
import Exact

/// What the charts of a run show. Each is nil where there is nothing to show.
extension RunPage {
  /// All charts, in the order of the page.
  func charts(_ language: Language) -> [Drawing] {
    [poolChart(language)].compactMap { $0 } + distributionCharts(language)
      + [cutoffChart(language), quotaChart(language), accessChart(language)].compactMap { $0 }
  }

  /// The same charts as SVG files of their own.
  public func plots(_ language: Language) -> [Plot] { charts(language).map { $0.file(language) } }

  // MARK: Seats

  /// Seats by pool and their fate.
  func poolChart(_ language: Language) -> Drawing? {
    if pools.isEmpty { return nil }
    let say = Words(language)
    var drawing = Drawing(
      name: "pools", title: say("各类名额的去向", "Seats by pool and their fate"),
      description: pools.map {
        "\($0.name): " + say("录满", "filled") + " \(grouped($0.admitted - $0.excess)), "
          + say("空缺", "vacant") + " \(grouped($0.vacant)), "
          + say("转出", "moved out") + " \(grouped($0.movedOut))"
      }.joined(separator: "; "))
    StackedBars(
      parts: [
        ("one", say("录满", "filled")), ("rest", say("空缺", "vacant")),
        ("moved", say("转到其他类别", "moved to another pool")),
      ],
      rows: pools.map { ($0.name, [$0.admitted - $0.excess, $0.vacant, $0.movedOut]) }
    ).draw(&drawing)
    return drawing
  }

  // MARK: Scores

  /// The bands without those at the ends that hold fewer than `groupMin`: their students are
  /// counted in the band beside them. Nil where there are too few altogether.
  private func shown(_ distribution: Distribution) -> Distribution? {
    var (from, counts) = (distribution.from, distribution.counts[...])
    while let first = counts.first, first < RunPage.groupMin {
      counts = counts.dropFirst()
      if counts.isEmpty { return nil }
      counts[counts.startIndex] += first
      from += distribution.width
    }
    while let last = counts.last, last < RunPage.groupMin {
      counts = counts.dropLast()
      if counts.isEmpty { return nil }
      counts[counts.endIndex - 1] += last
    }
    if counts.isEmpty { return nil }
    return Distribution(
      score: distribution.score, from: from, width: distribution.width, counts: Array(counts))
  }

  /// The distribution of each score that stages rank by, with the programmes' cutoffs by it.
  func distributionCharts(_ language: Language) -> [Drawing] {
    let say = Words(language)
    return distributions.enumerated().compactMap { number, distribution in
      guard let shown = shown(distribution) else { return nil }
      func cutoffs(_ own: (Programme) -> Cutoff?) -> [Int64] {
        programmes.compactMap(own).filter {
          $0.score == distribution.score && $0.admitted >= RunPage.groupMin
        }.map { $0.lowest * 1_000 }
      }
      let all = grouped(distribution.counts.reduce(0, +))
      let width = Decimal(thousandths: shown.width).description
      let end = shown.from + shown.width * Int64(shown.counts.count)
      var drawing = Drawing(
        name: "scores-\(number + 1)",
        title: say("分数分布：\(distribution.score)", "Distribution of \(distribution.score)"),
        description: say(
          "\(all) 名考生，每 \(width) 分一段，从 \(Decimal(thousandths: shown.from)) 到 "
            + "\(Decimal(thousandths: end))。",
          "\(all) students in bands of \(width), from \(Decimal(thousandths: shown.from)) to "
            + "\(Decimal(thousandths: end))."))
      let strips = [
        (say("指标录取线", "quota cutoffs"), "s-two", cutoffs(\.quotaCutoff)),
        (say("其他录取线", "other cutoffs"), "s-one", cutoffs(\.openCutoff)),
      ]
      Histogram(
        from: shown.from * 1_000, width: shown.width * 1_000, counts: shown.counts,
        upTitle: say("考生数", "students"), acrossTitle: distribution.score,
        strips: strips.filter { !$0.2.isEmpty }
      ).draw(&drawing)
      return drawing
    }
  }

  // MARK: Cutoffs

  /// The most rows of a chart that has one for each programme.
  static let chartRowsMax = 60

  /// The programmes whose two cutoffs can be compared, the highest first.
  var comparable: [(programme: Programme, quota: Cutoff, open: Cutoff)] {
    programmes.compactMap { programme in
      guard let quota = programme.quotaCutoff, let open = programme.openCutoff,
        quota.score == open.score, min(quota.admitted, open.admitted) >= RunPage.groupMin
      else { return nil }
      return (programme, quota, open)
    }.enumerated().sorted {
      ($1.element.2.lowest, $0.offset) < ($0.element.2.lowest, $1.offset)
    }.map(\.element)
  }

  /// The lowest score of quota seats beside that of other seats, programme by programme.
  func cutoffChart(_ language: Language) -> Drawing? {
    let (say, rows) = (Words(language), comparable.prefix(RunPage.chartRowsMax))
    if rows.isEmpty { return nil }
    let scores = Set(rows.map(\.quota.score)).sorted()
    var drawing = Drawing(
      name: "cutoffs", title: say("最低录取分：指标名额与其他名额", "Lowest score: quota and other seats"),
      description: rows.map {
        "\($0.programme.name): \(Decimal(thousandths: $0.quota.lowest)), "
          + "\(Decimal(thousandths: $0.open.lowest))"
      }.joined(separator: "; "))
    func point(_ cutoff: Cutoff) -> (value: Int64, text: String) {
      (cutoff.lowest * 1_000, Decimal(thousandths: cutoff.lowest).description)
    }
    Dumbbells(
      titles: (say("其他名额", "other seats"), say("指标名额", "quota seats")),
      acrossTitle: scores.joined(separator: ", "),
      rows: rows.map { ($0.programme.name, point($0.open), point($0.quota)) }
    ).draw(&drawing)
    return drawing
  }

  // MARK: Quota cells

  /// The programmes with quota seats, by place; those with the most first.
  var quotaRows: [Int] {
    programmes.indices.filter { programmes[$0].quotaSeats > 0 }
      .sorted { (programmes[$1].quotaSeats, $0) < (programmes[$0].quotaSeats, $1) }
  }

  /// What a group is called.
  func groupName(_ group: String, _ say: Words) -> String {
    group.isEmpty ? say("无区县", "no district") : group
  }

  /// Quota seats by programme and group, and how full they are.
  func quotaChart(_ language: Language) -> Drawing? {
    guard let cells = quotaCells, cells.groups.count <= 40 else { return nil }
    let (say, rows) = (Words(language), quotaRows.prefix(RunPage.chartRowsMax))
    if rows.isEmpty { return nil }
    let count = cells.groups.count
    var drawing = Drawing(
      name: "quota-cells", title: say("指标名额：学校与区县", "Quota seats: programmes and districts"),
      description: say(
        "\(rows.count) 个招生代码、\(count) 个区县；数字见下表。",
        "\(rows.count) programmes, \(count) districts; the table below has the numbers."),
      width: HeatMap.width(columns: count))
    HeatMap(
      rows: rows.map { programmes[$0].name }, columns: cells.groups.map { groupName($0, say) },
      planned: rows.flatMap { cells.planned[$0 * count..<($0 + 1) * count] },
      taken: rows.flatMap { cells.admitted[$0 * count..<($0 + 1) * count] },
      legend: [say("录满", "all taken"), "≥ 90%", "≥ 75%", "≥ 50%", "< 50%"]
    ).draw(&drawing)
    return drawing
  }

  // MARK: Access

  /// Students admitted to programmes of quality, of a hundred: in thousandths.
  static func access(_ admitted: Int, of students: Int) -> Int64 {
    students == 0 ? 0 : Int64(admitted) * 100_000 / Int64(students)
  }

  /// A number of thousandths with one place, rounded down.
  static func tenths(_ thousandths: Int64) -> String {
    "\(thousandths / 1_000).\(thousandths % 1_000 / 100)"
  }

  /// Access to programmes of quality, middle school by middle school.
  func accessChart(_ language: Language) -> Drawing? {
    let say = Words(language)
    let schools = middleSchools.filter { $0.students >= RunPage.groupMin }
    let values = schools.enumerated().map {
      (RunPage.access($0.element.qualityAdmitted, of: $0.element.students), $0.offset)
    }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
    guard let most = values.first, let least = values.last else { return nil }
    let all = RunPage.access(
      schools.reduce(0) { $0 + $1.qualityAdmitted }, of: schools.reduce(0) { $0 + $1.students })
    let median = values[values.count / 2]
    var drawing = Drawing(
      name: "access", title: say("各初中的升学机会", "Access by middle school"),
      description: say(
        "每百名考生录取到优质高中：最高 \(RunPage.tenths(most.0))（\(schools[most.1].name)），中位 "
          + "\(RunPage.tenths(median.0))，最低 \(RunPage.tenths(least.0))（\(schools[least.1].name)）。",
        "Admitted to quality programmes per 100 students: highest \(RunPage.tenths(most.0)) "
          + "(\(schools[most.1].name)), median \(RunPage.tenths(median.0)), lowest "
          + "\(RunPage.tenths(least.0)) (\(schools[least.1].name))."))
    RankedColumns(
      upTitle: say("每百名考生录取到优质高中", "admitted to quality programmes per 100 students"),
      acrossTitle: say(
        "\(grouped(schools.count)) 所初中，从高到低",
        "\(grouped(schools.count)) middle schools, highest first"),
      values: values.map {
        ($0.0 * 1_000, "\(schools[$0.1].name) \(RunPage.tenths($0.0))")
      },
      overall: (all * 1_000, say("全市 ", "all ") + RunPage.tenths(all))
    ).draw(&drawing)
    return drawing
  }
}
