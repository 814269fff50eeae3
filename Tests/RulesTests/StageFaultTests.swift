import Diagnostics
import Testing

@testable import Rules

/// Faults in what scores, pools, stages and splits say together.
@Suite struct StageFaultTests {
  @Test func scores() {
    expectFault(
      #""cme":   { "sum": ["#, #""cme":   ‸{ "sum": [{"score":"cme"},"#, .scoreCycle, "/scores/cme",
      saying: "\"cme\" → \"cme\"")
    expectFault(
      #""exam":  { "sum": ["chinese""#, #""exam":  { "sum": [{"score":"total"},"chinese""#,
      .scoreCycle, "/scores/total", saying: "\"total\" → \"exam\" → \"total\"",
      also: (#""total": {"#, #""total": ‸{"#))
    expectFault(
      #"["chinese","math","english"] }"#, #"["chinese","math",‸"math","english"] }"#, .countedTwice,
      "/scores/cme/sum/2")
    expectFault(
      #"{"column":"physics","times":"0.9"}"#, #"‸{"times":"0.9"}"#, .missingKey,
      "/scores/exam/sum/3")
  }

  @Test func grades() {
    expectFault(
      #""C":"40","D":"0"}"#, #""C":"40","D":"0","E":‸"1"}"#, .wrongGrades,
      "/grades/evaluation/points/E")
    expectFault(
      #"{"A":"50","B":"45","C":"40","D":"0"}"#, #"‸{"A":"50","B":"45","C":"40"}"#, .wrongGrades,
      "/grades/evaluation/points", saying: "\"D\"")
    expectFault(
      #"{"score":"exam"},{"grade":"evaluation"}] },"#,
      #"{"score":"exam"},{"grade":‸"sports"}] },"#, .wrongGrades, "/scores/total/sum/1/grade",
      saying: "no points",
      also: (#""grades": {"#, #""grades": { "sports": {"order": ["A"]},"#))
  }

  @Test func pools() {
    expectFault(
      #""audience": "everyone", "seats": "rest" }"#,
      #""audience": "everyone", "seats": "rest" }, "x": { "audience": "everyone", "seats": ‸"rest" }"#,
      .wrongPools, "/pools/x/seats", saying: "\"open\" has the rest")
    expectFault(
      #""audience": "everyone", "seats": "rest""#,
      #""audience": "everyone", "quota": true, "seats": ‸"rest""#, .wrongPools, "/pools/open/seats")
    expectFault(
      #""seats": "rest""#, #""seats": ‸"all""#, .unknownWord, "/pools/open/seats")
  }

  @Test func orders() {
    let order = #""order": ["choiceBand","rank","choice"], "choiceBands": [1,3,3]"#
    expectFault(
      order, #""order": ‸["choiceBand","rank"], "choiceBands": 2"#, .wrongOrder,
      "/stages/quota/order", saying: "lacks \"choice\"")
    expectFault(
      order, #""order": ‸["choiceBand","rank","choice"]"#, .wrongOrder, "/stages/quota/order",
      saying: "\"choiceBands\"")
    expectFault(
      order, #""order": "parallel", ‸"choiceBands": 2"#, .wrongOrder, "/stages/quota/choiceBands")
    expectFault(order, #"‸"choiceBands": 2"#, .wrongOrder, "/stages/quota/choiceBands")
    expectFault(
      order, #""order": ‸"paralel""#, .unknownWord, "/stages/quota/order", saying: "\"parallel\"")
    expectFault(
      #"["707","667","627"]"#, #"["707",‸"707","627"]"#, .wrongOrder,
      "/stages/first-open/scoreBands/edges/1")
    let edges = (0...ScoreBands.edgesMax).map { "\($0)" }.reversed().joined(separator: ",")
    expectFault(
      #"["707","667","627"]"#, "‸[\(edges)]", .rulesLimit, "/stages/first-open/scoreBands/edges",
      saying: "there are 65536, the limit is 65535")
  }

  @Test func cutoffs() {
    let cutoff = #""cutoffOf":"first-open","pool":"open""#
    let path = "/stages/quota/lines/2/atLeast"
    expectFault(
      cutoff, #""cutoffOf":‸"open","pool":"open""#, .wrongCutoff, path + "/cutoffOf",
      saying: "comes later", ignoring: .idleProvisional)
    expectFault(
      cutoff, #""cutoffOf":‸"quota","pool":"open""#, .wrongCutoff, path + "/cutoffOf",
      saying: "its own", ignoring: .idleProvisional)
    expectFault(
      cutoff, #""cutoffOf":"first-open","pool":‸"quota""#, .wrongCutoff, path + "/pool",
      saying: "does not offer")
    expectFault(
      #""atLeast":{"column":"line","minus":"20"}"#,
      #""atLeast":{"column":"line","minus":"20"}, ‸"whenVacant":"waive""#, .conflictingKeys,
      "/stages/quota/lines/1/whenVacant")
    expectFault(
      #"{"column":"line","minus":"20"}"#, #"‸{"minus":"20"}"#, .missingKey,
      "/stages/quota/lines/1/atLeast")
  }

  @Test func provisionalStages() {
    expectFault(
      #"{ "name": "open", "list": "open", "pools": ["open"],"#,
      #"‸{ "name": "open", "list": "open", "provisional": true, "pools": ["open"],"#,
      .idleProvisional, "/stages/open")
    expectFault(
      #""provisional": true }"#, #""provisional": true, "unfilled": ‸{"to":"open"} }"#,
      .wrongUnfilled, "/stages/first-open/unfilled",
      also: (
        #""pools": ["open"], "ranking": "plain","#,
        #""pools": ["quota", "open"], "ranking": "plain","#
      ))
  }

  @Test func unfilled() {
    expectFault(
      #""unfilled": {"to":"open"}"#, #""unfilled": {"to":‸"quota"}"#, .wrongUnfilled,
      "/stages/quota/unfilled/to", saying: "cannot move")
    expectFault(
      #""ranking": "plain" }"#, #""ranking": "plain", "unfilled": {"to": ‸"open"} }"#,
      .wrongUnfilled, "/stages/open/unfilled/to", saying: "alone")
    expectFault(
      #""unfilled": {"to":"open"}"#, #""unfilled": ‸"drop""#, .unknownWord,
      "/stages/quota/unfilled")
  }

  @Test func conditions() {
    let condition = #"{"column":"district","equals":{"programme":"district"}}"#
    let path = "/stages/quota/eligible/4"
    expectFault(
      condition, #"{"column":"height",‸"atLeast":"150"}"#,
      .columnCompared, path + "/atLeast", saying: "define a score")
    expectFault(condition, #"‸{"column":"height"}"#, .missingKey, path, saying: "\"equals\"")
    expectFault(condition, #"‸{"equals":"x"}"#, .missingKey, path, saying: "exactly one of")
    expectFault(
      condition, #"‸{"column":"a","programme":"b","equals":"x"}"#, .conflictingKeys, path)
    expectFault(condition, #"{"anyOf":‸[]}"#, .wrongValue, path + "/anyOf")
    expectFault(condition, #"{"column":"a","in":‸[]}"#, .wrongValue, path + "/in")
    expectFault(condition, #"{"column":"a","in":[‸true]}"#, .wrongValue, path + "/in/0")
    expectFault(
      condition, #"{"score":"exam",‸"equals":"x","atLeast":1}"#, .conflictingKeys, path + "/equals")
    expectFault(
      condition, #"‸{"grade":"evaluation","atLeast":"A","atMost":"B"}"#, .conflictingKeys, path)
    expectFault(condition, #"‸{"score":"exam","atLeast":2,"atMost":1}"#, .conflictingKeys, path)
    expectFault(
      condition, #"{"column":"a","equals":{‸"column":"b","programme":"b"}}"#, .unknownKey,
      path + "/equals/column")
  }

  @Test func waivers() {
    expectFault(
      #""a city of public schools""#, #"‸" ""#, .wrongWaiver, "/waive/publicPrivate")
    expectFault(
      #""minimumShare": "0.75""#, #""minimumShare": ‸0.7"#, .wrongWaiver, "/plan/minimumShare",
      saying: "quotaShare")
    expectFault(
      #""publicPrivate": "a"#, #"‸"publicprivate": "a"#, .unknownKey, "/waive/publicprivate")
  }

  @Test func splits() {
    expectFault(
      #""levels":["district","middle_school"]"#, #""levels":‸["middle_school","district"]"#,
      .wrongSplit, "/plan/splits/school/levels")
    expectFault(
      #""pool":"district", "restOf""#, #""pool":‸"open", "restOf""#, .wrongSplit,
      "/plan/splits/towns/pool")
    expectFault(
      #""share":"0.75", "round":"up""#, #""seats":{"column":"q"}, ‸"round":"up""#, .conflictingKeys,
      "/plan/splits/school/round")
    expectFault(
      #""share":"0.75", "round":"up""#, #""seats":{"column":"q"}, ‸"of":"plan2""#, .conflictingKeys,
      "/plan/splits/school/of")
    expectFault(
      #"{ "name":"school", "pool""#, #"‸{ "name":"school", "restOf":"x", "pool""#, .conflictingKeys,
      "/plan/splits/school")
    expectFault(
      #""eligibleIf":[ {"column":"enrolled_3y","equals":"yes"} ]"#,
      #""eligibleIf":‸[ {"programme":"district","equals":"yes"} ]"#, .wrongSplit,
      "/plan/splits/school/eligibleIf")
  }

  @Test func matching() {
    let stage = #"{ "name": "open", "list": "open", "pools": ["open"], "ranking": "plain" }"#
    func da(_ rest: String) -> String {
      #"{ "name": "da", "mechanism": "deferredAcceptance", "list": "open", "# + rest + " }"
    }
    expectFault(
      stage, da(#""pools": ‸["open"], "ranking": "plain""#), .wrongMechanism, "/stages/da/pools",
      saying: "only lottery")
    expectFault(stage, da(#""pools": [‸"open"]"#), .missingKey, "/stages/da/pools")
    expectFault(
      stage, da(#""pools": ‸["quota"], "ranking": "composite""#), .wrongPools, "/stages/da/pools")
    expectFault(
      stage, "‸" + da(#""pools": ["quota", "open"], "ranking": "composite""#), .missingKey,
      "/stages/da/reserve")
    expectFault(
      stage, da(#""pools": ["open"], "ranking": "composite", ‸"order": "parallel""#),
      .wrongMechanism, "/stages/da/order")
    expectFault(
      stage,
      #"{ "name": "q", "list": "open", "pools": [{"pool":"open",‸"ranking":"plain"}], "#
        + #""ranking": "plain" }"#, .wrongMechanism, "/stages/q/pools/open/ranking")
    expectFault(
      stage,
      da(
        #""pools": ["open"], "ranking": "composite", "#
          + #""reserve": {"rule": "backwardTransfer", "vacancies": ‸"hard"}"#),
      .conflictingKeys, "/stages/da/reserve/vacancies")
  }
}
