import Foundation
import Presets
import Testing

@testable import Rules

/// The presets are the files of `datasets/presets`, legal, and honest about what they leave open.
@Suite struct PresetTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("datasets/presets")

  static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appendingPathComponent(path)))
  }

  @Test func everyFolderIsAPreset() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { !$0.contains(".") }
    #expect(Set(folders) == Set(Preset.all.map(\.name)))
    #expect(folders.count == Preset.all.count && Preset.standard.name == "jilin")
  }

  @Test(arguments: Preset.all.map(\.name)) func isTheFileOfTheDatasets(_ name: String) throws {
    let preset = try #require(Preset.named(name))
    #expect(try preset.rules == Self.bytes("\(name)/rules.json"))
  }

  @Test(arguments: Preset.all.map(\.name)) func isAcceptedWithoutAWarning(_ name: String) throws {
    let preset = try #require(Preset.named(name))
    let (rules, problems) = RuleSet.read(preset.rules)
    #expect(problems.groups.isEmpty)
    #expect(try !#require(rules).basis.isEmpty)
  }

  /// A question must be about something that stands in the file, and be asked in both languages.
  @Test(arguments: Preset.all.map(\.name)) func openPointsAreQuestions(_ name: String) throws {
    let preset = try #require(Preset.named(name))
    let rules = try #require(RuleSet.read(preset.rules).rules)
    for (path, question) in rules.undecided {
      #expect(rules.places[path] != nil, "\(path) is not in the file")
      let hasHan = question.unicodeScalars.contains { $0.properties.isIdeographic }
      #expect(hasHan && question.contains("？ ") && question.hasSuffix("?"), "\(question)")
    }
    let isResearch = ["merit-only", "quota-100"].contains(name)
    #expect(rules.undecided.isEmpty == isResearch)
  }

  /// The example of a preset is the preset with its open points settled, and nothing else changed.
  @Test(arguments: Preset.all.map(\.name)) func exampleSettlesOpenPointsAlone(_ name: String) throws
  {
    let preset = try #require(Preset.named(name)).rules
    let rules = try #require(RuleSet.read(preset).rules)
    let example = try Self.bytes("\(name)/example/rules.json")
    let settled = try #require(RuleSet.read(example).rules)
    #expect(settled.undecided.isEmpty)
    let (before, after) = (try leaves(preset), try leaves(example))
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    let open = rules.undecided.map(\.path) + ["/undecided", "/name", "/year"]
    let surprising = changed.filter { path in
      !open.contains { path == $0 || path.hasPrefix($0 + "/") }
    }
    #expect(surprising == [], "changed beyond what was open")
  }

  /// Every value without parts, by its key path as `RuleSet` writes it; empty arrays and objects
  /// too.
  private func leaves(_ bytes: [UInt8]) throws -> [String: String] {
    var leaves: [String: String] = [:]
    func visit(_ value: JSON5Value, _ path: String, _ isNamed: Bool) {
      switch value.kind {
      case .array(let elements) where !elements.isEmpty:
        for (at, element) in elements.enumerated() {
          let name = isNamed ? element.member("name") ?? element.member("pool") : nil
          visit(element, path.appending(key: name ?? String(at)), isNamed)
        }
      case .object(let members) where !members.isEmpty:
        for member in members {
          let isNamed = ["stages", "splits", "pools"].contains(member.key)
          visit(member.value, path.appending(key: member.key), isNamed)
        }
      default: leaves[path] = "\(value.kind)"
      }
    }
    visit(try JSON5Parser.parse(bytes, file: "rules.json"), "", false)
    return leaves
  }
}

extension JSON5Value {
  /// The text under `key`, or the text itself where a pool is named by one.
  fileprivate func member(_ key: String) -> String? {
    switch kind {
    case .text(let text): text
    case .object(let members):
      members.first { $0.key == key }.flatMap {
        if case .text(let text) = $0.value.kind { text } else { nil }
      }
    default: nil
    }
  }
}
