import Admission
import Columns
import Diagnostics
import Tables

/// The audiences that students belong to by the tables of a case.
struct OwnAudiences {
  private let index: CodeIndex
  private let names: MarketNames
  private let market: Market

  /// Those of the students with these codes.
  init(_ codes: CodeColumn, _ names: MarketNames, _ market: Market) {
    (index, self.names, self.market) = (CodeIndex(codes), names, market)
  }

  /// Those of the case that an earlier run keeps; nil where it keeps none.
  /// Complexity: that of reading it.
  init?(of run: EarlierRun, workers: Workers) {
    guard let folder = run.caseFolder, let read = readCase(folder, workers: workers).value else {
      return nil
    }
    self.init(read.names.students, read.names, read.market)
  }

  /// The audience of a student in the pool called `pool`; nil where the student or the pool is not
  /// there, or the student belongs to none.
  func audience(of student: [UInt8], in pool: String) -> String? {
    guard let row = index.row(of: student),
      let pool = names.pools.firstIndex(where: { sameBytes($0, pool) })
    else { return nil }
    let division = market.pools[pool].audience
    let map = market.audiences[division]
    guard let category = map.category else { return names.audiences[division][0] }
    let audience = map.audience(ofValue: Int(market.cohort.categories[category][row]))
    return audience < 0 ? nil : names.audiences[division][audience]
  }
}
