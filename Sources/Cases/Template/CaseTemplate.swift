/// The files of a new case, as `zhibiao init` writes them: commented rules with the Jilin default
/// (three quarters of the seats to the middle schools), empty tables and a page that says what to
/// fill in.
///
/// The rules are whole and legal, but list under `undecided` what no public document settles: they
/// can be read and checked at once, and refuse to run until the office has decided. There are no
/// seeds: those come later, by a public draw.
public enum CaseTemplate {
  /// Name and content of each file, in the order in which to read them. Tables begin with a byte
  /// order mark: without it Excel shows Chinese in UTF-8 as noise.
  public static func files() -> [(name: String, content: String)] {
    [
      ("README.md", readme),
      ("rules.json", rules),
      ("programmes.csv", table(programmes)),
      ("middle_schools.csv", table(middleSchools)),
      ("quotas.csv", table(["programme", "pool", "audience", "seats"])),
      ("students.csv", table(students)),
    ]
  }

  private static let programmes = [
    "programme", "name", "school", "district", "plan", "sector", "quality",
  ]
  private static let middleSchools = ["middle_school", "name", "district", "eligible"]
  private static let students =
    ["student", "name", "middle_school"]
    + ["chinese", "math", "english", "physics", "chemistry", "politics", "history", "pe"]
    + ["evaluation", "enrolled_3y", "bonus"]
    + (1...2).map { "quota\($0)" } + (1...10).map { "choice\($0)" }

  /// A header row and nothing below it.
  private static func table(_ columns: [String]) -> String {
    "\u{FEFF}" + columns.joined(separator: ",") + "\r\n"
  }
}
