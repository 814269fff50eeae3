import Foundation
import TestSupport
import Testing

/// What a case or run brings along leads nobody anywhere else, and what is written is nobody
/// else's.
@Suite struct SecurityTests {
  private func mode(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as! Int
  }

  private func madeRun(_ more: String...) throws -> TempFolder {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    let result = try Program.run(["allocate", folder("case"), "-o", folder("run")] + more)
    #expect(result.exit == 0, "\(result.error)")
    return folder
  }

  // MARK: Who may read

  @Test func outputsAreTheirOwnersUnlessAsked() throws {
    for (more, file, inner) in [([], 0o600, 0o700), (["--public"], 0o644, 0o755)] {
      let folder = try TempFolder()
      try TinyCase().write(to: folder)
      let lines = [
        ["allocate", folder("case"), "-o", folder("run"), "--bundle"],
        ["generate", "-o", folder("city"), "--students", "20", "--plan-only"],
        ["plan", folder("city"), "-o", folder("plan")],
      ]
      for line in lines {
        let result = try Program.run(line + more)
        #expect(result.exit == 0, "\(result.error)")
      }
      for name in ["run", "city", "plan"] {
        #expect(try mode(folder(name)) == inner, "\(name)")
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder(name)) {
          var isFolder: ObjCBool = false
          let whole = folder(name + "/" + path)
          _ = unsafe FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
          #expect(try mode(whole) == (isFolder.boolValue ? inner : file), "\(name)/\(path)")
        }
      }
    }
  }

  @Test func singleFilesAreTheirOwners() throws {
    let folder = try madeRun("--bundle")
    let run = folder("run")
    let lines: [(String, [String])] = [
      ("sample.csv", ["sample", run, "--students", "3", "--seed", "x"]),
      ("all.csv", ["explain", run, "--all"]), ("list.xlsx", ["publish", run]),
    ]
    for (name, words) in lines {
      let result = try Program.run(words + ["-o", folder(name)])
      #expect(result.exit == 0, "\(result.error)")
      // What is made to be published is readable by all.
      #expect(try mode(folder(name)) == (name == "list.xlsx" ? 0o644 : 0o600), "\(name)")
    }
  }

  // MARK: Links, and names that lead outside

  @Test(arguments: ["rules.json", "students.csv", "quotas.csv", "seed.txt", "middle_schools.csv"])
  func aLinkInACaseIsRefused(_ name: String) throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try FileManager.default.moveItem(atPath: folder("case/" + name), toPath: folder("elsewhere"))
    try FileManager.default.createSymbolicLink(
      atPath: folder("case/" + name), withDestinationPath: folder("elsewhere"))
    for words in [["check", folder("case")], ["allocate", folder("case"), "-o", folder("run")]] {
      let result = try Program.run(words)
      let text = result.output + result.error
      #expect(result.exit == 1 && text.contains("E807") && text.contains(name), "\(text)")
    }
    #expect(!folder.exists("run"))
  }

  /// The folder itself is what the user says, also by a link.
  @Test func aLinkToACaseIsTheCase() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("case"))
    let result = try Program.run("allocate", folder("link"), "-o", folder("run"))
    #expect(result.exit == 0, "\(result.error)")
  }

  @Test func filesLeadNowhereElse() throws {
    for name in ["../students.csv", "/etc/passwd", "..", "a/b.csv", "a\\\\b.csv"] {
      let folder = try TempFolder()
      var tiny = TinyCase()
      tiny.replace(
        "rules.json", "\"lists\"", Array("\"files\": {\"students\": \"\(name)\"}, \"lists\"".utf8))
      try tiny.write(to: folder)
      try folder.write("students.csv", tiny.files["students.csv"]!)
      let result = try Program.run("allocate", folder("case"), "-o", folder("run"))
      #expect(result.exit == 1 && result.error.contains("rules.json:"), "\(name): \(result.error)")
    }
  }

  @Test(arguments: ["verify", "replay", "explain", "publish", "later round"])
  func aLinkInARunIsRefused(_ command: String) throws {
    let folder = try madeRun("--bundle")
    for name in ["admissions.csv", "run.json", "SHA256SUMS"] {
      try FileManager.default.moveItem(atPath: folder("run/" + name), toPath: folder(name))
      try FileManager.default.createSymbolicLink(
        atPath: folder("run/" + name), withDestinationPath: folder(name))
      let words =
        switch command {
        case "verify", "replay": [command, folder("run"), "--case", folder("case")]
        case "explain": ["explain", folder("run"), "--case", folder("case"), "--student", "S01"]
        case "publish": ["publish", folder("run"), "-o", folder("list.csv"), "--table", "list"]
        default: ["allocate", folder("case"), "--after", folder("run"), "-o", folder("run2")]
        }
      let result = try Program.run(words)
      #expect(result.exit == 1, "\(command) \(name): \(result.error)")
      try FileManager.default.removeItem(atPath: folder("run/" + name))
      try FileManager.default.moveItem(atPath: folder(name), toPath: folder("run/" + name))
    }
    #expect(!folder.exists("list.csv") && !folder.exists("run2"))
  }

  /// A list of digests that names what is outside is refused before that is read.
  @Test func aListOfDigestsLeadsNowhereElse() throws {
    let folder = try madeRun()
    let sums = try folder.text("run/SHA256SUMS")
    try folder.write("secret", Array("secret".utf8))
    let digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    try folder.write("run/SHA256SUMS", Array((sums + "\(digest)  ../secret\n").utf8))
    for words in [
      ["verify", folder("run"), "--case", folder("case")],
      ["replay", folder("run"), "--case", folder("case")],
      ["allocate", folder("case"), "--after", folder("run"), "-o", folder("run2")],
    ] {
      let result = try Program.run(words)
      #expect(result.exit == 1, "\(words[0]): \(result.output) \(result.error)")
    }
    #expect(!folder.exists("run2"))
  }

  /// A pipe in the place of a table keeps nobody waiting.
  @Test func aPipeInACaseIsRefused() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try FileManager.default.removeItem(atPath: folder("case/quotas.csv"))
    unsafe mkfifo(folder("case/quotas.csv"), 0o600)
    let result = try Program.run(
      ["allocate", folder("case"), "-o", folder("run")], patience: 20)
    #expect(result.exit == 1 && result.error.contains("E803"), "\(result)")
  }

  /// An output is never written through a link.
  @Test func nothingIsWrittenThroughALink() throws {
    let folder = try madeRun("--bundle")
    try folder.write("other", Array("mine".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: folder("out.csv"), withDestinationPath: folder("other"))
    for words in [
      ["explain", folder("run"), "--all", "-o", folder("out.csv"), "--replace"],
      ["publish", folder("run"), "-o", folder("out.csv"), "--table", "list", "--replace"],
      ["allocate", folder("case"), "-o", folder("out.csv"), "--replace"],
    ] {
      let result = try Program.run(words)
      #expect(result.exit == 1 && result.error.contains("E813"), "\(result.error)")
    }
    #expect(try folder.text("other") == "mine")
  }

  // MARK: What is shown

  /// Escapes of a terminal, C1 controls and overrides of direction, in every place that a message
  /// quotes.
  @Test func nothingSteersATerminal() throws {
    let nasty = "\u{1B}[2J\u{9B}31m\u{202E}\u{7}"
    let folder = try TempFolder()
    var tiny = TinyCase()
    tiny["students.csv"] += "\(nasty),\(nasty),\(nasty),1,\(nasty),\(nasty),,,\n"
    tiny["quotas.csv"] += "\(nasty),quota,\(nasty),1\n"
    tiny["programmes.csv"] += "\(nasty),\(nasty),x,,,\n"
    tiny["rules.json"] = tiny["rules.json"].replacingOccurrences(of: "Tiny", with: "T\u{9B}y")
    try tiny.write(to: folder)
    let run = try madeRun("--bundle")
    for words in [
      ["check", folder("case")], ["allocate", folder("case"), "-o", folder(nasty)],
      ["allocate", folder(nasty), "-o", folder("run")], ["plan", folder("case")], [nasty],
      ["help", nasty], ["allocate", nasty], ["rules", folder("case")], ["verify", folder(nasty)],
      ["allocate", folder("case"), "--\(nasty)"],
      ["generate", "-o", folder(nasty), "--students", nasty],
      ["explain", run("run"), "--student", nasty], ["diff", folder(nasty), run("run")],
      ["init", folder("x/" + nasty)], ["apportion", "--method", nasty, nasty],
      ["sample", folder(nasty), "--students", "1", "--seed", nasty, "-o", folder(nasty + ".csv")],
    ] {
      for language in ["zh", "en"] {
        for json in [[], ["--json"]] {
          let result = try Program.run(words + ["--lang", language] + json)
          let text = result.output + result.error
          let bad = text.unicodeScalars.filter { scalar in
            (scalar.value < 0x20 && scalar != "\n") || (0x7F...0x9F).contains(scalar.value)
              || (0x202A...0x202E).contains(scalar.value)
              || (0x2066...0x2069).contains(scalar.value)
          }
          #expect(bad.isEmpty, "\(words[0]): \(text.debugDescription)")
        }
      }
    }
  }

  // MARK: The environment

  /// The program asks for four variables, none of which can change a result: three for the language
  /// of messages, one for where its scratch folder is.
  @Test func theEnvironmentIsAskedForLittle() throws {
    let sources = Repository.root.appending(path: "Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var uses: [String: Int] = [:]
    for case let file as URL in files where ["swift", "c", "h"].contains(file.pathExtension) {
      let text = try String(contentsOf: file, encoding: .utf8)
      for word in ["getenv", "environ", "setlocale", "ProcessInfo", "exec", "spawn", "popen"] {
        let count = text.components(separatedBy: word).count - 1
        if count > 0 { uses["\(file.lastPathComponent) \(word)", default: 0] += count }
      }
    }
    #expect(uses == ["ScratchFolder.swift getenv": 1, "Zhibiao.swift getenv": 1])
  }
}
