import Foundation
import TestSupport
import Testing
import Verification

/// `"lots": "programme"`: where programmes rank for themselves each draws lots of its own.
@Suite struct OwnLotsTests {
  private static let seed = "drawn in public"
  private static let programmes = ["H1", "H2", "H3"]
  /// Ten students equal in everything, each with a list.
  private static let lists = [
    "H1|H2|H3", "H1|H2", "H2|H1|H3", "H3|H1", "H1|H3|H2", "H2|H3", "H1|H2|H3", "H2|H1", "H3|H2|H1",
    "H1",
  ]

  private static func code(_ student: Int) -> String { "S\(10 + student)" }

  /// Two seats a programme, for everyone, by deferred acceptance or trading cycles.
  private static func city(_ lots: String, _ stage: String) -> TinyCase {
    var tiny = TinyCase.matching(stage)
    tiny["rules.json"] = tiny["rules.json"].replacing(
      "\"plan\": { \"minimumShare\": \"0.75\" }",
      with: "\"plan\": {\"minimumShare\": \"0\"}, \"waive\": "
        + "{\"quotaShare\": \"a test\", \"evaluation\": \"a test\"}, "
        + "\"lots\": \"\(lots)\"")
    tiny["rules.json"] = tiny["rules.json"].replacing(
      "[\"choice1\", \"choice2\", \"choice3\"]", with: "\"list\"")
    tiny["programmes.csv"] = "programme,plan\n" + programmes.map { "\($0),2\n" }.joined()
    tiny.files["quotas.csv"] = nil
    tiny["students.csv"] =
      "student,middle_school,math,art,evaluation,quota_choices,list\n"
      + lists.enumerated().map { "\(code($0)),M1,50,5,A,,\($1)\n" }.joined()
    // Equals of one priority, so that these lots are needed too.
    tiny["priorities.csv"] =
      "programme,student,priority\n"
      + programmes.flatMap { programme in
        lists.indices.map { "\(programme),\(code($0)),\(1 + $0 / 5)\n" }
      }.joined()
    return tiny
  }

  private static let deferred = """
    "mechanism": "deferredAcceptance", "pools": [{"pool": "open", "ranking": "main"}]
    """
  private static let byPriority = """
    "mechanism": "deferredAcceptance",
    "pools": [{"pool": "open", "ranking": {"file": "priorities", "kind": "exam"}}]
    """
  private static let cycles = """
    "mechanism": "topTradingCycles", "pools": [{"pool": "open", "ranking": "main"}]
    """

  /// A number as anybody can compute it.
  private static func lot(_ student: Int, _ programme: String?) -> UInt64 {
    let parts =
      programme.map { ["zhibiao-lottery-programme-v1", seed, $0] } ?? ["zhibiao-lottery-v1", seed]
    let text = (parts + [code(student)]).joined(separator: "\n")
    return UInt64(PlainSHA256.hex(of: Array(text.utf8)).prefix(16), radix: 16)!
  }

  /// Deferred acceptance as everybody knows it: who is refused asks the next.
  private static func expected(isOwn: Bool, _ key: (Int) -> Int) -> [String] {
    var next = lists.map { _ in 0 }
    var held: [String: [Int]] = [:]
    var free = Array(lists.indices)
    while let student = free.popLast() {
      let list = lists[student].split(separator: "|").map(String.init)
      guard next[student] < list.count else { continue }
      let programme = list[next[student]]
      next[student] += 1
      var asking = held[programme, default: []] + [student]
      asking.sort {
        (key($0), lot($0, isOwn ? programme : nil)) < (key($1), lot($1, isOwn ? programme : nil))
      }
      if asking.count > 2 { free.append(asking.removeLast()) }
      held[programme] = asking
    }
    return lists.indices.map { student in
      held.first { $0.value.contains(student) }?.key ?? ""
    }
  }

  private func allocated(_ tiny: TinyCase, _ folder: TempFolder, _ name: String) throws -> [String]
  {
    try tiny.write(to: folder, name)
    let result = try Program.run("allocate", folder(name), "-o", folder(name + "-run"))
    try #require(result.exit == 0, "\(result.error)")
    for command in ["verify", "replay"] {
      let checked = try Program.run(command, folder(name + "-run"), "--case", folder(name))
      #expect(checked.exit == 0, "\(command): \(checked.output)\(checked.error)")
    }
    return try RunTables(folder, name + "-run").admissions.map { $0["programme"]! }
  }

