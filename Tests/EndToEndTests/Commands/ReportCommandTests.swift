import Foundation
import TestSupport
import Testing

/// The page of a run as people get it.
@Suite struct ReportCommandTests {
  private static let city = SampleCity.path

  @Test func theSampleCityHasItsPageInBothLanguages() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    let page = try folder.text("run/report.html")
    #expect(page.contains("3,000 名考生：录取 1,980 名，未录取 1,020 名。"))
    #expect(page.contains("录满 1,980，空缺 44") && page.contains("75.4%"))
    let again = try Program.run("report", folder("run"), "--lang", "zh")
    #expect(again.exit == 0 && again.output == page)
    let english = try Program.run(
      "report", folder("run"), "--lang", "en", "-o", folder("en.html"), "--plots", folder("plots"))
    #expect(english.exit == 0, "\(english.error)")
    #expect(try folder.text("en.html").contains("Of 3,000 students 1,980 are admitted"))
    let plots = try folder.names("plots")
    #expect(
      plots == [
        "SHA256SUMS", "access.svg", "cutoffs.svg", "pools.svg", "quota-cells.svg", "scores-1.svg",
      ])
    for plot in plots.dropFirst() {
      let svg = try folder.text("plots/" + plot)
      #expect(svg.hasPrefix("<?xml") && svg.contains("xmlns=") && svg.contains("<title"))
    }
    // The fingerprint is what its own line computes.
    let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("<pre><code>grep") })
    let command = line.dropFirst(11).dropLast(13).replacing("&#39;", with: "'")
    let computed = try Program.shell("cd '\(folder("run"))' && \(command)")
    let digits = computed.output.prefix(64)
    #expect(digits.count == 64)
    #expect(page.replacing(" ", with: "").contains(digits))
  }

  /// No student's code, name or marks stand on the page.
  @Test func noStudentIsOnThePage() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    let page = try folder.text("run/report.html")
    let students = try String(contentsOfFile: Self.city + "/students.csv", encoding: .utf8)
    let rows = students.split(whereSeparator: \.isNewline)
    let header = rows[0].split(separator: ",", omittingEmptySubsequences: false)
    let columns = ["准考证号", "姓名"].compactMap { name in header.firstIndex { $0 == name } }
    #expect(columns.count == 2)
    for row in rows.dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      #expect(!page.contains(">" + cells[columns[0]]))
    }
  }

  @Test func aRunThatIsNotWholeHasNoPage() throws {
    let folder = try TempFolder()
    #expect(try Program.run("allocate", Self.city, "-o", folder("run")).exit == 0)
    try folder.write("run/run.json", Array("{}".utf8))
    let result = try Program.run("report", folder("run"), "-o", folder("a.html"), "--lang", "en")
    #expect(result.exit == 1 && result.error.contains("E745") || result.error.contains("run.json"))
    #expect(!FileManager.default.fileExists(atPath: folder("a.html")))
  }
}
