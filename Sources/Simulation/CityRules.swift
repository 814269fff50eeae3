/// `rules.json` of a synthetic city: a quota stage, then an open stage, both parallel.
///
/// Comments stand on lines of their own and nothing else goes beyond JSON, so that a reader of
/// plain JSON needs only drop those lines.
func cityRules(_ settings: CitySettings, _ lines: CityLines) -> String {
  let choices = (1...settings.choices).map { "\"choice\($0)\"" }.joined(separator: ", ")
  // A city with smaller quotas than the policy asks for says so.
  let waiver =
    settings.quotaShare >= 750
    ? "" : "  \"waive\": {\"quotaShare\": \"synthetic: the settings ask for less\"},\n\n"
  let subjects = Subject.all.map { "\"\($0.name)\"" }.joined(separator: ", ")
  return """
    // 合成城市：由 zhibiao generate 生成，全部数据均为虚构。
    // A synthetic city, made by zhibiao generate; all data are fictitious.
    {
      "format": 1,
      "name": "synthetic city \(settings.seed)",
      "year": 2026,
      "basis": ["synthetic: students \(settings.students), programmes \(settings.programmes), \
    middle schools \(settings.middleSchools), districts \(settings.districts), \
    choices \(settings.choices), seed \(settings.seed)"],

      // 指标批与统一批共用一组志愿。 One set of choices serves both stages.
      "lists": {
        "quota": [\(choices)],
        "open": [\(choices)]
      },

      // 综合素质评价 Comprehensive evaluation, best first.
      "grades": {
        "evaluation": {
          "order": ["A", "B", "C", "D"],
          "points": {"A": "20", "B": "15", "C": "10", "D": "0"}
        }
      },

      "scores": {
        "exam": {
          "sum": [\(subjects), {"bonus": ["bonus"], "take": "highest", "cap": "10"}]
        },
        "total": {"sum": [{"score": "exam"}, {"grade": "evaluation"}]},
        "cme": {"sum": ["chinese", "math", "english"]}
      },

      "rankings": {
        "composite": {
          "by": [{"score": "total"}, {"grade": "evaluation"}, {"score": "cme"}, \
    {"score": "exam"}, {"column": "math"}],
          "ties": "lottery"
        }
      },

      "pools": {
        "quota": {"audience": "middle_school", "quota": true},
        "open": {"audience": "everyone", "seats": "rest"}
      },

      // 全市招生的学校分到全市初中，其余分到本区县初中。
      // City-wide programmes are split over the city's middle schools, others over the district's.
      "plan": {
        "minimumShare": "\(decimalShare(min(750, settings.quotaShare)))",
        "splits": [
          {"name": "city", "pool": "quota", "share": {"column": "city_share"}, "round": "up",
           "within": "city", "method": "lottery"},
          {"name": "district", "pool": "quota", "share": {"column": "district_share"}, \
    "round": "up",
           "within": "district", "method": "lottery"}
        ]
      },

    \(waiver)  "stages": [
        {
          "name": "quota",
          "list": "quota",
          "pools": ["quota"],
          "ranking": "composite",
          "order": "parallel",
          "eligible": [
            {"column": "enrolled_3y", "equals": "yes"},
            {"grade": "evaluation", "atLeast": "C"}
          ],
          "lines": [
            {"score": "exam", "atLeast": "\(lines.all)"},
            {"score": "exam", "atLeast": {"column": "line"}}
          ],
          "maxChoices": \(settings.choices),
          "unfilled": {"to": "open"}
        },
        {
          "name": "open",
          "list": "open",
          "pools": ["open"],
          "ranking": "composite",
          "order": "parallel",
          "lines": [{"score": "exam", "atLeast": "\(lines.all)"}],
          "maxChoices": \(settings.choices)
        }
      ]
    }

    """
}
