import Rules

/// The files of a new case, as `zhibiao init` writes them: the commented rules of a preset, empty
/// tables with the columns that these rules ask for, and a page that says what to fill in.
///
/// There are no seeds: those come later, by a public draw.
public enum CaseTemplate {
  /// Name and content of each file, in the order in which to read them. Tables begin with a byte
  /// order mark: without it Excel shows Chinese in UTF-8 as noise.
  ///
  /// Traps where the rules of `preset` are refused, which a test rules out.
  public static func files(_ preset: Preset) -> [(name: String, content: [UInt8])] {
    let columns = TemplateColumns(RuleSet.read(preset.rules).rules!)
    return [
      ("README.md", Array(readme(columns).utf8)),
      ("rules.json", preset.rules),
      ("programmes.csv", table(columns.programmes)),
      ("middle_schools.csv", table(columns.middleSchools)),
      ("quotas.csv", table(["programme", "pool", "audience", "seats"])),
      ("students.csv", table(columns.students)),
    ]
  }

  /// A header row and nothing below it.
  private static func table(_ columns: [String]) -> [UInt8] {
    Array(("\u{FEFF}" + columns.joined(separator: ",") + "\r\n").utf8)
  }
}
