import Diagnostics
import Exact

/// The parts of the page that are closed at first.
extension RunPage {
  // MARK: Seats

  func writeSeats(_ page: inout PageWriter, _ say: Words) {
    let note = say(
      "\(stages.count) 个批次，\(pools.count) 类名额", "\(stages.count) stages, \(pools.count) pools")
    page.details("seats", say("批次与名额", "Stages and seats"), note: note) { page in
      page.table(
        say("批次，按进行的先后", "Stages, in the order in which they ran"),
        [
          .text(say("批次", "Stage")), .number(say("待录", "Candidates")),
          .number(say("合格", "Eligible")), .number(say("名额", "Seats")),
          .number(say("录取", "Admitted")), .number(say("超额", "Excess")),
          .number(say("空缺", "Vacant")),
        ], rows: stages.count
      ) { number, row in
        let stage = stages[number]
        row.text(stage.name, soft: stage.isProvisional ? say("模拟", "provisional") : "")
        for value in [
          stage.candidates, stage.eligible, stage.seats, stage.admitted, stage.excess, stage.vacant,
        ] { row.number(value) }
      }
      page.table(
        say(
          "名额类别：计划 + 转入 + 超额 = 转出 + 录取 + 空缺",
          "Pools: planned + moved in + excess = moved out + admitted + vacant"),
        [
          .text(say("类别", "Pool")), .text(say("指标", "Quota")), .number(say("计划", "Planned")),
          .number(say("转入", "Moved in")), .number(say("转出", "Moved out")),
          .number(say("录取", "Admitted")), .number(say("超额", "Excess")),
          .number(say("空缺", "Vacant")),
        ], rows: pools.count
      ) { number, row in
        let pool = pools[number]
        row.text(pool.name)
        row.text(pool.isQuota ? say("是", "yes") : say("否", "no"))
        for value in [
          pool.planned, pool.movedIn, pool.movedOut, pool.admitted, pool.excess, pool.vacant,
        ] { row.number(value) }
      }
      guard let chart = poolChart(say.language) else { return }
      page.figure(
        chart,
        caption: say("每条的总长是计划加转入。", "The whole of a bar is what was planned and what moved in."))
    }
  }

  // MARK: Scores

  func writeScores(_ page: inout PageWriter, _ say: Words) {
    let charts = distributionCharts(say.language)
    if charts.isEmpty { return }
    page.details("scores", say("分数分布", "Scores")) { page in
      for chart in charts {
        page.figure(
          chart,
          caption: say(
            "全部有此分数的考生。两端不足 \(RunPage.groupMin) 人的分段并入相邻的一段。下方的短线是各招生代码的最低录取分，"
              + "录取不足 \(RunPage.groupMin) 人的不显示。",
            "All students who have this score. At both ends, bands of fewer than "
              + "\(RunPage.groupMin) are counted in the one beside them. The ticks below are the "
              + "programmes' lowest scores, without those of fewer than \(RunPage.groupMin) admitted."
          ))
      }
    }
  }

  // MARK: Programmes

  private func text(_ cutoff: Cutoff?) -> String {
    guard let cutoff, cutoff.admitted >= RunPage.groupMin else { return "" }
    return Decimal(thousandths: cutoff.lowest).description
  }

  func writeProgrammes(_ page: inout PageWriter, _ say: Words) {
    let scores = Set(
      programmes.flatMap { [$0.quotaCutoff, $0.openCutoff] }.compactMap { $0?.score })
    let note = say("\(grouped(programmes.count)) 个", grouped(programmes.count))
    page.details("programmes", say("招生代码", "Programmes"), note: note) { page in
      if let chart = cutoffChart(say.language) {
        let (shown, all) = (min(comparable.count, RunPage.chartRowsMax), comparable.count)
        page.figure(
          chart,
          caption: say(
            "两边都按同一分数、录取都不少于 \(RunPage.groupMin) 人的 \(all) 个招生代码中的 \(shown) 个，高分在先。",
            "\(shown) of the \(all) programmes where both were ranked by one score and admitted at "
              + "least \(RunPage.groupMin), the highest first."))
      }
      page.table(
        say("招生代码与录取", "Programmes and admissions"),
        [
          .text(say("代码", "Code")), .text(say("名称", "Name")), .text(say("区县", "District")),
          .number(say("计划", "Plan")), .number(say("指标", "Quota")),
          .number(say("指标比例", "Quota share")), .number(say("录取", "Admitted")),
          .number(say("其中指标", "By quota")), .number(say("空缺", "Vacant")),
          .number(say("指标最低分", "Lowest, quota")), .number(say("其他最低分", "Lowest, other")),
        ], rows: programmes.count
      ) { number, row in
        let programme = programmes[number]
        row.text(programme.code)
        row.text(
          programme.name,
          soft: programme.isQuality ? "" : say("不计指标比例", "not counted for the share"))
        row.text(programme.district)
        row.number(programme.plan)
        row.number(programme.quotaSeats)
        row.amount(RunPage.share(programme.quotaSeats, of: programme.plan))
        row.number(programme.admitted)
        row.number(programme.quotaAdmitted)
        row.number(programme.vacant)
        row.amount(text(programme.quotaCutoff))
        row.amount(text(programme.openCutoff))
      }
      if !scores.isEmpty {
        page.paragraph(
          say("最低分的依据：", "Scores: ") + scores.sorted().joined(separator: say("、", ", ")),
          class: "soft")
      }
    }
  }

