import Columns
import Diagnostics
import Experiments
import Tables

extension SimulateCommand {
  /// `--cells`: a line of JSON a cell, in the order in which they are best run.
  func listCells() -> ExitCode {
    open { (opened) throws(ExperimentError) in
      let lines = opened.lines
      var text: [UInt8] = []
      for index in opened.experiment.runOrder {
        text += lines.request(opened.experiment.cell(index))
        if text.count > 1 << 20 {
          printData(text)
          text.removeAll(keepingCapacity: true)
        }
      }
      printData(text)
      return .done
    }
  }

  /// `--worker`: a line in, a line out, until there are no more. Whatever keeps it from answering
  /// ends it with 4: a worker that cannot begin or go on is a broken machine, and its lines are
  /// another one's to answer.
  func work() -> ExitCode {
    do throws(ExperimentError) {
      return try answerLines()
    } catch {
      _ = refuse(
        error, Phrase(zh: "工作进程无法继续", en: "the worker cannot go on here"))
      return .system
    }
  }

  private func answerLines() throws(ExperimentError) -> ExitCode {
    var input = try standardInput()
    // The base is opened with the first line: engines start workers that get none.
    guard var line = try next(of: &input) else { return .done }
    let opened = try OpenExperiment(path, isThorough: false, workers: context.workers)
    var evaluator = CellEvaluator(opened.inputs)
    let lines = opened.lines
    var number = 0
    while true {
      number += 1
      let cell: Cell
      do throws(CellLine.Fault) {
        cell = try lines.cell(asking: line[...])
      } catch {
        return refuseLine(error, number)
      }
      printData(lines.answer(cell, try evaluator.run(cell)))
      guard let following = try next(of: &input) else { break }
      line = following
    }
    let changed = opened.inputs.checkUnchanged()
    guard changed.isClean else { throw ExperimentError(problems: changed) }
    return .done
  }

  private func standardInput() throws(ExperimentError) -> LineInput {
    do throws(FileError) { return try LineInput("-") } catch { throw ExperimentError(error) }
  }

  private func next(of input: inout LineInput) throws(ExperimentError) -> [UInt8]? {
    do throws(FileError) { return try input.next() } catch { throw ExperimentError(error) }
  }

  private func refuseLine(_ fault: CellLine.Fault, _ number: Int) -> ExitCode {
    var log = ProblemLog()
    log.add(fault.problem(Place(file: "-", line: number)))
    _ = context.refuse(
      Phrase(
        zh: "标准输入的第 \(number) 行不是本实验的格",
        en: "line \(number) of standard input is no cell of this experiment"),
      log, next: .seeToInputs)
    return .system
  }
}
