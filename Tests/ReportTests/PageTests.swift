import Diagnostics
import Exact
import Foundation
import Tables
import TestSupport
import Testing

@testable import Report

@Suite struct PageTests {
  /// The policy in every page names the one script that may run.
  @Test func thePolicyNamesTheScript() throws {
    let digest = SHA256.digest(of: Array(PageScript.text.utf8).span).description
    let bytes = stride(from: 0, to: 64, by: 2).map { at in
      UInt8(digest.dropFirst(at).prefix(2), radix: 16)!
    }
    #expect(Data(bytes).base64EncodedString() == PageScript.digest)
    let page = randomPage(programmes: 2, schools: 2, groups: 1).html(.en)
    #expect(page.contains("script-src 'sha256-\(PageScript.digest)'"))
    #expect(page.contains("<script>\(PageScript.text)</script>"))
  }

  /// Nothing is fetched, and nothing is left out of a page because another was made before.
  @Test func aPageStandsAlone() {
    let page = randomPage(programmes: 9, schools: 20, groups: 4)
    for language in Language.allCases {
      let html = page.html(language)
      #expect(html == page.html(language))
      for word in ["http://", "https://", "src=", "url(", "@import"] {
        #expect(!html.contains(word), "\(word)")
      }
    }
  }

  /// The largest city that charts are made for, and one beyond it.
  @Test(arguments: [(300, 800, 20), (500, 5_000, 20), (300, 800, 100)])
  func aPageOfALargeCityIsSmall(_ programmes: Int, _ schools: Int, _ groups: Int) {
    let page = randomPage(programmes: programmes, schools: schools, groups: groups)
    for language in Language.allCases {
      #expect(page.html(language).utf8.count < 2_000_000)
    }
  }

  /// Marks of few students are nowhere, those of enough are.
  @Test func fewStudentsDoNotShow() {
    var page = randomPage(programmes: 2, schools: 2, groups: 1)
    func everything() -> String {
      page.html(.en) + page.plots(.en).map(\.svg).joined()
    }
    page.programmes[0].quotaCutoff = .init(score: "score", lowest: 611_123, admitted: 5)
    page.middleSchools[0].admitted = 77_123
    page.middleSchools[0].students = 80_000
    #expect(everything().contains("611.123") && everything().contains("77,123"))
    page.programmes[0].quotaCutoff?.admitted = 4
    page.middleSchools[0].students = 4
    #expect(!everything().contains("611.123") && !everything().contains("77,123"))
    // Bands at the ends that hold few are counted in the band beside them.
    page.distributions = [.init(score: "score", from: 0, width: 1_000, counts: [1, 3, 9, 0, 8, 4])]
    #expect(page.distributionCharts(.en)[0].description.contains("from 2 to 5"))
    page.distributions[0].counts = [1, 0, 2]
    #expect(page.distributionCharts(.en).isEmpty)
  }

  @Test func sharesAreNeverRoundedUp() {
    #expect(RunPage.share(2, of: 3) == "66.66%")
    #expect(RunPage.share(74_999, of: 100_000) == "74.99%")
    #expect(RunPage.share(3, of: 4) == "75%" && RunPage.share(0, of: 0) == "")
    #expect(RunPage.percent(Decimal("0.75")!) == "75%" && RunPage.percent(.one) == "100%")
    #expect(RunPage.percent(Decimal("0.3333")!) == "33.33%")
    #expect(RunPage.reaches(3, of: 4, Decimal("0.75")!))
    #expect(!RunPage.reaches(2, of: 3, Decimal("0.6667")!))
    #expect(RunPage.tenths(RunPage.access(2, of: 3)) == "66.6")
  }

  /// The lowest school is the one with the smallest share over its programmes, by its own name.
  @Test func theLowestSchoolIsNamed() {
    var page = randomPage(programmes: 3, schools: 1, groups: 1)
    for (number, (quota, plan)) in [(80, 100), (10, 100), (70, 100)].enumerated() {
      page.programmes[number].quotaSeats = quota
      page.programmes[number].plan = plan
    }
    page.programmes[1].code = "P0b"
    page.programmes[1].school = "P0"
    page.programmes[2].school = "P2"
    #expect(page.html(.en).contains("Lowest school: 第0中学（校区）, 45%"))
  }

  @Test func bandsHoldEveryValue() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let size = Int64(1) << random.int(0...49)
      let values = (0..<2).map { _ in Int64(random.int(0...Int(size))) - size / 3 }
      let (low, high) = (values.min()!, values.max()!)
      let bands = try #require(RunPage.Distribution(score: "", lowest: low, highest: high))
      let end = bands.from + bands.width * Int64(bands.counts.count)
      #expect(bands.from <= low && low < bands.from + bands.width)
      #expect(end - bands.width <= high && high < end)
      #expect(bands.counts.count <= RunPage.Distribution.bandsMax)
      #expect(bands.counts.count > 15 || bands.width == 1)
    }
    #expect(RunPage.Distribution(score: "", lowest: 0, highest: .max) == nil)
  }
}

@Suite struct ScaleTests {
  @Test func everyValueLiesOnItsAxis() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2_000 {
      let size = 1 << random.int(0...58)
      let values = (0..<random.int(1...5)).map { _ in Int64(random.int(0...size) - size / 2) }
      let scale = Scale(
        covering: values, fromZero: random.int(0...1) == 0, start: 9_000, end: 100, marks: 6)
      let places = values.sorted().map { scale($0) }
      #expect(places.allSatisfy { (100...9_000).contains($0) })
      #expect(places == places.sorted(by: >), "a larger value is never lower")
      #expect((2...9).contains(scale.marks.count), "\(scale)")
      #expect(scale(scale.low) == 9_000 && scale(scale.high) == 100)
    }
  }

  @Test func marksAreWrittenWithThePlacesOfTheirStep() {
    func marks(_ low: String, _ high: String) -> [String] {
      let scale = Scale(
        covering: [Amount(low)!.millionths, Amount(high)!.millionths], start: 0, end: 1, marks: 5)
      return scale.marks.map(scale.text)
    }
    #expect(marks("0", "10") == ["0", "2", "4", "6", "8", "10"])
    #expect(marks("-0.1", "0.1") == ["-0.10", "-0.05", "0.00", "0.05", "0.10"])
    #expect(marks("612.5", "655") == ["610", "620", "630", "640", "650", "660"])
  }

  @Test func amountsAreTheirText() {
    #expect(Amount("-12.50")?.millionths == -12_500_000 && Amount("-12.50")?.text == "-12.50")
    #expect(Amount("0.1234567")?.millionths == 123_456)
    for text in ["", "1e3", "NaN", "1,000", "<b>", "999999999999999999"] {
      #expect(Amount(text) == nil, "\(text)")
    }
  }
}