  // MARK: Quota cells

  func writeQuotaCells(_ page: inout PageWriter, _ say: Words) {
    guard let cells = quotaCells else { return }
    let rows = quotaRows
    let note = say(
      "\(grouped(rows.count)) 个招生代码 × \(cells.groups.count) 个区县",
      "\(grouped(rows.count)) programmes × \(cells.groups.count) districts")
    page.details("quota", say("指标名额的分布", "Quota seats by district"), note: note) { page in
      if let chart = quotaChart(say.language) {
        let shown = min(rows.count, RunPage.chartRowsMax)
        page.figure(
          chart,
          caption: say(
            "指标名额最多的 \(shown) 个招生代码；“9/12”是 12 个名额录取 9 名。归初中的名额按初中所在区县计。",
            "The \(shown) programmes with the most quota seats; “9/12” is 9 admitted to 12 seats. "
              + "Seats for a middle school stand in its district."))
      }
      page.table(
        say(
          "指标名额：录取／计划，相等时只写一个数", "Quota seats: admitted/planned; one number where these are equal"),
        [.text(say("代码", "Code")), .text(say("名称", "Name"))]
          + cells.groups.map { .number(groupName($0, say)) }, rows: rows.count
      ) { number, row in
        let programme = rows[number]
        row.text(programmes[programme].code)
        row.text(programmes[programme].name)
        for group in cells.groups.indices {
          let at = programme * cells.groups.count + group
          let (planned, own) = (cells.planned[at], cells.admitted[at])
          if planned == own {
            planned == 0 ? row.amount("") : row.number(planned)
          } else {
            row.amount("\(own)/\(planned)")
          }
        }
      }
    }
  }

  // MARK: Middle schools

  func writeMiddleSchools(_ page: inout PageWriter, _ say: Words) {
    if middleSchools.isEmpty { return }
    let note = say("\(grouped(middleSchools.count)) 所", grouped(middleSchools.count))
    page.details("schools", say("初中", "Middle schools"), note: note) { page in
      if let chart = accessChart(say.language) {
        page.figure(
          chart,
          caption: say(
            "不含考生不足 \(RunPage.groupMin) 人的初中。虚线是这些初中合计。",
            "Without middle schools of fewer than \(RunPage.groupMin) students. The broken line is "
              + "all of these together."))
      }
      page.table(
        say("初中与录取", "Middle schools and admissions"),
        [
          .text(say("代码", "Code")), .text(say("名称", "Name")), .text(say("区县", "District")),
          .number(say("考生", "Students")), .number(say("录取", "Admitted")),
          .number(say("录取率", "Share")), .number(say("优质高中／百人", "Quality per 100")),
          .number(say("本校指标", "Own quota seats")), .number(say("录满", "Taken")),
        ], rows: middleSchools.count
      ) { number, row in
        let school = middleSchools[number]
        let isShown = school.students >= RunPage.groupMin
        row.text(school.code)
        row.text(school.name)
        row.text(school.district)
        row.number(school.students)
        row.amount(isShown ? grouped(school.admitted) : "")
        row.amount(isShown ? RunPage.share(school.admitted, of: school.students) : "")
        row.amount(
          isShown
            ? RunPage.tenths(RunPage.access(school.qualityAdmitted, of: school.students)) : "")
        row.number(school.quotaSeats)
        row.amount(isShown ? grouped(school.quotaAdmitted) : "")
      }
    }
  }

  // MARK: Decisions and rules

  func writeDecisions(_ page: inout PageWriter, _ say: Words) {
    if decisions.isEmpty { return }
    page.details("decisions", say("同分裁定", "Decisions on ties")) { page in
      page.table(
        say(
          "人工裁定（decisions.csv）；学生与理由不在本页",
          "Decided by hand (decisions.csv); students and reasons are not on this page"),
        [
          .text(say("批次", "Stage")), .text(say("招生代码", "Programme")), .text(say("类别", "Pool")),
          .text(say("裁定人", "Decided by")), .number(say("录取", "Admitted")),
          .number(say("不录取", "Refused")),
        ], rows: decisions.count
      ) { number, row in
        let decision = decisions[number]
        row.text(decision.stage)
        row.text(decision.programme)
        row.text(decision.pool)
        row.text(decision.decidedBy)
        row.number(decision.admits)
        row.number(decision.refuses)
      }
    }
  }

  func writeRules(_ page: inout PageWriter, _ say: Words) {
    page.details("rules", say("规则与来源", "Rules and sources")) { page in
      page.pairs([
        (say("规则", "Rules"), rules.name, false),
        (say("年份", "Year"), rules.year.map(String.init) ?? "–", false),
        (
          say("指标比例下限", "Least quota share"), RunPage.percent(rules.minimumShare),
          false
        ),
        (say("程序版本", "Program version"), version, false),
      ])
      if rules.basis.isEmpty { return }
      page.heading(say("依据的文件", "Documents that they follow"))
      page.list(rules.basis)
    }
  }
}
