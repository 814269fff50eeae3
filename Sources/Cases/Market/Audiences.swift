import Admission
import Tables

/// The audiences of one division: their names in order of the bytes, and who belongs to which.
///
/// Who has no middle school, or no value in the column (a school of no group), belongs to the
/// audience with the empty name, which can have no seats: nothing can be in `quotas.csv` for it,
/// and nothing moves to it. It is there to count who applied in vain (`cutoffs.csv`).
struct Audiences {
  /// The names; everyone is `*`.
  let names: [String]
  /// For each value of the category the audience.
  let map: AudienceMap
  private let lookup: CodeTable

  /// The audiences that students belong to, and `others`, for which an earlier run left seats
  /// though nobody here may belong to them.
  init(
    _ division: MarketBuilder.Division, _ students: Students, _ schools: MiddleSchools,
    others: [String] = []
  ) {
    switch division.source {
    case .everyone, .unknown:
      names = ["*"]
      map = .everyone
    case .schools:
      names = schools.codes
      map = AudienceMap(
        count: names.count, category: 0, table: names.indices.map { Int32($0) })
    case .schoolColumn(let values):
      names = Audiences.distinct((values + others).map { Array($0.utf8) })
      map = Audiences.map(names, category: 0, values.map { Array($0.utf8) })
    case .studentColumn(let text):
      names = Audiences.distinct(students.textValues[text] + others.map { Array($0.utf8) })
      map = Audiences.map(names, category: text + 1, students.textValues[text])
    }
    lookup = CodeTable(names.map { Array($0.utf8) })
  }

  private static func distinct(_ values: [[UInt8]]) -> [String] {
    Set(values).sorted { $0.lexicographicallyPrecedes($1) }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func map(
    _ names: [String], category: Int, _ values: [[UInt8]]
  ) -> AudienceMap {
    let lookup = CodeTable(names.map { Array($0.utf8) })
    return AudienceMap(
      count: names.count, category: category,
      table: values.map { Int32(lookup.value(of: $0)!) })
  }

  /// The audience called `name`; nil for the empty name: no seats can be meant for it.
  func number(of name: String) -> Int? { name.isEmpty ? nil : lookup.value(of: Array(name.utf8)) }
}
