import TestSupport

extension Broken {
  /// Cases in which `rules.json` is wrong.
  static let rules: [Broken] = [
    Broken(
      "rules unknown key", [.edit(.rules, "\"ties\"", "\"tie\"")],
      ["E105 rules.json:9:75"], says: "did you mean \"ties\""),
    Broken(
      "rules unknown stage key", [.edit(.rules, "\"maxChoices\"", "\"maxchoices\"")],
      ["E105 rules.json:18:7"], says: "did you mean \"maxChoices\""),
    Broken(
      "rules doubled key", [.edit(.rules, "\"year\": 2026", "\"year\": 2026, \"year\": 2026")],
      ["E104 rules.json:2:46"], says: "on line 2"),
    Broken(
      "rules undecided",
      [
        .edit(
          .rules, "\"year\": 2026,",
          "\"year\": 2026, \"undecided\": {\"/stages/quota/lines\": \"which line?\"},")
      ],
      ["E124 rules.json:2:60"]),
    Broken(
      "rules cutoff later",
      [
        .edit(
          .rules, "\"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]",
          "\"lines\": [{\"score\": \"exam\", \"atLeast\": {\"cutoffOf\":\"open\",\"pool\":\"open\"}}]"
        )
      ],
      ["E115 rules.json:17:79"]),
    Broken(
      "rules cutoff self",
      [
        .edit(
          .rules, "\"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]",
          "\"lines\": [{\"score\": \"exam\", \"atLeast\": {\"cutoffOf\":\"quota\",\"pool\":\"quota\"}}]"
        )
      ],
      ["E115 rules.json:17:79"]),
    Broken(
      "rules cutoff not offered",
      [.edit(.rules, "{\"column\": \"line\"}", "{\"cutoffOf\":\"quota\",\"pool\":\"open\"}")],
      ["E115 rules.json:20:94"]),
    Broken(
      "rules unknown pool", [.edit(.rules, "\"pools\": [\"quota\"]", "\"pools\": [\"qouta\"]")],
      ["E109 rules.json:16:51"], says: "did you mean \"quota\""),
    Broken(
      "rules unknown list", [.edit(.rules, "\"list\": \"quota\"", "\"list\": \"qouta\"")],
      ["E109 rules.json:16:32"], says: "did you mean \"quota\""),
    Broken(
      "rules unknown ranking", [.edit(.rules, "\"ranking\": \"main\"", "\"ranking\": \"mian\"")],
      ["E109 rules.json:16:72"], says: "did you mean \"main\""),
    Broken(
      "rules unknown score",
      [.edit(.rules, "{\"score\": \"total\"}, {\"column\"", "{\"score\": \"totl\"}, {\"column\"")],
      ["E109 rules.json:9:44"], says: "did you mean \"total\""),
    Broken(
      "rules line in a scale that no score has",
      [
        .edit(
          .rules, "{\"score\": \"exam\", \"atLeast\": \"50\"}",
          "{\"score\": \"exma\", \"atLeast\": \"50\"}")
      ],
      ["E109 rules.json:17:48"], says: "/stages/quota/lines/0/score"),
    Broken(
      "rules two stages of one name",
      [.edit(.rules, "{ \"name\": \"open\"", "{ \"name\": \"quota\"")],
      ["E110 rules.json:19:5"], says: "another stage is named \"quota\""),
    Broken(
      "rules unfilled to unknown pool",
      [.edit(.rules, "{\"to\": \"open\"}", "{\"to\": \"opne\"}")], ["E109 rules.json:18:43"],
      says: "/stages/quota/unfilled/to"),
    Broken(
      "rules cutoff of unknown stage",
      [.edit(.rules, "{\"column\": \"line\"}", "{\"cutoffOf\":\"qouta\",\"pool\":\"quota\"}")],
      ["E109 rules.json:20:79"], says: "/stages/open/lines/0/atLeast/cutoffOf"),
    Broken(
      "rules line column", [.edit(.rules, "{\"column\": \"line\"}", "{\"column\": \"lien\"}")],
      ["E207 programmes.csv:1"], says: "/stages/open/lines/0 asks for it (rules.json:20:"),
    Broken(
      "rules ranking column",
      [.edit(.rules, "{\"column\": \"math\"}", "{\"column\": \"maths\"}")], ["E207 students.csv:1"],
      says: "/rankings/main/by/1 asks for it (rules.json:9:54)"),
    Broken(
      "rules clause of nothing",
      [
        .edit(
          .rules, "\"basis\": [\"none\"]",
          "\"basis\": [{\"document\": \"a law\", \"clauses\": {\"/stages/quota/line\": \"3\"}}]")
      ],
      ["E130 rules.json:2:90"], says: "did you mean \"/stages/quota/lines\""),
    Broken(
      "rules no column for audience",
      [.edit(.rules, "\"audience\": \"middle_school\"", "\"audience\": \"county\"")],
      ["E207 rules.json:11:16"]),
    Broken(
      "rules no column for the third condition",
      [
        .edit(
          .rules, "\"maxChoices\": 2",
          """
          "maxChoices": 2, "eligible": [{"grade": "evaluation", "atLeast": "B"},
            {"column": "art", "notEquals": "x"},
            {"anyOf": [{"column": "art", "equals": "x"}, {"column": "arts", "equals": "x"}]}]
          """)
      ],
      ["E207 rules.json:20:48"], says: "/stages/quota/eligible/2/anyOf/1"),
    Broken(
      "rules ttc",
      [
        .edit(
          .rules, "\"name\": \"open\", \"list\"",
          "\"name\": \"open\", \"mechanism\":\"topTradingCycles\", \"list\"")
      ],
      ["E120 rules.json:20:7"]),
    Broken(
      "rules huge minus",
      [
        .edit(
          .rules, "{\"column\": \"line\"}",
          "{\"column\": \"line\", \"minus\": \"99999999999999999\"}")
      ],
      ["E108 rules.json:20:95"]),
    Broken(
      "rules huge line 18",
      [.edit(.rules, "\"atLeast\": \"50\"", "\"atLeast\": \"999999999999999999\"")],
      ["E108 rules.json:17:67"]),
    Broken(
      "rules fine line", [.edit(.rules, "\"atLeast\": \"50\"", "\"atLeast\": \"50.0001\"")],
      ["E108 rules.json:17:67"]),
    Broken(
      "rules huge band",
      [
        .edit(
          .rules,
          "\"order\": \"parallel\", \"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]",
          "\"order\": [\"choiceBand\",\"rank\",\"choice\"], \"choiceBands\": 9223372036854775807")
      ],
      ["E108 rules.json:17:63"]),
    Broken(
      "rules huge bands",
      [
        .edit(
          .rules,
          "\"order\": \"parallel\", \"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]",
          "\"order\": [\"choiceBand\",\"rank\",\"choice\"], \"choiceBands\": [1,999999999999999999,999999999999999999]"
        )
      ],
      ["E108 rules.json:17:66", "E108 rules.json:17:85"]),
    Broken(
      "rules zero band",
      [
        .edit(
          .rules,
          "\"order\": \"parallel\", \"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]",
          "\"order\": [\"choiceBand\",\"rank\",\"choice\"], \"choiceBands\": 0")
      ],
      ["E108 rules.json:17:63"]),
    Broken(
      "rules maxChoices 0", [.edit(.rules, "\"maxChoices\": 2", "\"maxChoices\": 0")],
      ["E108 rules.json:18:21"]),
    Broken(
      "rules cycle",
      [.edit(.rules, "\"sum\": [\"math\", \"art\"]", "\"sum\": [\"math\", {\"score\":\"total\"}]")],
      ["E113 rules.json:6:13"]),
    Broken(
      "rules forbidden",
      [.edit(.rules, "\"sum\": [\"math\", \"art\"]", "\"sum\": [\"math\", \"art\", \"竞赛\"]")],
      ["E502 rules.json:6:38", "E503 rules.json:6:38", "E207 students.csv:1"]),
    Broken(
      "rules forbidden ranking",
      [.edit(.rules, "{\"column\": \"math\"}", "{\"column\": \"interview_points\"}")],
      ["E502 rules.json:9:54", "E207 students.csv:1"]),
    Broken(
      "rules no evaluation",
      [
        .edit(
          .rules, "\"sum\": [{\"score\": \"exam\"}, {\"grade\": \"evaluation\"}]",
          "\"sum\": [{\"score\": \"exam\"}]")
      ],
      ["E503 rules.json:15:3"]),
    Broken(
      "rules low share", [.edit(.rules, "\"minimumShare\": \"0.75\"", "\"minimumShare\": \"0.5\"")],
      ["E119 rules.json:14:29"]),
    Broken(
      "rules not json", [.edit(.rules, "\"year\": 2026,", "\"year\" 2026,")],
      ["E101 rules.json:2:39"]),
    Broken(
      "rules trailing", [.append(.rules, "}\n")],
      ["E101 rules.json:23:1"]),
    Broken(
      "rules bad utf8", [.bytes(.rules, "Tiny", [0x54, 0xFF])],
      ["E102 rules.json:2:26"], says: "byte 27"),
    Broken(
      "rules fullwidth comma", [.edit(.rules, "2026, \"basis\"", "2026， \"basis\"")],
      ["E101 rules.json:2:44"]),
    Broken(
      "rules format 2", [.edit(.rules, "\"format\": 1", "\"format\": 2")],
      ["E123 rules.json:2:13"]),
    Broken(
      "rules files path",
      [.edit(.rules, "\"year\"", "\"files\":{\"students\":\"../x.csv\"},\"year\"")],
      ["E107 rules.json:2:52"]),
    Broken(
      "rules unfilled to same",
      [.edit(.rules, "\"unfilled\": {\"to\": \"open\"}", "\"unfilled\": {\"to\": \"quota\"}")],
      ["E116 rules.json:18:43"]),
    Broken(
      "rules deep",
      [.edit(.rules, "\"year\": 2026", "\"year\": " + String(repeating: "[", count: 100_000))],
      ["E103 rules.json:2:103"]),
    Broken(
      "rules many stages", [.edit(.rules, "\"stages\": [", "\"stages\": [" + manyStages)],
      ["E308 rules.json:15:3"]),
    Broken(
      "rules many pools",
      [.edit(.rules, "\"open\": { \"audience\"", manyPools + "\"open\": { \"audience\"")],
      ["E308 rules.json:10:3"]),
    Broken(
      "rules no stages", [.cut(.rules, from: "\"stages\"", "}")],
      ["E106 rules.json:1:1"]),
    Broken(
      "rules list column twice",
      [
        .edit(
          .rules, "[\"choice1\", \"choice2\", \"choice3\"]",
          "[\"choice1\", \"choice2\", \"choice1\"]")
      ],
      ["E110 rules.json:3:71"]),
    Broken(
      "rules empty list", [.edit(.rules, "[\"choice1\", \"choice2\", \"choice3\"]", "[]")],
      ["E107 rules.json:3:48"]),
    Broken(
      "rules eligible col",
      [
        .edit(
          .rules, "\"maxChoices\": 2",
          "\"eligible\":[{\"column\":\"hukou\",\"equals\":\"local\"}],\"maxChoices\": 2")
      ],
      ["E207 rules.json:18:19"]),
    Broken(
      "rules eligible programme col",
      [
        .edit(
          .rules, "\"maxChoices\": 2",
          "\"eligible\":[{\"programme\":\"scope\",\"equals\":\"local\"}],\"maxChoices\": 2")
      ],
      ["E207 programmes.csv:1"]),
    Broken(
      "rules scoreband grade",
      [
        .edit(
          .rules,
          "\"order\": \"parallel\", \"lines\": [{\"score\": \"exam\", \"atLeast\": \"50\"}]",
          "\"order\": [\"scoreBand\",\"rank\",\"choice\"], \"scoreBands\": {\"score\":\"exam\",\"edges\":[\"50\",\"60\"]}"
        )
      ],
      ["E114 rules.json:17:91"]),
  ]
}
