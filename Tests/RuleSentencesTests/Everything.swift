/// A rule file that uses every key of the format and every kind of value.
enum Everything {
  static let rules = #"""
    {
      "format": 1, "name": "Everything", "year": 2026, "language": "en", "encoding": "gb18030",
      "basis": ["the first document",
        {"document": "the second", "clauses": {"/stages/quota": "article 3", "/format": "article 9",
          "/scores/exam/round/decimals": "article 5"}}],
      "files": {"students": "考生.csv", "quotas": {"file": "名额.xlsx", "sheet": "名单", "headerRow": 3},
        "controls": {"headerRow": 2}},
      "columns": {"student": "准考证号", "sector": "办学性质"},
      "kinds": {"piano": "certificate", "lab": "exam"}, "fullMarks": {"chinese": 150, "math": "120.5"},
      "undecided": {"/stages/quota/lines": "which line?"},
      "lists": {"quota": "quota_choices", "open": ["c1", "c2", "c3", "other"], "one": ["c9"],
        "long": {"file": "choices", "list": "late"}},
      "grades": {
        "evaluation": {"order": ["A", "B", "C"], "points": {"A": "5", "B": "4", "C": 0}},
        "sports": {"order": ["P", "F"], "missing": "ineligible"}
      },
      "scores": {
        "exam": {"sum": ["chinese", {"column": "physics", "times": "0.9"},
            {"bonus": ["b1", "b2"], "take": "sum", "cap": "10"}, {"bonus": ["b3"]}],
          "round": {"decimals": 1, "mode": "down"}, "missing": "zero"},
        "total": {"sum": [{"score": "exam", "times": 2}, {"grade": "evaluation", "times": "0.5"}]},
        "whole": {"sum": ["chinese"], "round": {}}
      },
      "rankings": {
        "main": {"by": [{"score": "total"}, {"grade": "evaluation"}, {"column": "math"},
            {"column": "seq", "ascending": true}, {"grade": "sports", "ascending": true},
            {"score": "whole", "ascending": true}], "ties": "lottery"},
        "plain": {"by": [{"score": "exam"}], "ties": "stop"},
        "drawn": {"by": [{"score": "exam"}]}
      },
      "lots": "programme",
      "pools": {
        "quota": {"audience": "middle_school", "quota": true},
        "district": {"audience": "district", "quota": true},
        "spare": {"audience": "everyone", "quota": false},
        "open": {"audience": "everyone", "seats": "rest"}
      },
      "plan": {"minimumShare": "0.7", "splits": [
        {"name": "school", "pool": "quota", "share": "0.75", "round": "up", "weights": "eligible",
          "levels": ["district", "middle_school"], "within": "district", "method": "lottery",
          "minimum": 0, "minimumIf": 1, "maximum": null, "totalMinimum": 1, "tier": "tier",
          "eligibleIf": [{"column": "enrolled", "equals": "yes"}]},
        {"name": "own", "pool": "quota", "share": {"column": "share"}, "of": "base", "round": "halfUp",
          "weights": "heads", "method": "dean", "minimum": 1, "maximum": 9},
        {"name": "given", "pool": "district", "seats": {"column": "seats"}, "method": "hamilton"},
        {"name": "towns", "pool": "district", "restOf": "school", "method": "biproportional"}
      ]},
      "stages": [
        {"name": "first", "list": "open", "pools": ["open"], "ranking": "plain",
          "order": ["scoreBand", "choice", "rank"],
          "scoreBands": {"score": "exam", "edges": ["707", "667"]}, "provisional": true},
        {"name": "quota", "list": "quota", "ranking": "main", "maxChoices": 3,
          "pools": ["quota", {"pool": "district",
            "eligible": [{"grade": "sports", "atMost": "P"}],
            "lines": [{"score": "whole", "atLeast": 3}]}],
          "order": ["choiceBand", "rank", "choice"], "choiceBands": [1, 3],
          "eligible": [
            {"column": "enrolled", "equals": "yes"}, {"grade": "evaluation", "atLeast": "B"},
            {"anyOf": [{"column": "hukou", "in": ["local", 7, ""]},
              {"not": {"column": "transfer", "notEquals": "no"}}]},
            {"allOf": [{"programme": "district", "equals": "D1"},
              {"score": "exam", "atLeast": "100", "atMost": "900"}]},
            {"column": "district", "equals": {"programme": "district"}},
            {"not": {"programme": "town", "in": ["a", "b"]}}],
          "lines": [
            {"score": "exam", "atLeast": "430"},
            {"score": "exam", "atLeast": {"column": "line", "minus": "20"}},
            {"score": "exam", "whenVacant": "waive",
              "atLeast": {"cutoffOf": "first", "pool": "open", "minus": 50}}],
          "unfilled": {"to": "spare"}},
        {"name": "again", "list": "one", "pools": ["spare"], "ranking": "main",
          "order": ["score", "choiceBand", "choice", "rank"], "choiceBands": 2, "unfilled": "keep",
          "lines": [{"score": "exam", "atLeast": {"cutoffOf": "quota", "pool": "quota"}}]},
        {"name": "match", "mechanism": "deferredAcceptance", "list": "open", "ranking": "drawn",
          "pools": [{"pool": "quota", "ranking": {"file": "priorities", "kind": "exam"}},
            {"pool": "district", "ranking": {"column": "ranking_name"}},
            {"pool": "spare", "ranking": "main"}],
          "reserve": {"rule": "openFirst", "vacancies": "hard"}},
        {"name": "trade", "mechanism": "topTradingCycles", "list": "open",
          "pools": [{"pool": "open", "ranking": "main"}]}
      ],
      "waive": {"quotaShare": "a test", "publicPrivate": "a test"}
    }
    """#
}
