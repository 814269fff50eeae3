/// Rule files for tests.
enum Sample {
  /// The documented example, made whole: it uses nearly every key of a queue rule set.
  static let city = #"""
    // A city with quota, district and open seats.
    {
      "format": 1,
      "name": "Sample city 2026", "year": 2026,
      "basis": ["what document this rule set follows"],
      "language": "zh",
      "files": { "students": "考生.csv" },
      "columns": { "student": "准考证号" },
      "kinds": { "piano": "certificate", "lab": "exam" },
      "encoding": "utf-8",
      "undecided": { "/stages/quota/lines": "which line does the office set?" },

      "lists": { "quota": "quota_choices",  /* codes separated by | */
                 "open":  ["choice1", "choice2", "choice3"] },

      "grades": { "evaluation": { "order": ["A","B","C","D"],
                                  "points": {"A":"50","B":"45","C":"40","D":"0"} } },
      "scores": {
        "total": { "sum": [{"score":"exam"},{"grade":"evaluation"}] },
        "exam":  { "sum": ["chinese","math","english",
                           {"column":"physics","times":"0.9"},
                           {"bonus":["minority","martyr"],"take":"highest","cap":"10"}],
                   "round": {"decimals":1,"mode":"halfUp"} },
        "cme":   { "sum": ["chinese","math","english"] }
      },
      "rankings": {
        "composite": { "by": [{"score":"total"},{"grade":"evaluation"},{"score":"cme"},
                              {"column":"math"},{"column":"seq","ascending":true}],
                       "ties": "lottery" },
        "plain": { "by": [{"score":"exam"}], "ties": "stop" }
      },
      "pools": {
        "quota":    { "audience": "middle_school", "quota": true },
        "district": { "audience": "district", "quota": true },
        "open":     { "audience": "everyone", "seats": "rest" }
      },
      "plan": { "minimumShare": "0.75", "splits": [
        { "name":"school", "pool":"quota", "share":"0.75", "round":"up",
          "weights":"eligible", "levels":["district","middle_school"], "within":"district",
          "method":"lottery", "minimum":0, "minimumIf":1, "maximum":null, "totalMinimum":1,
          "tier":"tier", "eligibleIf":[ {"column":"enrolled_3y","equals":"yes"} ] },
        { "name":"towns", "pool":"district", "restOf":"school", "method":"hamilton" } ] },
      "stages": [
        { "name": "first-open", "list": "open", "pools": ["open"], "ranking": "plain",
          "order": ["scoreBand","choice","rank"],
          "scoreBands": {"score":"exam","edges":["707","667","627"]}, "provisional": true },
        { "name": "quota", "list": "quota", "pools": ["quota", {"pool":"district","lines":[]}],
          "ranking": "composite", "order": ["choiceBand","rank","choice"], "choiceBands": [1,3,3],
          "eligible": [ {"column":"enrolled_3y","equals":"yes"}, {"grade":"evaluation","atLeast":"B"},
            {"anyOf":[ {"column":"hukou","in":["local",7]}, {"not":{"column":"transfer","equals":"no"}} ]},
            {"programme":"district","equals":"D1"},
            {"column":"district","equals":{"programme":"district"}} ],
          "lines": [ {"score":"exam","atLeast":"430"},
                     {"score":"exam","atLeast":{"column":"line","minus":"20"}},
                     {"score":"exam","whenVacant":"waive",
                      "atLeast":{"cutoffOf":"first-open","pool":"open","minus":50}} ],
          "maxChoices": 3,
          "unfilled": {"to":"open"}, },
        { "name": "open", "list": "open", "pools": ["open"], "ranking": "plain" }
      ],
      "waive": { "publicPrivate": "a city of public schools" },
    }
    """#

  /// The least rule set there is.
  static let least = """
    {format:1,name:'least',lists:{a:['c']},rankings:{r:{by:[{column:'s'}]}},
     pools:{open:{audience:'everyone',seats:'rest'}},
     stages:[{name:'s',list:'a',pools:['open'],ranking:'r'}]}
    """
}
