import Admission
import Cases
import Columns
import Diagnostics
import Testing

@testable import Runs

@Suite("The summary of a run") struct SummaryTests {
  private func summary(path: String) throws -> RunSummary {
    let read = try SmallCity.read()
    let outcome = try allocate(read.market, workers: Workers(count: 1))
    return RunSummary(read, RunCounts(read, outcome), GoldenTests.facts, path: path)
  }

  @Test func chinese() throws {
    #expect(
      try summary(path: "run").text(.zh) == """
        完成：9 名考生，录取 8 名，未录取 1 名。
        已豁免合规要求 quotaShare：试点

        规则：试验市 "2026"
        批次  待录  合格  名额  录取  超额  空缺
        指标     9     8     6     5     0     1
        统招     4     3     4     3     1     2

        名额类别  计划  转入  转出  录取  超额  空缺
        open         3     1     0     3     1     2
        quota        6     0     1     5     0     0

        指标名额 6 个，占全部学校计划 9 个的 66.66%。
        5 名考生与他人完全同分，按公开种子的抽签号排序。
        采用了 1 行同分裁定（decisions.csv）。
        合规：指标 57%
        警告 W101：模拟批次没有作用（2 处）

        结果在 run
        下一步，公布前核对：cd run && sha256sum -c SHA256SUMS

        """)
  }

  @Test func english() throws {
    #expect(
      try summary(path: "my run").text(.en) == """
        Done: of 9 students 8 are admitted, 1 are not.
        Compliance point quotaShare is waived: 试点

        Rules: 试验市 "2026"
        Stage  Candidates  Eligible  Seats  Admitted  Excess  Vacant
        指标            9         8      6         5       0       1
        统招            4         3      4         3       1       2

        Pool   Planned  Moved in  Moved out  Admitted  Excess  Vacant
        open         3         1          0         3       1       2
        quota        6         0          1         5       0       0

        Quota seats: 6 of 9 over all schools, 66.66%.
        5 students equal others in every key; lots from the published seed order them.
        Rows of decisions.csv that settled ties: 1.
        Compliance: 指标 57%
        Warning W101: a provisional stage without effect (2)

        The run is in my run
        Next, before it is published: cd 'my run' && sha256sum -c SHA256SUMS

        """)
  }

  @Test func jsonHasTheSameFacts() throws {
    let json = try summary(path: "a \"run\"").json()
    #expect(json.hasPrefix("{\n  \"verdict\": \"done\",\n  \"run\": \"a \\\"run\\\"\",\n"))
    #expect(json.contains("\"all\": 9,\n    \"admitted\": 8,\n    \"notAdmitted\": 1"))
    #expect(json.contains("\"stage\": \"统招\""))
    #expect(json.contains("\"waivers\": [\n    {\n      \"point\": \"quotaShare\""))
    #expect(json.hasSuffix("\"next\": \"cd 'a \\\"run\\\"' && sha256sum -c SHA256SUMS\"\n}\n"))
  }

  @Test func everyLineFits() throws {
    for language in Language.allCases {
      for line in try summary(path: "run").text(language).split(separator: "\n") {
        #expect(displayWidth(String(line)) <= 80, "\(line)")
      }
    }
  }

  @Test func pathsAreWordsOfAShell() {
    #expect(shellQuoted("out/run-1") == "out/run-1")
    #expect(shellQuoted("结果") == "结果")
    #expect(shellQuoted("my run") == "'my run'")
    #expect(shellQuoted("it's") == "'it'\\''s'")
    #expect(shellQuoted("-run") == "./-run")
    #expect(shellQuoted("") == "''")
    #expect(shellQuoted("$(x)") == "'$(x)'")
  }
}
