import Apportionment
import Columns
import Diagnostics
import SeatTables
import Tables

/// One call of `apportion` for a house.
struct ApportionHouse {
  private let request: ApportionRequest
  private let path: String
  private let seats: Int
  private let method: VectorMethod
  private let talk: ApportionTalk

  init(
    _ request: ApportionRequest, _ path: String, _ seats: Int, _ method: VectorMethod,
    _ context: Context
  ) {
    (self.request, self.path, self.seats, self.method) = (request, path, seats, method)
    talk = ApportionTalk(request: request, context: context)
  }

  func run() -> ExitCode {
    var log = ProblemLog()
    guard
      let house = HouseTable.read(
        path, seats: seats, minimum: request.minimum, maximum: request.maximum,
        workers: talk.context.workers, log: &log)
    else { return talk.refuse(log) }
    if let result = request.check {
      let counts = house.check(
        result, method: method, seed: request.seed, workers: talk.context.workers, log: &log)
      return talk.finishCheck(result, counts, log)
    }
    do throws(VectorError) {
      let result = try HouseResult(house, by: method, seed: request.seed)
      return result.seats == nil ? stop(result) : finish(result, log)
    } catch {
      log.add(house.problem(of: error))
      return talk.refuse(log)
    }
  }

  private func finish(_ result: HouseResult, _ log: ProblemLog) -> ExitCode {
    let (count, tied) = (result.house.names.count, result.solution.tied.count)
    let lots = Phrase(
      zh: tied > 0 ? "；\(tied) 者并列，由种子抽签决定" : "",
      en: tied > 0 ? "; a tie of \(tied) is settled by the seed" : "")
    let verdict = Phrase(
      zh: "完成：\(grouped(seats)) 个名额按 \(method.name) 分给 \(grouped(count)) 个对象\(lots.zh)",
      en: "done: \(counted(seats, "seat")) among \(counted(count, "claimant")) by "
        + "\(method.name)\(lots.en)")
    return talk.deliver(
      talk.context.isJSON ? result.json() : result.csv()!, proof: result.certificateJSON(),
      verdict, result.certificateSentence, log)
  }

  private func stop(_ result: HouseResult) -> ExitCode {
    let solution = result.solution
    let verdict = Phrase(
      zh: "停在并列处：\(solution.tied.count) 个对象并列，共享 \(grouped(seats)) 个名额中的 "
        + "\(solution.sharedSeats) 个（\(method.name)）",
      en: "stopped at a tie: \(solution.tied.count) claimants are tied for "
        + "\(solution.sharedSeats) of the \(counted(seats, "seat")) (\(method.name))")
    return talk.stop(verdict, result.tieLines(talk.context.language), json: result.json)
  }
}

/// One call of `apportion` for a matrix.
struct ApportionGrid {
  private let request: ApportionRequest
  private let files: GridFiles
  private let method: GridMethod
  private let talk: ApportionTalk

  init(
    _ request: ApportionRequest, _ files: GridFiles, _ method: GridMethod, _ context: Context
  ) {
    (self.request, self.files, self.method) = (request, files, method)
    talk = ApportionTalk(request: request, context: context)
  }

  func run() -> ExitCode {
    var log = ProblemLog()
    let workers = talk.context.workers
    guard let grid = Grid.read(files, for: method, workers: workers, log: &log) else {
      return talk.refuse(log)
    }
    if let result = request.check {
      let counts = grid.check(
        result, method: method, seed: request.seed, workers: workers, log: &log)
      return talk.finishCheck(result, counts, log)
    }
    var conflict: MarginConflict?
    guard
      let result = GridResult.solve(
        grid, by: method, seed: request.seed, log: &log, conflict: &conflict)
    else { return talk.refuse(log, proof: conflict.map(grid.json)) }
    return result.isOpen ? stop(result) : finish(result, log)
  }

  private func finish(_ result: GridResult, _ log: ProblemLog) -> ExitCode {
    let matrix = result.grid.matrix
    let lots = Phrase(
      zh: result.ties.isEmpty ? "" : "；\(result.ties.count) 处并列由种子抽签决定",
      en: result.ties.isEmpty ? "" : "; \(counted(result.ties.count, "tie")) settled by the seed")
    let verdict = Phrase(
      zh: "完成：\(grouped(matrix.seatsTotal)) 个名额按 \(method.name) 分入 "
        + "\(grouped(matrix.cellCount)) 个格（\(matrix.rowCount) 行，\(matrix.columnCount) 列）\(lots.zh)",
      en: "done: \(counted(matrix.seatsTotal, "seat")) in \(counted(matrix.cellCount, "cell")) "
        + "(\(counted(matrix.rowCount, "row")), \(counted(matrix.columnCount, "column"))) by "
        + "\(method.name)\(lots.en)")
    return talk.deliver(
      talk.context.isJSON ? result.json() : result.csv()!, proof: result.certificateJSON(),
      verdict, result.certificateSentence, log)
  }

  private func stop(_ result: GridResult) -> ExitCode {
    let verdict = Phrase(
      zh: "停在并列处：\(result.ties.count) 处并列决定名额（\(method.name)）",
      en:
        "stopped at \(counted(result.ties.count, "tie that decides", plural: "ties that decide")) "
        + "seats (\(method.name))")
    return talk.stop(verdict, result.tieLines(talk.context.language), json: result.json)
  }
}
