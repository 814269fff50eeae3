import Columns
import Diagnostics
import Experiments
import Tables

extension SimulateCommand {
  /// `--cells`: a line of JSON a cell.
  func listCells() -> ExitCode {
    do throws(LaboratoryError) {
      let opened = try OpenExperiment(path, isThorough: false, workers: context.workers)
      let lines = opened.lines
      var text: [UInt8] = []
      for index in 0..<opened.experiment.cellCount {
        text += lines.request(opened.experiment.cell(index))
        if text.count > 1 << 20 {
          printOut(String(decoding: text, as: UTF8.self))
          text.removeAll(keepingCapacity: true)
        }
      }
      printOut(String(decoding: text, as: UTF8.self))
      return .done
    } catch {
      return refuse(error)
    }
  }

  /// `--worker`: a line in, a line out, until there are no more. The base is opened with the first line:
  /// engines start workers that get none.
  func work() -> ExitCode {
    do throws(FileError) {
      var input = try LineInput("-")
      guard var line = try input.next() else { return .done }
      let opened: OpenExperiment
      do throws(LaboratoryError) {
        opened = try OpenExperiment(path, isThorough: false, workers: context.workers)
      } catch {
        // A worker that cannot begin is a broken machine: its lines are another one's to answer.
        _ = refuse(error)
        return .system
      }
      var bench = Bench(opened.laboratory)
      let lines = opened.lines
      var number = 0
      while true {
        number += 1
        do throws(CellLine.Fault) {
          let cell = try lines.cell(asking: line[...])
          printOut(String(decoding: lines.answer(cell, bench.run(cell)), as: UTF8.self))
        } catch {
          return refuseLine(error, number)
        }
        guard let next = try input.next() else { break }
        line = next
      }
      let changed = opened.laboratory.checkUnchanged()
      if !changed.isClean {
        _ = refuse(LaboratoryError(problems: changed))
        return .system
      }
      return .done
    } catch {
      _ = context.refuse(
        Phrase(zh: "无法读取标准输入", en: "standard input cannot be read"), error, next: .seeToInputs)
      return .system
    }
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
