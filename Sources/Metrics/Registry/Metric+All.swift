import Diagnostics

extension Metric {
  /// Every metric, by subject. Of the family `choice_within_K` there are three; `named` knows all.
  public static let all: [Metric] =
    places + fairness + incentives + quotas + access + mixtures + cutoffs + movements

  /// The names of `all`.
  public static let names = all.map(\.name)

  /// What an experiment measures that names nothing.
  public static let defaults: [Metric] = [
    "admitted_share", "first_choice_share", "choice_within_3", "mean_choice", "envy_students",
    "stage_envy_students", "wasted_seats", "quota_realised_share", "quota_unfilled_share",
    "quality_per_100", "quality_gini", "cutoff_gap", "manipulable_share", "theil_h", "winners",
    "losers",
  ].map { named($0)! }

  /// The metric with this name; `choice_within_K` for every K from 1 to 99.
  public static func named(_ name: String) -> Metric? {
    if let known = all.first(where: { $0.name == name }) { return known }
    let prefix = "choice_within_"
    guard name.hasPrefix(prefix), let choices = Int(name.dropFirst(prefix.count)),
      (1...99).contains(choices), name == "\(prefix)\(choices)"
    else { return nil }
    return choiceWithin(choices)
  }

  static func choiceWithin(_ choices: Int) -> Metric {
    Metric(
      "choice_within_\(choices)", .share, .higher, .choiceWithin(choices),
      Phrase(zh: "前\(choices)志愿录取率", en: "Within the first \(choices)"),
      Phrase(
        zh: "录取到本人偏好前 \(choices) 位的考生占全部考生的比例。",
        en: "The share of all students who have one of the first \(choices) programmes that they "
          + "prefer."))
  }

  private static let places: [Metric] = [
    Metric(
      "admitted_share", .share, .higher, .share(.admitted, of: nil),
      Phrase(zh: "录取率", en: "Admitted"),
      Phrase(zh: "被录取的考生占全部考生的比例。", en: "The share of all students who are admitted.")),
    Metric(
      "unassigned_students", .students, .lower, .count(.unassigned),
      Phrase(zh: "未录取人数", en: "Not admitted"),
      Phrase(zh: "未被录取的考生数。", en: "Students who are not admitted.")),
    Metric(
      "first_choice_share", .share, .higher, .choiceWithin(1),
      Phrase(zh: "第一志愿录取率", en: "First choice"),
      Phrase(
        zh: "录取到本人最偏好的招生代码的考生占全部考生的比例。",
        en: "The share of all students who have the programme that they prefer to all others.")),
    choiceWithin(3), choiceWithin(5),
    Metric(
      "mean_choice", .choices, .lower, .meanChoice,
      Phrase(zh: "平均志愿序号", en: "Mean choice"),
      Phrase(
        zh: "被录取考生所得在本人偏好中的平均序号（不在偏好表上的不计）。",
        en: "The mean place, on their own list of preferences, of what the admitted students have "
          + "(of those who list it).")),
  ]

  private static let movements: [Metric] = [
    Metric(
      "winners", .students, nil, .count(.winner),
      Phrase(zh: "受益人数", en: "Better off"),
      Phrase(
        zh: "比基准方案中所得更合本人偏好的考生数。",
        en: "Students who have something that they prefer to what they have in the baseline.")),
    Metric(
      "winners_share", .share, nil, .share(.winner, of: nil),
      Phrase(zh: "受益比例", en: "Share better off"),
      Phrase(zh: "受益考生占全部考生的比例。", en: "Winners as a share of all students.")),
    Metric(
      "losers", .students, nil, .count(.loser),
      Phrase(zh: "受损人数", en: "Worse off"),
      Phrase(
        zh: "比基准方案中所得更不合本人偏好的考生数。",
        en: "Students who had something in the baseline that they prefer to what they have.")),
    Metric(
      "losers_share", .share, nil, .share(.loser, of: nil),
      Phrase(zh: "受损比例", en: "Share worse off"),
      Phrase(zh: "受损考生占全部考生的比例。", en: "Losers as a share of all students.")),
    Metric(
      "moved_share", .share, nil, .share(.moved, of: nil),
      Phrase(zh: "变动比例", en: "Share moved"),
      Phrase(
        zh: "录取结果（招生代码或未录取）与基准方案不同的考生占全部考生的比例。",
        en: "The share of all students whose programme, or whose having none, differs from the "
          + "baseline.")),
  ]
}
