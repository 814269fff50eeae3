import Foundation
import TestSupport
import Testing

/// The committed city of 3,000 students: its results are fixed here, byte by byte.
@Suite struct SampleCityTests {
  private static let city = SampleCity.path

  /// To be changed only with the rules of a queue stage, the city or the form of a table.
  private static let golden = [
    "admissions.csv": "e2d335b283c3b89edb8b01aab0f89adc20c76a1b64cdab855175f7896845effd",
    "cutoffs.csv": "57d847167c0294b8e0de2b652e3079e1c82b0fa411d83263a56343bf40215cbf",
    "lines.csv": "ffd7c44925b1590471090c7d8155dcb54a3447a971324d3dc03682707561b971",
    "seats.csv": "21631c6e1b30696bf47d5db44e041de2dec42579c334b37720ca0bec06bb932f",
  ]

  @Test func anyNumberOfThreadsGivesTheGoldenBytes() throws {
    let folder = try TempFolder()
    var runs: Set<[UInt8]> = []
    for threads in ["1", "2", "3", "8"] {
      let run = folder("run-\(threads)")
      let result = try Program.run(
        "allocate", Self.city, "-o", run, "--threads", threads, "--lang", "en")
      #expect(result.exit == 0, "\(result.error)")
      #expect(result.verdict == "Done: of 3,000 students 1,980 are admitted, 1,020 are not.")
      #expect(try Self.sums(folder, "run-\(threads)", of: Self.golden) == Self.golden)
      runs.insert(try folder.read("run-\(threads)/SHA256SUMS"))
    }
    #expect(runs.count == 1)
  }

  /// Everybody's explanation agrees with the admissions; and of a few of all kinds, what is called
  /// enough is enough when it is made. (`.ci/run` asks many more.)
  @Test func everyStudentIsExplained() throws {
    let folder = try TempFolder()
    let made = try Program.run("allocate", Self.city, "-o", folder("run"), "--bundle")
    #expect(made.exit == 0, "\(made.error)")
    let all = try Program.run("explain", folder("run"), "--all", "-o", folder("all.csv"))
    #expect(all.exit == 0, "\(all.output)\(all.error)")
    let codes = try Rows(folder.text("run/admissions.csv")).map { $0["student"]! }
    for code in stride(from: 7, to: codes.count, by: 300).map({ codes[$0] }) {
      let one = try Program.run("explain", folder("run"), "--student", code, "--rerun")
      #expect(one.exit == 0, "\(code): \(one.output)\(one.error)")
    }
  }

  @Test func peopleCanCheckAllDigestsWithTheirOwnTools() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    let outputs = try Program.shell("cd '\(folder.path)/run' && sha256sum -c SHA256SUMS")
    #expect(outputs.exit == 0, "\(outputs.error)")
    #expect(outputs.output.split(separator: "\n").allSatisfy { $0.hasSuffix(": OK") })
    let listed = Set(outputs.output.split(separator: "\n").map { String($0.dropLast(4)) })
    #expect(listed == Set(try folder.names("run")).subtracting(["SHA256SUMS"]))
    let inputs = try Program.shell(
      "cd '\(Self.city)' && sha256sum -c '\(folder.path)/run/INPUTS.sha256'")
    #expect(inputs.exit == 0, "\(inputs.error)")
    let read = inputs.output.split(separator: "\n").map { String($0.dropLast(4)) }
    #expect(read.count == Set(read).count, "an input is listed once")
    #expect(read == read.sorted())
  }

  @Test func theSummaryForProgramsSaysWhatTheTablesSay() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(folder.read("run/run.json"))) as? [String: Any])
    let students = try #require(json["students"] as? [String: Int])
    let admissions = try Rows(folder.text("run/admissions.csv"))
    #expect(students["all"] == admissions.count)
    #expect(students["admitted"] == admissions.count { $0["status"] == "admitted" })
    let stages = try #require(json["stages"] as? [[String: Any]])
    #expect(stages.compactMap { $0["stage"] as? String } == ["line", "quota", "district", "open"])
    for stage in stages where stage["provisional"] as? Bool == false {
      let name = stage["stage"] as? String
      #expect(stage["admitted"] as? Int == admissions.count { $0["stage"] == name })
    }
    let seeds = try #require(json["seeds"] as? [String: String])
    #expect(Set(seeds.keys) == ["seed", "planSeed"])
    // No clock, host or path.
    let text = try folder.text("run/run.json")
    #expect(!text.contains(folder.path) && !text.contains(NSHomeDirectory() + "/"))
  }

  @Test func commitmentIsWhatTheShellComputes() throws {
    let result = try Program.run("check", Self.city, "--lang", "en")
    #expect(result.exit == 0, "\(result.error)")
    try expectCommitment(in: result.output)
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    #expect(try folder.text("run/run.json").contains(try commitment(in: result.output).digest))
  }

  private static func sums(
    _ folder: TempFolder, _ run: String, of names: [String: String]
  ) throws -> [String: String] {
    let lines = try folder.text(run + "/SHA256SUMS").split(separator: "\n")
    let pairs = lines.map { (String($0.dropFirst(66)), String($0.prefix(64))) }
    return Dictionary(uniqueKeysWithValues: pairs).filter { names[$0.key] != nil }
  }
}

/// The commitment that `check` printed, and the shell line behind it.
func commitment(in output: String) throws -> (digest: String, line: String) {
  let lines = output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  let at = try #require(lines.firstIndex { $0.hasSuffix("| sha256sum") })
  return (lines[at - 2], lines[at])
}

/// Runs the printed line, and compares.
func expectCommitment(in output: String) throws {
  let (digest, line) = try commitment(in: output)
  let computed = try Program.shell(line)
  #expect(computed.output.prefix(64) == digest, "\(line): \(computed.error)")
  let names = line.split(separator: " ").filter { $0.hasSuffix(".csv") || $0.hasSuffix(".txt") }
  #expect(names.count == Set(names).count, "a file is committed to once")
}
