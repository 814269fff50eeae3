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
      en: place + first.message.en + (more > 0 ? " (and \(counted(more, "more error")))" : ""))
    problems = log
  }

  /// A failure of the system.
  init(_ error: FileError) {
    var log = ProblemLog()
    log.add(error.problem)
    self.init(log)
  }

  /// Why an allocation could not go on.
  init(failure: AllocationFailure, _ read: Case) { self.init(read.problems(of: failure)) }

  /// Why it is not known what would be without reserved seats.
  init(withoutReserve failure: AllocationFailure, _ read: Case) {
    let other = CellFailure(failure: failure, read)
    code = other.code
    message = Phrase(
      zh: "没有指标名额时（quota_binding_*）：" + other.message.zh,
      en: "without reserved seats (quota_binding_*): " + other.message.en)
    problems = other.problems
  }

  /// Whether the machine failed: what the cell comes to is not known then, and another machine may
  /// know.
  var isOfMachine: Bool { code.isOfMachine }
}
