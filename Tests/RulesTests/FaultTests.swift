import Diagnostics
import Testing

@testable import Rules

/// Every kind of fault in a rule file: its code, its place, its key path. `‸` marks the place.
@Suite struct FaultTests {
  @Test func keys() {
    expectFault(
      #""language": "zh","#, #"‸"langage": "zh","#, .unknownKey, "/langage", saying: "\"language\"")
    expectFault(
      #""year": 2026,"#, #""year": 2026, ‸"name": "other","#, .doubledKey, "/name",
      saying: "on line 4 and 4")
    expectFault(
      #"{ "audience": "district", "quota": true }"#, #"‸{ "quota": true }"#, .missingKey,
      "/pools/district/audience", saying: "\"audience\"")
    expectFault(
      #""ranking": "composite", "order""#, #""ranking": "composite", ‸"rank": "plain", "order""#,
      .unknownKey, "/stages/quota/rank", saying: "\"ranking\"")
    expectFault(
      #""times":"0.9"}"#, #""times":"0.9",‸"take":"sum"}"#,
      .conflictingKeys, "/scores/exam/sum/3/take", saying: "bonus")
    expectFault(
      #""ranking": "composite", "order""#, #""ranking": "composite", ‸"lots": "one", "order""#,
      .unknownKey, "/stages/quota/lots", saying: "top level")
    // A key that is nearly one of this place is meant for it.
    expectFault(
      #""ranking": "composite", "order""#, #""ranking": "composite", ‸"lists": "quota", "order""#,
      .unknownKey, "/stages/quota/lists", saying: "\"list\"")
  }

  @Test func everyMissingKeyAtOnce() {
    let (rules, problems) = read("{}")
    #expect(rules == nil)
    let keys = ["format", "name", "lists", "rankings", "pools", "stages"]
    #expect(shown(problems) == keys.map { "1:1 E106 /\($0)" })
  }

  @Test func allProblemsInOneRunInTheOrderOfTheFile() {
    let text = """
      {
        "format": 1, "name": 5,
        "lists": { "a": [] },
        "rankings": { "r": { "by": [{"score": "none"}] } },
        "pools": { "p": { "audience": "everyone", "seat": "rest" } },
        "stages": [
          { "name": "one", "list": "b", "pools": ["q"], "ranking": "r", "order": ["rank"] },
        ],
      }
      """
    #expect(
      shown(read(text).problems) == [
        "2:24 E107 /name", "3:19 E107 /lists/a", "4:41 E109 /rankings/r/by/0/score",
        "5:45 E105 /pools/p/seat", "7:30 E109 /stages/one/list",
        "7:45 E109 /stages/one/pools/q", "7:76 E114 /stages/one/order",
      ])
  }

