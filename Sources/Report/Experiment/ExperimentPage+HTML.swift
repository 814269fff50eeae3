import Diagnostics

extension ExperimentPage {
  /// The whole page, one self-contained file. Complexity: O(results).
  public func html(_ language: Language) -> String {
    let say = Words(language)
    var page = PageWriter(
      language, title: title, kind: say("政策方案的模拟比较", "Policy variants compared"))
    page.section("verdict", say("结论", "Verdict")) { page in
      for (number, sentence) in verdict.enumerated() {
        page.paragraph(sentence[language], class: number == 0 ? "lead" : "")
      }
      if let chart = tradeOffChart(language) {
        page.figure(
          chart,
          caption: say(
            "每点一个方案；基准为另一色。线为区间：",
            "A point for each variant, the baseline in another "
              + "colour. Lines are intervals: ") + interval[language])
      }
    }
    page.section("fingerprint", say("指纹", "Fingerprint")) { page in
      page.fingerprint(fingerprint)
      page.paragraph(
        say(
          "它代表本实验的全部数字。在实验文件夹里这样计算：",
          "It stands for all numbers of this experiment. To compute it, in its folder:"))
      page.shell(fingerprintCommand)
      page.pairs(facts.map { ($0.name[language], $0.value, false) })
    }
    page.detailsBegin(say("明细", "Detail"))
    writeVariants(&page, say)
    for metric in metrics.indices { write(metric, &page, say) }
    page.detailsEnd()
    return page.finish(
      foot: say(
        "模拟由 zhibiao 生成；其中的学生是虚构的，或只以汇总数字出现。",
        "Made by zhibiao. Students are made up, or stand in it as sums alone."))
  }

  private func writeVariants(_ page: inout PageWriter, _ say: Words) {
    page.details("variants", say("方案", "Variants"), note: grouped(variants.count)) { page in
      page.table(
        say("各方案改动的规则；第一个是基准", "What each variant sets in the rules; the first is the baseline"),
        [.text(say("方案", "Variant")), .text(say("设定", "Settings"))], rows: variants.count
      ) { number, row in
        row.text(variants[number].name, soft: number == 0 ? say("基准", "baseline") : "")
        row.text(variants[number].settings.joined(separator: "; "))
      }
    }
  }

  private func write(_ metric: Int, _ page: inout PageWriter, _ say: Words) {
    let subject = metrics[metric]
    let unit = subject.unit.map { say("（", " (") + $0[say.language] + say("）", ")") } ?? ""
    page.details("metric-\(subject.name)", subject.title[say.language] + unit) { page in
      if let note = subject.note { page.paragraph(note[say.language]) }
      if let chart = metricChart(metric, say.language) {
        page.figure(
          chart,
          caption: say(
            "虚线是基准的均值。线为区间：", "The broken line is the baseline's mean. Lines are intervals: ")
            + interval[say.language])
      }
      let rows = results.filter { $0.metric == metric }
      page.table(
        say("均值、区间，与基准的成对差", "Mean, interval, and the paired difference to the baseline"),
        [
          .text(say("方案", "Variant")), .text(say("群体", "Group")), .number(say("均值", "Mean")),
          .number(say("下限", "Low")), .number(say("上限", "High")),
          .number(say("与基准之差", "Difference")), .number(say("下限", "Low")),
          .number(say("上限", "High")),
        ], rows: rows.count
      ) { number, row in
        let result = rows[number]
        row.text(variants[result.variant].name)
        row.text(result.group.isEmpty ? say("全部", "all") : result.group)
        row.amount(result.value.mean.text)
        row.amount(result.value.low.text)
        row.amount(result.value.high.text)
        row.amount(result.difference?.mean.text ?? "")
        row.amount(result.difference?.low.text ?? "")
        row.amount(result.difference?.high.text ?? "")
      }
    }
  }
}

// MARK: - Charts

extension ExperimentPage {
  /// Its charts, each a file of its own: `tradeoff` where there is one, then `metric-NAME` for each
  /// metric.
  public func plots(_ language: Language) -> [Plot] {
    let charts = [tradeOffChart(language)] + metrics.indices.map { metricChart($0, language) }
    return charts.compactMap { $0?.file(language) }
  }

  /// The results of a metric for all students, by variant.
  private func overall(_ metric: Int) -> [(variant: Int, result: Result)] {
    results.filter { $0.metric == metric && $0.group.isEmpty }.map { ($0.variant, $0) }
      .sorted { $0.0 < $1.0 }
  }

  /// A metric by variant, with intervals.
  func metricChart(_ metric: Int, _ language: Language) -> Drawing? {
    let (say, rows, subject) = (Words(language), overall(metric), metrics[metric])
    if rows.isEmpty { return nil }
    func note(_ result: Result) -> String {
      guard let difference = result.difference else { return result.value.mean.text }
      let (low, high) = (difference.low.text, difference.high.text)
      return
        "\(result.value.mean.text)   \(ExperimentPage.signed(difference.mean.text)) [\(low), \(high)]"
    }
    var drawing = Drawing(
      name: "metric-\(subject.name)", title: subject.title[language],
      description: rows.map {
        "\(variants[$0.variant].name): \($0.result.value.mean.text) "
          + "[\($0.result.value.low.text), \($0.result.value.high.text)]"
      }.joined(separator: "; "))
    Intervals(
      acrossTitle: subject.title[language],
      noteTitle: say("均值，与基准之差", "mean, difference to the baseline"),
      rows: rows.map { (variants[$0.variant].name, $0.result.value, note($0.result)) }
    ).draw(&drawing)
    return drawing
  }

  /// Two metrics against each other.
  func tradeOffChart(_ language: Language) -> Drawing? {
    guard let tradeOff else { return nil }
    let (say, up) = (Words(language), overall(tradeOff.up))
    let points = overall(tradeOff.across).compactMap { across in
      up.first { $0.variant == across.variant }.map {
        (title: variants[across.variant].name, across: across.result.value, up: $0.result.value)
      }
    }
    if points.isEmpty { return nil }
    let (a, b) = (metrics[tradeOff.across].title[language], metrics[tradeOff.up].title[language])
    var drawing = Drawing(
      name: "tradeoff", title: say("\(b)与\(a)", "\(b) against \(a)"),
      description: points.map { "\($0.title): \($0.across.mean.text), \($0.up.mean.text)" }
        .joined(separator: "; "))
    TradeOff(acrossTitle: a, upTitle: b, points: points).draw(&drawing)
    return drawing
  }

  /// A difference with its sign.
  private static func signed(_ text: String) -> String {
    text.hasPrefix("-") || text.hasPrefix("+") ? text : "+" + text
  }
}
