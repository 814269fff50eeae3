import Admission
import Cases
import Diagnostics
import Tables

/// Why a cell has no values.
struct CellFailure: Error {
  let code: Code
  let message: Phrase
  let problems: ProblemLog

  /// The first error of `log`, and how many more there are.
  init(_ log: ProblemLog) {
    let errors = log.groups.filter(\.code.isError)
    let first = errors.first { !$0.first.isEmpty }!.first[0]
    let more = log.errorCount - 1
    let place = first.place.map { "\($0): " } ?? ""
    code = first.code
    message = Phrase(
      zh: place + first.message.zh + (more > 0 ? "（另有 \(more) 个错误）" : ""),
      en: place + first.message.en + (more > 0 ? " (and \(more) more errors)" : ""))
    problems = log
  }

  /// A failure of the system.
  init(_ error: FileError) {
    var log = ProblemLog()
    log.add(error.problem)
    self.init(log)
  }

  /// Why an allocation could not go on.
  init(failure: AllocationFailure, _ read: Case) {
    var log = ProblemLog()
    switch failure {
    case .stop(let stop):
      let stage = read.names.stages[stop.stage]
      let programme = read.names.programmes[stop.programme]
      let count = stop.students.count
      log.add(
        .cellStopped,
        Phrase(
          zh: "停在同分处：\(programme)（\(stage)）剩 \(stop.seats) 个名额，\(count) 名学生各项全同",
          en: "stopped at a tie: \(programme) (\(stage)) has \(stop.seats) seats left for \(count) "
            + "equal students"))
    case .lotsMissing:
      preconditionFailure("every cell has lots")
    case .tooFewAdmitted(let stop, let admitted):
      log.add(read.decidedShort(stop, admitted: admitted))
    case .unanswered(let rows):
      log.add(
        .decisionIdle, at: Place(file: "decisions.csv"),
        Phrase(
          zh: "\(rows.count) 条裁定没有对应任何停顿", en: "\(rows.count) decisions answer no stop"))
    }
    self.init(log)
  }
}
