import Cases
import Columns
import Diagnostics
import Experiments
import Tables

extension SimulateCommand {
  /// `--cell N -o RUN`: a cell as an ordinary run, with its case in `RUN/case`.
  func writeCell(_ number: Int) -> ExitCode {
    open { (opened) throws(ExperimentError) in
      let experiment = opened.experiment
      guard number < experiment.cellCount else { return refuseCell(number, experiment) }
      let cell = experiment.cell(number)
      let cellCase = try CellCase(opened.inputs, cell, workers: context.workers)
      try cellCase.write(to: output, replacing: replacing)
      let name = experiment.variants[cell.variant].name
      printOut(
        terminalSafe(
          context.say(
            Phrase(
              zh:
                "完成：第 \(number) 格（方案“\(name)”，第 \(cell.replicate) 次重复）的录取在 \(output)，其案例在 \(output)/case",
              en: "Done: the admissions of cell \(number) (variant “\(name)”, replicate "
                + "\(cell.replicate)) are in \(output), its case in \(output)/case"))) + "\n"
          + context.say(controlsLeftOut(cellCase.controlsLeftOut))
          + context.say(
            Phrase(
              zh: "下一步：zhibiao verify \(shellQuoted(output))\n",
              en: "Next: zhibiao verify \(shellQuoted(output))\n")))
      return .done
    }
  }

  private func controlsLeftOut(_ count: Int) -> Phrase {
    if count == 0 { return Phrase(zh: "", en: "") }
    return Phrase(
      zh: "controls.csv 中 \(count) 行核对的是未改填的考生，与本案例不符，未写入\n",
      en: "\(counted(count, "row")) of controls.csv, true of students who answer as they did, "
        + "\(count == 1 ? "is" : "are") not in this case\n")
  }

  private func refuseCell(_ number: Int, _ experiment: Experiment) -> ExitCode {
    var log = ProblemLog()
    let last = experiment.cellCount - 1
    log.add(
      .cellUnknown,
      Phrase(
        zh: "没有第 \(number) 格；应在 0 到 \(last) 之间",
        en: "there is no cell \(number); cells are numbered 0 to \(last)"))
    return refuse(ExperimentError(problems: log))
  }
}
