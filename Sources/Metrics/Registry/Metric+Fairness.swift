import Diagnostics

extension Metric {
  static let fairness: [Metric] = [
    Metric(
      "envy_students", .students, .lower, .count(.envious),
      Phrase(zh: "有理由嫉妒的考生", en: "Students with justified envy"),
      Phrase(
        zh: "有更偏好的招生代码、有资格取得其某一名额，而该名额给了在该批次排序中位次更低者的考生数"
          + "（跨批次，不论是否填在该批次的志愿表上）。",
        en: "Students who prefer a programme, were entitled to a seat of it, and see that seat "
          + "with someone behind them in its stage's ranking (of any stage, whether in that stage's "
          + "list or not).")),
    Metric(
      "envy_share", .share, .lower, .share(.envious, of: nil),
      Phrase(zh: "有理由嫉妒的比例", en: "Share with justified envy"),
      Phrase(
        zh: "有理由嫉妒的考生占全部考生的比例。",
        en: "Students with justified envy as a share of all students.")),
    Metric(
      "envy_pairs", .pairs, .lower, .pairs(.whole),
      Phrase(zh: "有理由嫉妒的对数", en: "Pairs of justified envy"),
      Phrase(
        zh: "（考生，被嫉妒者及其名额）的对数。",
        en: "Pairs of a student with justified envy and someone whose seat they envy.")),
    Metric(
      "envy_gap_max", .points, .lower, .gap(.whole),
      Phrase(zh: "嫉妒最大分差", en: "Largest gap of envy"),
      Phrase(
        zh: "有理由嫉妒的一对中，排序首要分数的最大差距；没有嫉妒时为 0。",
        en: "The largest distance in the ranking's first key between a student with justified envy "
          + "and the one envied; 0 without envy.")),
    Metric(
      "stage_envy_students", .students, .lower, .count(.enviousInStage),
      Phrase(zh: "批次内嫉妒的考生", en: "Students with envy inside a stage"),
      Phrase(
        zh: "同一批次内，所填志愿输给排序位次更低者的考生数；梯度志愿、志愿优先可以如此。",
        en: "Students who, inside one stage, lost a choice on that stage's list to someone behind "
          + "them in its ranking; bands and choice-first orders may do so.")),
    Metric(
      "stage_envy_pairs", .pairs, .lower, .pairs(.stage),
      Phrase(zh: "批次内嫉妒的对数", en: "Pairs of envy inside a stage"),
      Phrase(
        zh: "同一批次内的嫉妒对数。", en: "Pairs of such a student and someone who has such a seat.")),
    Metric(
      "stage_envy_gap_max", .points, .lower, .gap(.stage),
      Phrase(zh: "批次内嫉妒最大分差", en: "Largest gap inside a stage"),
      Phrase(
        zh: "批次内嫉妒的一对中，排序首要分数的最大差距；没有嫉妒时为 0。",
        en: "The largest distance in the ranking's first key within such a pair; 0 without any.")),
    Metric(
      "order_envy_students", .students, .lower, .count(.enviousByOrder),
      Phrase(zh: "违反批次次序的考生", en: "Students passed over by the order"),
      Phrase(
        zh: "在批次自身的次序（排序与志愿序号）中在前却落选的考生数；正确的结果恒为 0。",
        en: "Students who lost a choice to a pair behind theirs in the stage's own order; 0 in "
          + "every correct outcome of a queue stage.")),
    Metric(
      "wasted_seats", .seats, .lower, .wastedSeats,
      Phrase(zh: "浪费的名额", en: "Wasted seats"),
      Phrase(
        zh: "最终空缺而仍有考生可以取得、也更愿意去的名额："
          + "每类名额、每个对象取空缺数与这样的考生数的较小者。",
        en: "Seats vacant in the end though students who may take them prefer them: for each pool "
          + "and audience of a programme the smaller of its vacancies and these students.")),
  ]

  static let incentives: [Metric] = [
    Metric(
      "manipulable_students", .students, .lower, .count(.manipulable),
      Phrase(zh: "可因改填获益的考生", en: "Students who gain by a misreport"),
      Phrase(
        zh: "只要单独改填某一批次的志愿就能得到更偏好的招生代码的考生数（录取线不变时，见说明）。",
        en: "Students who would have got a programme that they prefer by changing their own lists "
          + "alone, the cutoffs being what they are.")),
    Metric(
      "manipulable_share", .share, .lower, .share(.manipulable, of: nil),
      Phrase(zh: "可因改填获益的比例", en: "Share who gain by a misreport"),
      Phrase(
        zh: "可因改填获益的考生占全部考生的比例。",
        en: "These students as a share of all students.")),
    Metric(
      "manipulable_gain", .choices, .lower, .meanGain,
      Phrase(zh: "改填的平均收益", en: "Mean gain of a misreport"),
      Phrase(
        zh: "可因改填获益者最多能前进的志愿位数的平均值。",
        en: "How many places up their own list of preferences these students could gain at most, "
          + "on average.")),
    Metric(
      "deviation_share", .share, .lower, .deviation(.share),
      Phrase(zh: "改填重跑获益的比例", en: "Share who gain when run again"),
      Phrase(
        zh: "抽取的考生中，逐一改填并重新录取后能得到更偏好的招生代码的比例。",
        en: "The share of students drawn by lot for whom some misreport, with the whole market run "
          + "again, led to a programme that they prefer.")),
    Metric(
      "deviation_gain", .choices, .lower, .deviation(.gain),
      Phrase(zh: "改填重跑的平均收益", en: "Mean gain when run again"),
      Phrase(
        zh: "这些获益者最多前进的志愿位数的平均值。",
        en: "How many places up their own list of preferences the best misreport tried led them, "
          + "on average.")),
    Metric(
      "deviations_sampled", .students, nil, .deviation(.sampled),
      Phrase(zh: "抽取试改的考生", en: "Students whose misreports were tried"),
      Phrase(
        zh: "为上两项抽取的考生数。",
        en: "How many students were drawn for the two metrics above.")),
  ]
}
