import Foundation
import TestSupport

/// A command that writes, in a folder that already has what it will replace or has nothing; and
/// what of it counts as its result.
struct Disaster: Sendable, CustomStringConvertible {
  let description: String
  /// What stands there before.
  let prepare: @Sendable (TempFolder) throws -> Void
  /// The command; `@x` is the path `x` in the folder.
  let words: [String]
  /// The exit code when nothing goes wrong.
  var exit: Int32 = 0
  /// The outputs, in the order in which they get their names: all of one is old or new; after one
  /// that is old, none is new.
  let outputs: [String]
  /// What a process that was ended may leave for the next one to go on from.
  var kept: [String] = []
  /// A command that uses several outputs together, and refuses where they are not of one piece.
  var reader: [String] = []

  static let allocate = Disaster(
    description: "allocate", prepare: { try TinyCase().write(to: $0) },
    words: ["allocate", "@case", "-o", "@run"], outputs: ["run"])

  static let replace = Disaster(
    description: "allocate --replace --bundle", prepare: { try anOldRun($0) },
    words: ["allocate", "@case", "-o", "@run", "--replace", "--bundle"], outputs: ["run"])

  static let ties = Disaster(
    description: "a stop for ties",
    prepare: { folder in
      var tiny = TinyCase()
      tiny.replace("students.csv", "S03,M1,80,7,B,H2|H1", Array("S03,M1,80,7,A,H1|H2".utf8))
      tiny.replace("rules.json", "\"lottery\"", Array("\"stop\"".utf8))
      tiny.replace("programmes.csv", "East High", Array("Old High".utf8))
      try tiny.write(to: folder)
      _ = try Program.run("allocate", folder("case"), "-o", folder("run"))
      tiny.replace("students.csv", "S03,M1,80,7,A", Array("S03,M1,80,7.0,A".utf8))
      tiny["students.csv"] += "S09,M1,80,7,A,H1,,,\n"
      try tiny.write(to: folder)
    }, words: ["allocate", "@case", "-o", "@run"], exit: 3, outputs: ["run.ties", "run"])

  static let plan = Disaster(
    description: "plan --replace",
    prepare: { folder in
      let city = try sampleCity()
      try FileManager.default.copyItem(atPath: city, toPath: folder("case"))
      let rules = try folder.text("case/rules.json")
      let other = rules.replacing("\"hamilton\"", with: "\"webster\"")
      try folder.write("case/rules.json", Array(other.utf8))
      let old = try Program.run("plan", folder("case"), "-o", folder("case"), "--replace")
      precondition(old.exit == 0, old.error)
      try folder.write("case/rules.json", Array(rules.utf8))
    }, words: ["plan", "@case", "-o", "@case", "--replace"],
    outputs: ["case/plan.csv", "case/plan-summary.json", "case/quotas.csv"],
    kept: ["case/quotas.csv.unfinished"], reader: ["check", "@case", "--lang", "en"])

  /// The first plan of a case that has students already.
  static let firstPlan = Disaster(
    description: "plan",
    prepare: { folder in
      try FileManager.default.copyItem(atPath: try sampleCity(), toPath: folder("case"))
      try FileManager.default.removeItem(atPath: folder("case/quotas.csv"))
    }, words: ["plan", "@case", "-o", "@case"], outputs: plan.outputs, kept: plan.kept,
    reader: plan.reader)

  static let publish = Disaster(
    description: "publish --replace",
    prepare: { folder in
      try TinyCase().write(to: folder)
      let run = try Program.run("allocate", folder("case"), "-o", folder("run"))
      precondition(run.exit == 0, run.error)
      try folder.write("list.xlsx", Array("old".utf8))
    }, words: ["publish", "@run", "-o", "@list.xlsx", "--replace", "--case", "@case"],
    outputs: ["list.xlsx"])

