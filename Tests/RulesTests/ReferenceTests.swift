import Foundation
import Rules
import Testing

/// The reference in datasets/RULES.md, held against what the reader knows.
@Suite struct ReferenceTests {
  /// Every key that the reader names when it meets one that it does not know is in the reference.
  @Test(arguments: [
    #"{"zz": 1}"#,
    #"{"format": 1, "stages": [{"zz": 1}]}"#,
    #"{"format": 1, "pools": {"q": {"audience": "middle_school"}}, "plan": {"splits": [{"zz": 1}]}}"#,
    #"{"format": 1, "plan": {"zz": 1}}"#,
    #"{"format": 1, "pools": {"q": {"zz": 1}}}"#,
    #"{"format": 1, "grades": {"q": {"zz": 1}}}"#,
    #"{"format": 1, "scores": {"q": {"zz": 1}}}"#,
    #"{"format": 1, "scores": {"q": {"sum": [{"zz": 1}]}}}"#,
    #"{"format": 1, "scores": {"q": {"round": {"zz": 1}}}}"#,
    #"{"format": 1, "rankings": {"q": {"zz": 1}}}"#,
    #"{"format": 1, "rankings": {"q": {"by": [{"zz": 1}]}}}"#,
    #"{"format": 1, "waive": {"zz": 1}}"#,
    #"{"format": 1, "files": {"students": {"zz": 1}}}"#,
    #"{"format": 1, "lists": {"q": {"zz": 1}}}"#,
    #"{"format": 1, "basis": [{"zz": 1}]}"#,
    #"{"format": 1, "stages": [{"eligible": [{"zz": 1}]}]}"#,
    #"{"format": 1, "stages": [{"lines": [{"zz": 1}]}]}"#,
    #"{"format": 1, "stages": [{"lines": [{"atLeast": {"zz": 1}}]}]}"#,
    #"{"format": 1, "stages": [{"pools": [{"zz": 1}]}]}"#,
    #"{"format": 1, "stages": [{"scoreBands": {"zz": 1}}]}"#,
    #"{"format": 1, "stages": [{"mechanism": "deferredAcceptance", "reserve": {"zz": 1}}]}"#,
  ])
  func everyKeyIsDocumented(_ text: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let reference = try String(
      contentsOf: folder.deletingLastPathComponent().appending(path: "datasets/RULES.md"),
      encoding: .utf8)
    let problems = read(text).problems.groups.flatMap(\.first)
    let unknown = problems.filter { $0.message.en.contains("unknown key \"zz\"") }
    #expect(unknown.count == 1)
    let known = unknown.flatMap { problem in
      problem.message.en.matches(of: /"([A-Za-z_0-9]+)"/).map { String($0.1) }.dropFirst()
    }
    #expect(!known.isEmpty)
    for key in known where key != "zz" {
      let isThere =
        reference.contains("`\(key)`") || reference.contains("\"\(key)\"")
        || reference.contains(".\(key)`")
      #expect(isThere, "\(key)")
    }
  }
}
