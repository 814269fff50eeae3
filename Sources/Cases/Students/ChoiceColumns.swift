import Admission
import Rules

/// The table of the choice lists that stand in one of their own: what a sample or a correction has
/// to name.
package struct ChoiceColumns: Sendable {
  /// A list that is read from the table.
  package struct List: Sendable {
    /// Its number in the cohort.
    package let number: Int
    /// What the table calls it.
    package let called: String
    /// What the rules call it.
    package let names: [String]
  }

  /// The table's name in the case.
  package let file: String
  /// Whether it is a workbook or a database.
  package let isOffice: Bool
  /// The places of `student`, `number` and `programme` in its header.
  package let student: Int
  /// The place of `number`.
  package let number: Int
  /// The place of `programme`.
  package let programme: Int
  /// The place of `list`; nil where the table holds one list.
  package let list: Int?
  /// The largest number of a choice.
  package var numberMax: Int { ChoiceLists.widthMax }
  /// The lists in the order of the cohort.
  package let lists: [List]

  init(_ rows: ChoiceRows, _ plan: StudentPlan, _ rules: RuleSet) {
    (file, isOffice) = (rows.table.file, rows.table.sheet != nil)
    (student, number, programme) = (
      rows.columns.own[0], rows.columns.own[1], rows.columns.own[2]
    )
    list = rows.columns.list
    lists = plan.lists.enumerated().compactMap { at, list in
      guard case .rows(let called) = list.source else { return nil }
      let names = rules.lists.filter { $0.source == list.source }.map(\.name)
      return List(number: at, called: called, names: names)
    }
  }
}
