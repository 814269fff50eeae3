import Foundation
import TestSupport
import Testing

/// Explanations of random cities: the threshold form says of every student what the engine decided,
/// and every single change that is called enough is enough when it is made.
@Suite struct ExplainPropertyTests {
  @Test(arguments: 0..<20) func everyStudentIsExplained(_ seed: UInt64) throws {
    let (folder, random) = try allocated(seed)
    let result = try Program.run(
      "explain", folder("run"), "--case", folder("case"), "--all", "-o", folder("all.csv"))
    #expect(result.exit == 0, "\(seed): \(result.output)\(result.error)")
    let rows = try Rows(folder.text("all.csv"))
    let run = try RunTables(folder, "run")
    let provisional = random.stages.filter(\.isProvisional).map(\.name)
    for row in run.admissions where row["status"] == "admitted" {
      let admitted = rows.filter {
        $0["student"] == row["student"] && $0["verdict"] == "admitted"
          && !provisional.contains($0["stage"]!)
      }
      let expected = row.key("stage", "programme", "pool", "choice")
      #expect(admitted.map { $0.key("stage", "programme", "pool", "choice") } == [expected])
    }
  }

  @Test(arguments: 100..<110) func everyChangeIsEnough(_ seed: UInt64) throws {
    let (folder, random) = try allocated(seed)
    var generator = SeededGenerator(seed: seed)
    for student in random.students.shuffled(using: &generator).prefix(3) {
      let result = try Program.run(
        "explain", folder("run"), "--case", folder("case"), "--student", student.code, "--rerun",
        "--json")
      let data = Data(result.output.utf8)
      let found = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: Any], "\(seed): \(result.error)")
      for change in try #require(found["changes"] as? [[String: Any]]) {
        let isCertain = try #require(change["certain"] as? Bool)
        guard isCertain, let isConfirmed = change["confirmed"] as? Bool else { continue }
        #expect(isConfirmed, "seed \(seed), student \(student.code): \(change)")
      }
    }
  }

  /// A random case and its run; stops for ties are answered on the way.
  private func allocated(_ seed: UInt64) throws -> (TempFolder, RandomCase) {
    let random = RandomCase(seed: seed)
    let folder = try TempFolder()
    try random.write(to: folder)
    var refusals: Set<[String]> = []
    for _ in 0..<100 {
      let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
      if result.exit == 0 { return (folder, random) }
      try #require(result.exit == 3, "\(seed): \(result.error)")
      try answer(folder, &refusals)
    }
    throw StopsWithoutEnd()
  }

  private struct StopsWithoutEnd: Error {}
}
