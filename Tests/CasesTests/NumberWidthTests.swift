import Admission
import Cases
import TestSupport
import Testing

/// Numbers are kept in as few bits as they fit, and are the same in whatever is kept.
@Suite struct NumberWidthTests {
  /// How a column is kept.
  enum Kind { case small, narrow, wide }

  private func kind(_ column: NumberColumn) -> Kind {
    switch column {
    case .small: .small
    case .narrow: .narrow
    case .wide: .wide
    }
  }

  /// One mark of 130 is `odd`, wherever it stands: what was read before it is read again where it
  /// has to be.
  @Test(arguments: [
    ("3200", Kind.small), ("3270.7", .small), ("0", .small), ("99.9", .small),
    ("3276.8", .narrow), ("99.95", .narrow), ("0.001", .narrow), ("99.125", .narrow),
    ("2000000", .narrow), ("2147483.648", .wide), ("999999999999", .wide),
  ])
  func oneOddMark(_ odd: String, _ expected: Kind) throws {
    var random = SeededGenerator(seed: UInt64(odd.utf8.count))
    for row in [0, random.int(1...128), 129] {
      let marks = (0..<130).map { $0 == row ? odd : "\(random.int(0...150)).\(random.int(0...9))" }
      let read = try #require(try read(marks))
      let number = try #require(read.names.numbers.firstIndex { $0.name == "math" })
      let column = read.market.cohort.numbers[number]
      #expect(kind(column) == expected, "\(odd) in row \(row)")
      #expect(marks.indices.map { column[$0] } == marks.map(thousandths), "\(odd) in row \(row)")
    }
  }

  /// By the letters, without what is tested.
  private func thousandths(_ mark: String) -> Int64 {
    let parts = mark.split(separator: ".")
    let places = parts.count > 1 ? String(parts[1]) : ""
    return Int64("\(parts[0])\(places)\(String(repeating: "0", count: 3 - places.utf8.count))")!
  }

  private func read(_ marks: [String]) throws -> Case? {
    var tiny = TinyCase()
    tiny["rules.json"] = tiny["rules.json"].replacing(#""math", "art""#, with: #""art""#)
    let rows = marks.enumerated().map { "T\(1000 + $0),M1,\($1),5,A,H1,H1,,\n" }
    let header = String(tiny["students.csv"].prefix { $0 != "\n" })
    tiny["students.csv"] = "\(header)\n\(rows.joined())"
    let folder = try TempFolder()
    try tiny.write(to: folder)
    return readCase(folder("case")).value
  }

  /// Columns made of values are as small as these allow, and say the same.
  @Test func columnsOfValues() {
    let missing = NumberColumn.missing
    let cases: [([Int64], Kind)] = [
      ([], .small), ([missing, 3, -32_767], .small), ([-32_768], .narrow), ([40_000, 100], .small),
      ([40_001], .narrow), ([3_276_700, -3_276_700, missing], .small), ([3_276_800], .narrow),
      ([Int64(Int32.min) + 1, missing], .narrow), ([Int64(Int32.min)], .wide),
      ([.max, .min + 1, missing], .wide),
    ]
    for (values, expected) in cases {
      let column = NumberColumn(values)
      #expect(kind(column) == expected, "\(values)")
      #expect((0..<column.count).map { column[$0] } == values)
    }
  }
}