  @Test func format() {
    expectFault(#""format": 1"#, #""format": ‸2"#, .unknownFormat, "/format", saying: "expected 1")
  }

  @Test func values() {
    expectFault(#""year": 2026"#, #""year": ‸"soon""#, .wrongNumber, "/year")
    expectFault(#""year": 2026"#, #""year": ‸2026.5"#, .wrongNumber, "/year")
    expectFault(#""year": 2026"#, #""year": ‸true"#, .wrongValue, "/year", saying: "a number")
    expectFault(
      #""language": "zh""#, #""language": ‸"ch""#, .unknownWord, "/language", saying: "\"zh\"")
    expectFault(#""encoding": "utf-8""#, #""encoding": ‸"utf8""#, .unknownWord, "/encoding")
    expectFault(#""piano": "certificate""#, #""piano": ‸"cert""#, .unknownWord, "/kinds/piano")
    expectFault(
      #""students": "考生.csv""#, #""students": ‸"a/b.csv""#, .wrongValue, "/files/students")
    expectFault(#""students": "考生.csv""#, #"‸"student": "a.csv""#, .unknownKey, "/files/student")
    expectFault(#""basis": ["what"#, #""basis": [‸" ", "what"#, .wrongValue, "/basis/0")
    expectFault(#""cme":  "#, #"‸"":  "#, .wrongValue, "/scores/", ignoring: .unknownName)
    expectFault(#""name": "Sample city 2026""#, #""name": ‸"a\nb""#, .wrongValue, "/name")
  }

  @Test func numbers() {
    expectFault(
      #""atLeast":"430""#, #""atLeast":‸"4.3e2""#, .wrongNumber, "/stages/quota/lines/0/atLeast",
      saying: "without exponent")
    expectFault(
      #""atLeast":"430""#, #""atLeast":‸430.0005"#, .wrongNumber, "/stages/quota/lines/0/atLeast",
      saying: "3 places")
    expectFault(#""decimals":1"#, #""decimals":‸4"#, .wrongNumber, "/scores/exam/round/decimals")
    expectFault(#""cap":"10""#, #""cap":‸"-1""#, .wrongNumber, "/scores/exam/sum/4/cap")
    expectFault(#""maxChoices": 3"#, #""maxChoices": ‸0"#, .wrongNumber, "/stages/quota/maxChoices")
    expectFault(
      #""choiceBands": [1,3,3]"#, #""choiceBands": [1,‸0,3]"#, .wrongNumber,
      "/stages/quota/choiceBands/1")
    for (marks, says) in [("0", "above 0"), ("-5", "above 0"), ("100.0005", "3 places")] {
      expectFault(
        #""format": 1,"#, #""format": 1, "fullMarks": {"math": ‸\#(marks)},"#, .wrongNumber,
        "/fullMarks/math", saying: says)
    }
    expectFault(
      #""minimumShare": "0.75""#, #""minimumShare": ‸"1.01""#, .wrongNumber, "/plan/minimumShare")
    expectFault(#""share":"0.75""#, #""share":‸-0.1"#, .wrongNumber, "/plan/splits/school/share")
    expectFault(
      #""minimum":0, "minimumIf":1, "maximum":null"#, #""minimum":2, "minimumIf":1, "maximum":‸1"#,
      .wrongNumber, "/plan/splits/school/maximum")
  }

  @Test func names() {
    expectFault(
      #"{ "name": "quota", "list": "quota""#, #"{ "name": "quota", "list": ‸"qouta""#, .unknownName,
      "/stages/quota/list", saying: "did you mean \"quota\"")
    // Of a column that nothing reads, full marks would never be looked at.
    expectFault(
      #""format": 1,"#, #""format": 1, "fullMarks": {"math": 120, ‸"chinesse": 150},"#,
      .unknownName, "/fullMarks/chinesse", saying: "did you mean \"chinese\"")
    expectFault(
      #""unfilled": {"to":"open"}"#, #""unfilled": {"to":‸"Open"}"#, .unknownName,
      "/stages/quota/unfilled/to")
    expectFault(
      #""restOf":"school""#, #""restOf":‸"towns""#, .unknownName, "/plan/splits/towns/restOf")
    expectFault(
      #""by": [{"score":"exam"}]"#, #""by": [{"score":‸"math"}]"#, .unknownName,
      "/rankings/plain/by/0/score", saying: "define it under scores, or use column")
    expectFault(
      #""atLeast":"B""#, #""atLeast":‸"E""#, .unknownName, "/stages/quota/eligible/1/atLeast",
      saying: "\"A\", \"B\", \"C\", \"D\"")
    expectFault(
      #""/stages/quota/lines": "which"#, #"‸"/stage/quota/lines": "which"#, .unknownName,
      "/undecided/~1stage~1quota~1lines", saying: "\"stages\"")
    expectFault(
      #""/stages/quota/lines": "which"#, #"‸"stages": "which"#, .wrongValue, "/undecided/stages")
  }

  @Test func doubles() {
    expectFault(
      #"{ "name": "open", "list""#, #"‸{ "name": "quota", "list""#, .doubledName, "/stages/2")
    expectFault(#"{ "name":"towns""#, #"‸{ "name":"school""#, .doubledName, "/plan/splits/1")
    expectFault(#""choice2", "#, #"‸"choice1", "#, .doubledName, "/lists/open/1")
    expectFault(
      #""order": ["choiceBand","rank","choice"]"#,
      #""order": ["choiceBand","rank",‸"rank","choice"]"#, .doubledName, "/stages/quota/order/2")
    expectFault(
      #"["open"], "ranking": "plain" }"#, #"["open", ‸"open"], "ranking": "plain" }"#, .doubledName,
      "/stages/open/pools/1")
    expectFault(
      #"["A","B","C","D"]"#, #"["A","B","C",‸"B","D"]"#, .doubledName,
      "/grades/evaluation/order/3")
  }
}