  @Test func deferredAcceptanceByOwnLots() throws {
    let folder = try TempFolder()
    let one = try allocated(Self.city("one", Self.deferred), folder, "one")
    let own = try allocated(Self.city("programme", Self.deferred), folder, "own")
    #expect(one == Self.expected(isOwn: false) { _ in 0 })
    #expect(own == Self.expected(isOwn: true) { _ in 0 })
    #expect(one != own)
    // A run with other lots is refused, and so is one number that is another programme's.
    let crossed = try Program.run("verify", folder("one-run"), "--case", folder("own"))
    #expect(crossed.exit == 1)
    // Every number that an explanation names comes out of the line beside it.
    let said = try Program.run(
      "explain", folder("own-run"), "--case", folder("own"), "--student", "S10", "--lang", "en")
    #expect(said.exit == 0, "\(said.error)")
    let lines = said.output.split(separator: "\n").map { $0.drop { $0 == " " } }
    var found = 0
    for (at, line) in lines.enumerated() {
      guard let programme = Self.programmes.first(where: { line.hasPrefix("\($0): ") }),
        lines[at + 1].hasPrefix("printf")
      else { continue }
      let number = String(Self.lot(0, programme))
      #expect(line == "\(programme): \(number)")
      let computed = try Program.shell(
        lines[(at + 1)...].prefix { $0.hasPrefix("printf") || $0.contains("sha256sum") }
          .joined(separator: " "))
      #expect(computed.output == number + "\n", "\(computed)")
      found += 1
    }
    #expect(found == 3, "\(said.output)")
  }

  @Test func equalPrioritiesDrawTheProgrammesLots() throws {
    let folder = try TempFolder()
    let own = try allocated(Self.city("programme", Self.byPriority), folder, "own")
    #expect(own == Self.expected(isOwn: true) { $0 / 5 })
    let one = try allocated(Self.city("one", Self.byPriority), folder, "one")
    #expect(one == Self.expected(isOwn: false) { $0 / 5 })
  }

  /// Trading cycles too are verified and repeated, and differ by the lots.
  @Test func tradingCyclesByOwnLots() throws {
    let folder = try TempFolder()
    let own = try allocated(Self.city("programme", Self.cycles), folder, "own")
    let one = try allocated(Self.city("one", Self.cycles), folder, "one")
    #expect(own != one)
  }

  @Test func aQueueHasOneLotEach() throws {
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(
      "\"plan\":", with: "\"lots\": \"programme\", \"plan\":")
    try tiny.write(to: folder)
    let refused = try Program.run("check", folder("case"), "--lang", "en")
    #expect(refused.exit == 1 && refused.output.contains("/lots"), "\(refused.output)")
    #expect(refused.output.contains("all stages are queues"), "\(refused.output)")
  }

  /// An experiment compares the two, with the same seeds; a cell of it is an ordinary run.
  @Test func experimentsCompareThem() throws {
    let folder = try TempFolder()
    try Self.city("one", Self.deferred).write(to: folder, "base")
    let text = #"""
      {format: 1, name: "lots", language: "en", base: "base",
        variants: [{name: "one"}, {name: "own", set: {"/lots": "programme"}}],
        replicates: 20, metrics: ["mean_choice", "first_choice_share", "moved_share", "envy_students"]}
      """#
    try folder.write("exp.json", Array(text.utf8))
    let run = try Program.run("simulate", folder("exp.json"), "-o", folder("out"))
    #expect(run.exit == 0, "\(run.error)")
    let rows = try Rows(folder.text("out/results.csv"))
    func values(_ metric: String, _ variant: String) -> [String] {
      rows.filter { $0["metric"] == metric && $0["variant"] == variant }.map { $0["value"]! }
    }
    #expect(values("moved_share", "own").contains { $0 != "0" })
    // By the lots that decided there is no envy, with one lot and with many.
    for variant in ["one", "own"] {
      #expect(values("envy_students", variant) == Array(repeating: "0", count: 20))
    }
    let cell = try Program.run("simulate", folder("exp.json"), "--cell", "25", "-o", folder("cell"))
    #expect(cell.exit == 0, "\(cell.error)")
    let verdict = try Program.run("verify", folder("cell"))
    #expect(verdict.exit == 0, "\(verdict.output)")
    #expect(try folder.text("cell/case/rules.json").contains("\"lots\": \"programme\""))
  }
}
