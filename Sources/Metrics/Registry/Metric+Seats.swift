import Diagnostics

extension Metric {
  static let quotas: [Metric] = [
    Metric(
      "quota_nominal_share", .share, nil, .quota(.nominalShare),
      Phrase(zh: "计划指标比例", en: "Nominal quota share"),
      Phrase(zh: "计划中的指标名额占招生计划的比例。", en: "Quota seats planned as a share of the plan.")),
    Metric(
      "quota_realised_share", .share, nil, .quota(.realisedShare),
      Phrase(zh: "实际指标比例", en: "Realised quota share"),
      Phrase(
        zh: "以指标名额录取的考生占招生计划的比例。",
        en: "Students admitted to quota seats as a share of the plan.")),
    Metric(
      "quota_fill", .share, .higher, .quota(.fill),
      Phrase(zh: "指标完成率", en: "Quota seats filled"),
      Phrase(
        zh: "以指标名额录取的考生占计划指标名额的比例。",
        en: "Students admitted to quota seats as a share of the quota seats planned.")),
    Metric(
      "quota_unfilled_share", .share, .lower, .quota(.unfilledShare),
      Phrase(zh: "指标未完成率", en: "Quota seats unfilled"),
      Phrase(
        zh: "未以指标录取的计划指标名额（转出或空缺）占计划指标名额的比例。",
        en: "Quota seats that nobody took as such, moved or vacant, as a share of those planned.")),
    Metric(
      "quota_reverted_seats", .seats, .lower, .quota(.revertedSeats),
      Phrase(zh: "指标转出名额", en: "Quota seats reverted"),
      Phrase(
        zh: "由指标转为非指标的名额数（指标之间的转移相抵）。",
        en: "Seats that left the quota pools for others (moves among quota pools cancel).")),
    Metric(
      "quota_reverted_share", .share, .lower, .quota(.revertedShare),
      Phrase(zh: "指标转出率", en: "Share reverted"),
      Phrase(
        zh: "转为非指标的名额占计划指标名额的比例。",
        en: "Reverted seats as a share of the quota seats planned.")),
    Metric(
      "quota_vacant_seats", .seats, .lower, .quota(.vacantSeats),
      Phrase(zh: "指标空缺名额", en: "Quota seats vacant"),
      Phrase(zh: "到最后仍空缺的指标名额数。", en: "Quota seats that are vacant in the end.")),
    Metric(
      "quota_one_seat_share", .share, nil, .quota(.oneSeatShare),
      Phrase(zh: "单名额格占比", en: "Cells of one seat"),
      Phrase(
        zh: "有名额的（招生代码，对象）格中恰有一个名额的比例。",
        en: "Of the cells of programme and audience that have quota seats, the share with exactly "
          + "one.")),
    Metric(
      "quota_binding_students", .students, nil, .count(.binding),
      Phrase(zh: "指标起作用的考生", en: "Students for whom the quota binds"),
      Phrase(
        zh: "占指标名额，而没有指标时会落到更不偏好之处的考生数。",
        en: "Students in a quota seat who would have something that they like less if the quota "
          + "seats were open to all.")),
    Metric(
      "quota_binding_share", .share, nil, .share(.binding, of: .quotaSeat),
      Phrase(zh: "指标起作用的比例", en: "Share of quota seats that bind"),
      Phrase(
        zh: "上述考生占指标录取考生的比例。", en: "These students as a share of those in quota seats.")),
  ]

  static let access: [Metric] = [
    Metric(
      "quality_per_100", .perHundred, .higher, .perHundred(.qualitySeat),
      Phrase(zh: "每百人优质高中名额", en: "Quality seats per 100"),
      Phrase(
        zh: "每一百名考生中录取到优质高中的人数。",
        en: "Students admitted to quality high schools for each hundred students.")),
    Metric(
      "quality_per_100_min", .perHundred, .higher, .schoolExtreme(.least),
      Phrase(zh: "最低初中", en: "Lowest middle school"),
      Phrase(zh: "各初中每百人优质高中名额的最小值。", en: "The least value among middle schools.")),
    Metric(
      "quality_per_100_max", .perHundred, nil, .schoolExtreme(.most),
      Phrase(zh: "最高初中", en: "Highest middle school"),
      Phrase(zh: "各初中每百人优质高中名额的最大值。", en: "The greatest value among middle schools.")),
    Metric(
      "quality_max_min", .index, .lower, .schoolExtreme(.ratio),
      Phrase(zh: "最高与最低之比", en: "Highest to lowest"),
      Phrase(
        zh: "各初中每百人优质高中名额的最大值与最小值之比；最小值为 0 时没有。",
        en: "The greatest value among middle schools divided by the least; none where that is 0.")),
    Metric(
      "quality_gini", .index, .lower, .gini,
      Phrase(zh: "优质名额基尼系数", en: "Gini of quality seats"),
      Phrase(
        zh: "各初中每百人优质高中名额的基尼系数，以考生数加权（不属于任何初中的考生不计）；"
          + "分组时只计该组（如某分数段）考生。",
        en: "The Gini coefficient over middle schools of quality seats per student, weighted by "
          + "students (those of no middle school are left out); within a group, such as a score "
          + "decile, of that group's students alone.")),
  ]

