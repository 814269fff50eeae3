import Foundation
import TestSupport
import Testing

/// Broken cases through the built program: each is refused with exit code 1, a message with a code
/// and a place, and without a trace of an output.
@Suite struct BadInputTests {
  @Test(arguments: Broken.files) func brokenFilesAreRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }
  @Test(arguments: Broken.codes) func brokenCodesAreRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }
  @Test(arguments: Broken.numbers) func brokenNumbersAreRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }
  @Test(arguments: Broken.text) func brokenTextIsRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }
  @Test(arguments: Broken.rules) func brokenRulesAreRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }
  @Test(arguments: Broken.answers) func brokenAnswersAreRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }

  @Test(arguments: Broken.matching) func brokenMatchingIsRefused(_ broken: Broken) throws {
    try expectRefusal(broken)
  }

  private func expectRefusal(_ broken: Broken) throws {
    let folder = try TempFolder()
    try broken.tinyCase.write(to: folder)
    let result = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--json", "--lang", "en")
    #expect(result.exit == 1, "signal \(result.signal ?? 0): \(result.error)")
    let problems = try Problems(result.output)
    #expect(problems.errors.sorted() == broken.problems.sorted(), "\(result.error)")
    #expect(
      broken.says.isEmpty || problems.messages.contains { $0.contains(broken.says) },
      "\(result.error)")
    // For people a verdict and what to do next; the problems are not said twice.
    #expect(result.error.hasPrefix("refused: "))
    #expect(result.error.split(separator: "\n").last!.hasPrefix("next: "))
    #expect(result.error.split(separator: "\n").count == 2, "\(result.error)")
    #expect(try folder.names() == ["case"], "nothing is left behind")
    // The same in words, of one case in four: each is a process more.
    guard Broken.toldInWords.contains(broken.name) else { return }
    let told = try Program.run("allocate", folder("case"), "-o", folder("run"), "--lang", "en")
    #expect(told.exit == 1 && told.output.isEmpty && told.error.hasPrefix("refused: "))
    #expect(told.error.contains(broken.problems[0].split(separator: " ").last!), "\(told.error)")
  }
}

/// What `--json` says is wrong.
struct Problems {
  /// `E211 students.csv:6:5`: the code and first place of each cause.
  var errors: [String] = []
  var warnings: [String] = []
  var messages: [String] = []
  /// How many there are of each code.
  var counts: [String: Int] = [:]

  private struct Group: Decodable {
    struct Place: Decodable {
      let file: String
      let line: Int
      let column: Int
    }
    let code: String
    let severity: String
    let count: Int
    let message: String
    let places: [Place]
  }

  /// What `check` prints: an object with the problems in it.
  private struct Whole: Decodable {
    let problems: [Group]
  }

  init(_ json: String) throws {
    let (decoder, data) = (JSONDecoder(), Data(json.utf8))
    let groups =
      json.hasPrefix("{")
      ? try decoder.decode(Whole.self, from: data).problems
      : try decoder.decode([Group].self, from: data)
    for group in groups {
      var text = group.code
      if let place = group.places.first {
        text += " " + place.file
        if place.line > 0 { text += ":\(place.line)" }
        if place.column > 0 { text += ":\(place.column)" }
      }
      if group.severity == "error" {
        if !errors.contains(text) { errors.append(text) }
      } else {
        warnings.append(text)
      }
      messages.append(group.message)
      counts[group.code, default: 0] += group.count
    }
  }
}