  static let sample = Disaster(
    description: "sample",
    prepare: { folder in
      try TinyCase().write(to: folder)
      let run = try Program.run("allocate", folder("case"), "-o", folder("run"))
      precondition(run.exit == 0, run.error)
    },
    words: [
      "sample", "@run", "--case", "@case", "-o", "@sample.csv", "--seed", "s", "--students", "4",
    ],
    outputs: ["sample.csv"])

  static let explain = Disaster(
    description: "explain --all",
    prepare: { folder in try sample.prepare(folder) },
    words: ["explain", "@run", "--case", "@case", "--all", "-o", "@all.csv"], outputs: ["all.csv"])

  static let generate = Disaster(
    description: "generate", prepare: { _ in },
    words: ["generate", "-o", "@city", "--students", "50"], outputs: ["city"])

  static let begin = Disaster(
    description: "init", prepare: { _ in }, words: ["init", "@new"], outputs: ["new"])

  static let amend = Disaster(
    description: "amend --replace",
    prepare: { folder in
      try TinyCase().write(to: folder)
      func corrections(_ new: String) throws {
        let header = "student,column,old,new,decided_by,reason\n"
        try folder.write("fix.csv", Array("\(header)S04,math,60.5,\(new),board,recount\n".utf8))
      }
      try corrections("61")
      let old = try Program.run(
        "amend", folder("case"), "--corrections", folder("fix.csv"), "-o", folder("amended"))
      precondition(old.exit == 0, old.error)
      try corrections("62.5")
    },
    words: ["amend", "@case", "--corrections", "@fix.csv", "-o", "@amended", "--replace"],
    outputs: ["amended"])

  static let simulate = Disaster(
    description: "simulate",
    prepare: { folder in
      let text = #"""
        {format: 1, name: "test", language: "en",
          base: {generate: {students: 40, programmes: 3, middleSchools: 2}},
          variants: [{name: "a"}, {name: "b", set: {"/stages/open/order": "immediate"}}],
          replicates: 2, metrics: ["first_choice_share"], groups: []}
        """#
      try folder.write("exp.json", Array(text.utf8))
    }, words: ["simulate", "@exp.json", "-o", "@results"], outputs: ["results"],
    kept: ["results.cells"])

  static let all = [
    allocate, replace, ties, plan, firstPlan, publish, sample, explain, generate, begin, amend,
    simulate,
  ]

  /// A case, and the run of another before it, with a file that the new one has not.
  private static func anOldRun(_ folder: TempFolder) throws {
    var old = TinyCase()
    old["seed.txt"] = "an older draw\n"
    try old.write(to: folder)
    let run = try Program.run("allocate", folder("case"), "-o", folder("run"))
    precondition(run.exit == 0, run.error)
    try TinyCase().write(to: folder)
  }

  /// The sample city of the repository.
  private static func sampleCity() throws -> String {
    SampleCity.path
  }
}

/// All that stands in a folder: paths with their bytes, folders with an ending `/`.
struct Tree: Equatable {
  let files: [String: [UInt8]]

  init(_ folder: String) throws {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = folder + "/" + name
      var isFolder: ObjCBool = false
      _ = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      files[isFolder.boolValue ? name + "/" : name] =
        isFolder.boolValue ? [] : Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    self.files = files
  }

  /// What stands at `name`, and in it.
  func part(_ name: String) -> [String: [UInt8]] {
    files.filter { $0.key == name || $0.key.hasPrefix(name + "/") }
  }

  /// The names that only a process under way has, and what is in `kept`.
  func temporary(_ kept: [String]) -> [String] {
    files.keys.filter { Tree.isTemporary($0, kept) }.sorted()
  }

  static func isTemporary(_ name: String, _ kept: [String]) -> Bool {
    name.contains(".partial-") || kept.contains { name == $0 || name.hasPrefix($0 + "/") }
  }

  /// Puts all of it back into the empty folder at `path`.
  func write(to path: String) throws {
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let full = path + "/" + name
      if name.hasSuffix("/") {
        try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
      } else {
        try FileManager.default.createDirectory(
          atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: full))
      }
    }
  }
}