  static let cutoffs: [Metric] = [
    Metric(
      "cutoff", .points, nil, .cutoff,
      Phrase(zh: "录取线", en: "Cutoff"),
      Phrase(
        zh: "某招生代码某类名额录取考生排序首要分数的最低值（各对象、各批次中）。",
        en: "The lowest first key of the ranking among those admitted to a programme's seats of a "
          + "pool, over all audiences and stages.")),
    Metric(
      "cutoff_gap", .points, nil, .cutoffGap,
      Phrase(zh: "统招线与指标线之差", en: "Open less quota cutoff"),
      Phrase(
        zh: "统招录取线减指标录取线；全市为有两者的招生代码的平均值。",
        en: "The cutoff of the open seats less that of the quota seats; over several programmes "
          + "the mean of those that have both.")),
  ]

  static let mixtures: [Metric] = [
    Metric(
      "dissimilarity", .index, .lower, .dissimilarity(.observed),
      Phrase(zh: "相异指数 D", en: "Dissimilarity D"),
      Phrase(
        zh: "某组与其余各组被录取考生在各高中分布的相异指数：½Σ|a/A − b/B|。",
        en: "How differently a group and the admitted students of all other groups are spread over "
          + "high schools: ½Σ|a/A − b/B|.")),
    Metric(
      "dissimilarity_by_chance", .index, nil, .dissimilarity(.byChance),
      Phrase(zh: "D 的随机期望", en: "D by chance"),
      Phrase(
        zh: "把考生随机分到同样的名额时 D 的平均值（16 次固定种子的排列）：有限样本偏差。",
        en: "The mean D when the same seats go to the admitted students by lot, over 16 seeded "
          + "permutations: the finite-sample bias.")),
    Metric(
      "isolation", .index, nil, .isolation(.observed),
      Phrase(zh: "孤立指数", en: "Isolation"),
      Phrase(
        zh: "某组考生所在高中里同组考生比例的平均值。",
        en: "The share of their own group in the high school of the average student of a group.")),
    Metric(
      "isolation_by_chance", .index, nil, .isolation(.byChance),
      Phrase(zh: "孤立指数的随机期望", en: "Isolation by chance"),
      Phrase(
        zh: "随机分配时孤立指数的期望（精确公式）。",
        en: "The expected isolation when seats go by lot (exact formula).")),
    Metric(
      "exposure", .index, nil, .exposure,
      Phrase(zh: "接触指数", en: "Exposure"),
      Phrase(
        zh: "某组考生所在高中里其他考生比例的平均值：1 减孤立指数。",
        en: "The share of all others in the high school of the average student of a group: 1 less "
          + "isolation.")),
    Metric(
      "theil_h", .index, .lower, .information(.theilH, .observed),
      Phrase(zh: "信息指数 H", en: "Information index H"),
      Phrase(
        zh: "泰尔信息指数：高中与组的互信息除以组的熵。",
        en: "Theil's index: the mutual information of high school and group over the entropy of "
          + "the groups.")),
    Metric(
      "theil_h_by_chance", .index, nil, .information(.theilH, .byChance),
      Phrase(zh: "H 的随机期望", en: "H by chance"),
      Phrase(
        zh: "独立时 H 的近似期望：(组数−1)(校数−1)/(2N) 除以组的熵。",
        en: "The approximate expectation of H under independence: (groups − 1)(schools − 1)/2N "
          + "over the entropy.")),
    Metric(
      "theil_m", .index, .lower, .information(.mutual, .observed),
      Phrase(zh: "互信息 M", en: "Mutual information M"),
      Phrase(
        zh: "高中与组的互信息（自然对数）。",
        en: "The mutual information of high school and group, in nats.")),
    Metric(
      "theil_m_by_chance", .index, nil, .information(.mutual, .byChance),
      Phrase(zh: "M 的随机期望", en: "M by chance"),
      Phrase(
        zh: "独立时 M 的近似期望：(组数−1)(校数−1)/(2N)。",
        en: "The approximate expectation of M under independence: (groups − 1)(schools − 1)/2N.")),
  ]
}
