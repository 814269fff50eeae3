import Cases
import Columns
import Diagnostics
import Experiments
import Tables

extension SimulateCommand {
  /// `--shard I/N`: the lines of one part of the cells, in a file that is whole or not there.
  func runShard(_ shard: (number: Int, count: Int)) -> ExitCode {
    open { (opened) throws(ExperimentError) in
      let part = Shard(shard.number, of: shard.count, folder: output, opened)
      switch try part.state() {
      case .whole:
        printOut(
          context.say(
            Phrase(
              zh: "\(part.path) 已经完整，没有重算\n", en: "\(part.path) is whole already: nothing was run\n"
            )))
        return .done
      case .broken(let why):
        printError(
          context.say(
            Phrase(zh: "重算 \(part.path)：\(why.zh)\n", en: "running \(part.path) again: \(why.en)\n")
          ))
      case .missing: break
      }
      let failed = try part.run(workers: context.workers)
      printOut(
        context.say(
          Phrase(
            zh: "完成：\(part.cells.count) 格写入 \(part.path)"
              + (failed > 0 ? "，其中 \(failed) 格没有结果" : "")
              + "\n下一步：全部分片完成后 zhibiao simulate \(shellQuoted(path)) --merge \(shellQuoted(output)) -o DIR\n",
            en: "Done: \(counted(part.cells.count, "cell")) in \(part.path)"
              + (failed > 0 ? ", \(failed) of them without values" : "")
              + "\nNext: when all parts are there, zhibiao simulate \(shellQuoted(path)) --merge \(shellQuoted(output)) -o DIR\n"
          )))
      return .done
    }
  }

  /// `--merge`: the folder that one machine writes, from the lines of many.
  func merge(_ parts: String) -> ExitCode {
    open(writesResults: true) { (opened) throws(ExperimentError) in
      var merged = MergedCells(opened.experiment, opened.lines)
      try merged.take(from: parts)
      let missing = merged.missing
      guard merged.problems.isClean, let all = merged.all else {
        return refuseMerge(merged.problems, missing, parts, opened.experiment)
      }
      return write(try Results(opened.experiment, all: all), opened)
    }
  }

  private func refuseMerge(
    _ problems: ProblemLog, _ missing: [Int], _ parts: String, _ experiment: Experiment
  ) -> ExitCode {
    var problems = problems
    if !missing.isEmpty {
      let (count, ranges) = (experiment.cellCount, MergedCells.ranges(missing))
      var again = Phrase(zh: "", en: "")
      if parts != "-", let found = Shard.parts(with: missing, in: parts, experiment) {
        let numbers = MergedCells.ranges(found.numbers)
        again = Phrase(
          zh: "；须重算的分片：\(found.count) 份中的 \(numbers)",
          en: "; parts to run again: \(numbers) of \(found.count)")
      }
      problems.add(
        .cellsMissing,
        Phrase(
          zh: "\(count) 格中缺 \(missing.count) 格：\(ranges)\(again.zh)",
          en: "\(missing.count) of \(count) cells are missing: \(ranges)\(again.en)"))
    }
    return refuse(
      ExperimentError(problems: problems),
      Phrase(zh: "拒绝合并；没有写出任何结果", en: "not merged; nothing was written"))
  }
}
