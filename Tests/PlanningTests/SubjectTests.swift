import Planning
import TestSupport
import Testing

/// Who takes part in a split, with what weight.
@Suite struct SubjectTests {
  @Test func eligibleStudentsAreCountedWhereNobodyHas() throws {
    let folder = try PlanFolder(
      """
      {"name": "s", "pool": "quota", "share": "0.5", "method": "hamilton", "eligibleIf": [
        {"column": "enrolled", "equals": "yes"}, {"grade": "evaluation", "atLeast": "A"},
        {"anyOf": [{"score": "exam", "atLeast": "60"}, {"column": "kind", "in": ["rural"]}]}]}
      """,
      programmes: "programme,plan\np1,8\n",
      schools: "middle_school,kind\nA,rural\nB,town\nC,town\n",
      files: [
        "students.csv": """
        student,middle_school,enrolled,evaluation,math
        s1,A,yes,A,10
        s2,A,yes,A,90
        s3,A,no,A,90
        s4,A,yes,B,90
        s5,B,yes,A,60
        s6,B,yes,A,59.999
        s7,,yes,A,90
        s8,A,yes,A,60

        """
      ])
    let plan = try folder.plan()
    #expect(plan.splits[0].subject.heads == [3, 1, 0])
    #expect(plan.splits[0].seats == [3, 1, 0])
  }

  @Test func exclusionsReachEveryLevel() throws {
    let folder = try PlanFolder(
      """
      {"name": "d", "pool": "district", "share": "0.2", "method": "webster"},
      {"name": "s", "pool": "quota", "share": "0.5", "method": "webster",
       "levels": ["district", "middle_school"]}
      """,
      programmes: "programme,plan\np1,20\np2,20\n",
      schools: "middle_school,eligible,district\nA,30,x\nB,10,x\nC,40,y\nD,20,z\n",
      files: ["exclusions.csv": "programme,audience\np1,A\np2,y\n"])
    let plan = try folder.plan()
    // p1 without A: x weighs 10; p2 without y.
    #expect(plan.splits[0].subject.heads == [10, 40, 20, 40, 20])
    #expect(plan.splits[0].subject.audiences == ["x", "y", "z"])
    #expect(plan.seats(1, "p1", "A") == nil && plan.seats(1, "p2", "C") == nil)
    #expect(plan.seats(1, "p2", "A") == 5)
  }

  @Test func weightsAreExactDecimals() throws {
    let folder = try PlanFolder(
      "{\"name\": \"s\", \"pool\": \"quota\", \"share\": \"1\", \"method\": \"hamilton\"}",
      programmes: "programme,plan\np1,4\n",
      schools: "middle_school,eligible,weight\nA,3,1.25\nB,5,\nC,2,0.5\n")
    let plan = try folder.plan()
    #expect(plan.splits[0].subject.weightPlaces == 2)
    #expect(plan.splits[0].subject.matrix.weights == [375, 500, 100])
    #expect(rows(plan.files()["plan.csv"]!).map { $0["weight"]! } == ["3.75", "5", "1"])
  }

  @Test func anotherColumnCanWeigh() throws {
    let folder = try PlanFolder(
      """
      {"name": "s", "pool": "quota", "share": "1", "method": "hamilton", "weights": "graduates",
       "minimum": 1, "minimumIf": 9}
      """,
      programmes: "programme,plan\np1,6\n",
      schools: "middle_school,graduates\nA,90\nB,9\nC,8\n")
    #expect(try folder.plan().splits[0].seats == [5, 1, 0])
  }

  @Test func restOfLeavesWhatAnotherTook() throws {
    let folder = try PlanFolder(
      """
      {"name": "d", "pool": "district", "share": "0.3", "round": "down", "method": "hamilton"},
      {"name": "s", "pool": "quota", "restOf": "d", "method": "hamilton"}
      """,
      programmes: "programme,plan\np1,11\n", schools: "middle_school,eligible,district\nA,3,x\n")
    let plan = try folder.plan()
    #expect(plan.splits.map(\.subject.seatsTotal) == [3, 8])
  }

  @Test func totalMinimumIsKept() throws {
    for method in ["lottery", "leastDeviation", "biproportional"] {
      let folder = try PlanFolder(
        """
        {"name": "s", "pool": "quota", "share": "0.5", "method": "\(method)", "totalMinimum": 2}
        """,
        programmes: "programme,plan\n" + (1...6).map { "p\($0),20\n" }.joined(),
        schools: "middle_school,eligible\nA,900\nB,3\nC,80\nD,0\n")
      let plan = try folder.plan()
      let audiences = PlanWriter(plan, version: "").totals.audiences
      #expect(audiences.first { $0.name == "B" }!.seats >= 2, "\(method)")
      #expect(audiences.first { $0.name == "D" }!.seats == 0, "\(method)")
      #expect(audiences.reduce(0) { $0 + $1.seats } == 60, "\(method)")
    }
  }

  @Test func drawsRunOnOverTheSplits() throws {
    let folder = try PlanFolder(
      """
      {"name": "a", "pool": "quota", "share": "0.3"},
      {"name": "b", "pool": "quota", "share": "0.3"}
      """,
      programmes: "programme,plan\np1,31\np2,57\np3,43\n",
      schools: "middle_school,eligible\nA,17\nB,13\nC,11\nD,29\n")
    let plan = try folder.plan()
    guard case .lottery(let first, let count) = plan.splits[0].proof,
      case .lottery(let next, let more) = plan.splits[1].proof
    else {
      Issue.record("no lottery")
      return
    }
    #expect(first == 0 && count > 0 && next == count && more > 0)
    // One pool: the two splits' seats are added up.
    let seats = rows(plan.files()["quotas.csv"]!).reduce(0) { $0 + Int($1["seats"]!)! }
    #expect(seats == plan.splits[0].subject.seatsTotal + plan.splits[1].subject.seatsTotal)
  }
}
