import Admission
import Cases
import Diagnostics
import Runs
import Tables

/// `allocate --worker`: the folders of cases come in line by line, and what each comes to goes out,
/// so that an engine can allocate the cities of a province.
///
/// ```
/// {"case":"…","verdict":"done","students":3000,"admitted":1980,"digest":"…"}
/// {"case":"…","verdict":"refused","errors":2,"first":"E204 students.csv:7: …"}
/// {"case":"…","verdict":"tie","errors":1,"first":"E782 stopped at a tie: …"}
/// ```
///
/// `digest` is that of the `SHA256SUMS` which `allocate CASE -o RUN` writes. A case that is refused
/// is an answer; one that is not here, or cannot be read, may be so on this machine alone: it has
/// none, and the worker goes on but ends with exit code 4, for another one to try. With `after`
/// every case is a later round of that run.
struct AllocateWorker {
  let after: String?
  let isStrict: Bool
  let context: Context

  func run() -> ExitCode {
    do throws(FileError) {
      var input = try LineInput("-")
      var code = ExitCode.done
      while let line = try input.next() {
        if let answer = try answer(String(decoding: line, as: UTF8.self)) {
          printData(answer + "\n")
        } else {
          code = .system
        }
      }
      return code
    } catch {
      _ = context.refuse(
        Phrase(zh: "无法继续：文件系统出错", en: "cannot go on: the file system fails"), error,
        next: .seeToInputs)
      return .system
    }
  }

  /// What a case comes to; nil, with messages, where another machine may do better.
  private func answer(_ folder: String) throws(FileError) -> String? {
    let reading = readCase(folder, after: after, workers: context.workers)
    let isRefused =
      !reading.problems.isClean || (isStrict && reading.problems.warningCount > 0)
    guard let read = reading.value, !isRefused else {
      if !AllocateWorker.isMachineAtFault(reading.problems) {
        return AllocateWorker.refusal(folder, "refused", reading.problems)
      }
      _ = context.refuse(
        Phrase(zh: "无法读取案例 \(folder)", en: "the case \(folder) cannot be read"),
        reading.problems, next: .seeToInputs)
      return nil
    }
    let outcome: Outcome
    do throws(AllocationFailure) {
      outcome = try Admission.allocate(read.market, workers: context.workers)
    } catch {
      var verdict = "refused"
      if case .stop = error { verdict = "tie" }
      return AllocateWorker.refusal(folder, verdict, read.problems(of: error))
    }
    return try done(folder, read, outcome, reading.problems)
  }

  /// Whether another machine may do better: files that cannot be read, or a case that is not here.
  private static func isMachineAtFault(_ problems: ProblemLog) -> Bool {
    problems.groups.contains { group in
      group.code.isOfMachine
        || group.code == .fileMissing && group.first.first?.place?.file == "rules.json"
    }
  }

  private static func refusal(
    _ folder: String, _ verdict: String, _ problems: ProblemLog
  ) -> String {
    // Under --strict a warning may be all there is.
    let groups = problems.groups.filter { !$0.first.isEmpty }
    let first = (groups.first(where: \.code.isError) ?? groups.first)?.first[0]
    let text = first.map { problem in
      "\(problem.code.name) \(problem.place.map { "\($0): " } ?? "")\(problem.message.en)"
    }
    return line(folder, verdict) { json in
      json.number("errors", problems.errorCount)
      json.text("first", text ?? "")
    }
  }

  /// An answer: the case, the verdict and what `rest` adds, without a line end.
  private static func line(
    _ folder: String, _ verdict: String, _ rest: (inout JSONWriter) -> Void
  ) -> String {
    var json = JSONWriter(isDense: true)
    json.object { json in
      json.text("case", folder)
      json.text("verdict", verdict)
      rest(&json)
    }
    return String(decoding: json.finish().dropLast(), as: UTF8.self)
  }

  private func done(
    _ folder: String, _ read: Case, _ outcome: Outcome, _ problems: ProblemLog
  ) throws(FileError) -> String {
    let scratch = try ScratchFolder()
    let writer = RunWriter(read, outcome, RunFacts(of: read, problems), workers: context.workers)
    let counts = try writer.write(to: scratch.path + "/run")
    let sums = try readSmallFile(scratch.path + "/run/" + OutputFolder.sumsName)
    let digest = SHA256.digest(of: sums.span)
    return AllocateWorker.line(folder, "done") { json in
      json.number("students", counts.students)
      json.number("admitted", counts.admitted)
      json.text("digest", "\(digest)")
    }
  }
}
