import Columns
import Diagnostics
import Experiments
import Synchronization
import Tables

extension SimulateCommand {
  /// Runs all cells and writes the folder.
  func run() -> ExitCode {
    open(writesResults: true) { (opened) throws(ExperimentError) in
      let kept = try KeptCells(besides: output, opened.lines)
      let all = try runAll(opened, kept)
      let results: Results
      do throws(ExperimentError) {
        results = try Results(opened.experiment, all: all)
      } catch {
        // What went wrong is in the experiment: correcting it makes another one.
        try? kept.remove()
        throw error
      }
      let code = write(results, opened)
      if code == .done { try? kept.remove() }
      return code
    }
  }

  /// What every cell comes to; those that are known are not run again.
  private func runAll(
    _ opened: OpenExperiment, _ kept: KeptCells
  ) throws(ExperimentError) -> [CellResult] {
    let count = opened.experiment.cellCount
    let open = opened.experiment.runOrder.filter { kept.known[$0] == nil }
    if open.count < count {
      printError(
        context.say(
          Phrase(
            zh: "接着上次：\(count) 格中已有 \(count - open.count) 格\n",
            en: "going on: \(count - open.count) of \(counted(count, "cell")) are done already\n")))
    }
    // Every cell that is done is kept: whoever stops here should know.
    say(
      onSignals: context.say(
        Phrase(
          zh: "\n已中断；完成的格已保存，再次运行同一命令即可接着做\n",
          en:
            "\ninterrupted; the cells that are done are kept: the same command goes on from them\n")
      ))
    defer { say(onSignals: "") }
    let progress = Progress(open.count, context)
    let found = Mutex<[Int: CellResult]>(kept.known)
    let failure = Mutex<FileError?>(nil)
    try CellRunner(opened.inputs, workers: context.workers).run(open) { cell, result in
      do throws(FileError) {
        try kept.keep(cell, result)
      } catch {
        failure.withLock { $0 = error }
        return false
      }
      found.withLock { $0[cell.index] = result }
      progress.step()
      return true
    }
    progress.finish()
    if let error = failure.withLock({ $0 }) { throw ExperimentError(error) }
    let changed = opened.inputs.checkUnchanged()
    guard changed.isClean else { throw ExperimentError(problems: changed) }
    return found.withLock { found in (0..<count).map { found[$0]! } }
  }

  /// Writes the folder and says what is in it.
  func write(_ results: Results, _ opened: OpenExperiment) -> ExitCode {
    do throws(FileError) {
      let folder = ResultsFolder(
        results, opened.origin, base: opened.inputs.baseName, withPlots: withPlots)
      let summary = try folder.write(to: output, replacing: replacing)
      let report = SimulationReport(
        experiment: opened.experiment, summary: summary, output: output, context: context)
      printOut(context.isJSON ? report.json() : report.text(), written: output)
      return .done
    } catch {
      return refuseOutput(error)
    }
  }
}
