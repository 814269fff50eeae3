import Cases
import Columns
import Diagnostics
import Foundation
import Planning
import Tables
import TestSupport
import Testing

/// What is written where, and what is not.
@Suite struct WriterTests {
  private func folder(_ more: String = "") throws -> PlanFolder {
    try PlanFolder(
      "{\"name\": \"s\", \"pool\": \"quota\", \"share\": \"0.75\", \"method\": \"hamilton\"}",
      programmes: "programme,plan\np1,10\n",
      schools: "middle_school,eligible,district\n一中,3,x\nB,1,x\n",
      more: more)
  }
  private func write(_ plan: Plan, to path: String, replacing: Bool = false) throws {
    try PlanWriter(plan, version: "1").write(to: path, replacing: replacing)
  }

  @Test func threeFilesAndNothingElse() throws {
    let folder = try folder()
    let plan = try folder.plan()
    try write(plan, to: folder.folder("out"))
    #expect(
      try folder.folder.names("out") == ["plan-summary.json", "plan.csv", "quotas.csv"])
    let quotas = try folder.folder.read("out/quotas.csv")
    let summary = try folder.folder.text("out/plan-summary.json")
    #expect(summary.contains("\"quotas.csv\": \"\(SHA256.digest(of: quotas.span))\""))
    let table = try folder.folder.read("out/plan.csv")
    #expect(summary.contains("\"plan.csv\": \"\(SHA256.digest(of: table.span))\""))
    #expect(!summary.contains(folder.folder.path))
  }

  @Test func quotasAreReplacedOnlyWhenAsked() throws {
    let folder = try folder()
    let plan = try folder.plan()
    try folder.folder.write("case/quotas.csv", Array("by hand".utf8))
    try folder.folder.write("case/plan.csv", Array("older".utf8))
    #expect(throws: FileError.self) { try write(plan, to: folder.folder("case")) }
    #expect(throws: FileError.self) {
      try PlanWriter.check(folder.folder("case"), plan.planCase.rules, replacing: false)
    }
    #expect(try folder.folder.text("case/quotas.csv") == "by hand")
    #expect(try folder.folder.text("case/plan.csv") == "older")
    try write(plan, to: folder.folder("case"), replacing: true)
    #expect(
      try folder.folder.text("case/quotas.csv") == "programme,pool,audience,seats\n"
        + "p1,quota,B,2\np1,quota,一中,6\n")
    #expect(try folder.folder.names("case").allSatisfy { !$0.hasPrefix(".") })
  }

  @Test func linksAndFoldersAreRefused() throws {
    let folder = try folder()
    let plan = try folder.plan()
    try folder.folder.write("elsewhere", Array("mine".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: folder.folder("case/quotas.csv"), withDestinationPath: folder.folder("elsewhere"))
    #expect(throws: FileError.self) {
      try write(plan, to: folder.folder("case"), replacing: true)
    }
    #expect(try folder.folder.text("elsewhere") == "mine")
    #expect(!folder.folder.exists("case/plan.csv"))
    #expect(throws: FileError.self) { try write(plan, to: folder.folder("elsewhere")) }
    #expect(throws: FileError.self) { try write(plan, to: folder.folder("no/such/folder")) }
  }

  @Test func quotasAreReadBackWhateverTheRulesDeclare() throws {
    let folder = try folder("\"encoding\": \"gb18030\", \"files\": {\"quotas\": \"名额.csv\"},")
    // The case's own tables are in the encoding that the rules declare.
    try folder.folder.write(
      "case/middle_schools.csv",
      Array("middle_school,eligible,district\n".utf8) + [0xD2, 0xBB, 0xD6, 0xD0]
        + Array(",3,x\nB,1,x\n".utf8))
    try write(try folder.plan(), to: folder.folder("case"))
    let bytes = try folder.folder.read("case/名额.csv")
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    try folder.folder.write(
      "case/students.csv", Array("student,middle_school,math,evaluation,choice1\ns,B,1,A,p1\n".utf8)
    )
    try folder.folder.write("case/seed.txt", Array("another\n".utf8))
    let reading = readCase(folder.folder("case"))
    let errors = reading.problems.groups.filter { $0.code.isError }.flatMap(\.first)
    #expect(errors.allSatisfy { $0.code.name.hasPrefix("E5") }, "\(errors.map(\.message.en))")
    #expect(reading.counts.seats.first { $0.pool == "quota" }?.seats == 8)
  }
}
