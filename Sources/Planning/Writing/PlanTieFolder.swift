import Cases
import Diagnostics
import Tables

/// What a plan leaves that stopped for ties: `plan-ties/` with who is tied (`ties.csv`) and a
/// `plan-decisions.csv` to complete and put into the case.
public struct PlanTieFolder: Sendable {
  /// Who is tied.
  public static let tiesName = "ties.csv"
  /// The decisions of the case, and a row for each of the tied.
  public static let decisionsName = "plan-decisions.csv"

  private let planCase: PlanCase
  private let ties: [PlanTie]

  /// Will write what has to be decided.
  public init(_ planCase: PlanCase, _ ties: [PlanTie]) {
    (self.planCase, self.ties) = (planCase, ties)
  }

  /// Writes the folder into `folder`, which is made where it is missing, whole or not at all, and
  /// returns its path. An older one of this kind is replaced, unless decisions stand in it that the
  /// case does not have.
  @discardableResult
  public func write(to folder: String) throws(FileError) -> String {
    let path = folder + "/" + PlanFileNames.ties
    let batch = try OutputBatch(in: folder)
    try batch.commit()
    try checkOlder(path)
    var output = try OutputFolder(at: path, .ofTies, replacing: true)
    try output.add(PlanTieFolder.tiesName, tiesTable())
    try output.add(PlanTieFolder.decisionsName, decisionsToComplete())
    try output.commit()
    return path
  }

  /// Refuses to replace decisions that were filled in and are not those of the case.
  private func checkOlder(_ path: String) throws(FileError) {
    guard let sums = try OutputFolder.bytesIfThere(path + "/" + OutputFolder.sumsName) else {
      return
    }
    let name = planCase.rules.fileName("plan-decisions")
    try OutputFolder.checkDecisions(
      PlanTieFolder.decisionsName, in: path,
      written: (try? DigestList(parsing: sums))?[PlanTieFolder.decisionsName],
      given: planCase.inputs.first { $0.name == name }?.digest)
  }

  /// A line for people about each of the first ties.
  public func lines(countMax: Int, _ language: Language) -> [String] {
    var lines = ties.prefix(countMax).map { line($0)[language] }
    if ties.count > countMax {
      let more = ties.count - countMax
      lines.append(Phrase(zh: "…… 另有 \(more) 处", en: "… and \(more) more")[language])
    }
    return lines
  }

  /// The ties as problems, where they could not be written.
  public var problems: ProblemLog {
    var log = ProblemLog()
    for tie in ties { log.add(.planTieStops, cause: "ties", line(tie)) }
    return log
  }

  private func line(_ tie: PlanTie) -> Phrase {
    let split = planCase.rules.plan.splits[tie.split]
    let programmes = Set(tie.claimants.compactMap(\.programme)).sorted()
      .map { planCase.programmes[$0].code }
    let place = ([split.name, split.levels[tie.level]] + [tie.parent].compactMap { $0 })
      .joined(separator: ", ")
    let who = programmes.isEmpty ? "*" : listed(programmes)
    let names = tie.claimants.map(\.audience)
    let list = listed(names, countMax: 6)
    return Phrase(
      zh: "\(who)（\(place)）：\(names.count) 个并列，共有 \(tie.shared) 个名额：\(list)",
      en: "\(who) (\(place)): \(names.count) are tied for \(tie.shared): \(list)")
  }

  /// The ties for a program to read.
  public func json(path: String) -> String {
    var json = JSONWriter()
    json.object { json in
      json.text("status", "tie")
      json.text("folder", path)
      json.array("ties") { json in
        for tie in ties {
          json.object { json in
            json.text("split", planCase.rules.plan.splits[tie.split].name)
            json.text("level", planCase.rules.plan.splits[tie.split].levels[tie.level])
            json.text("parent", tie.parent)
            json.number("shared", tie.shared)
            json.array("tied") { json in
              for claimant in tie.claimants {
                json.object { json in
                  json.text(
                    "programme", claimant.programme.map { planCase.programmes[$0].code } ?? "*")
                  json.text("audience", claimant.audience)
                  json.number("certain", claimant.certain)
                }
              }
            }
          }
        }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  /// `ties.csv`: a row for each of the tied.
  func tiesTable() -> String {
    var text = CSVText.row(
      ["split", "level", "programme", "parent", "audience", "certain", "tied", "shared"])
    for tie in ties {
      for claimant in tie.claimants {
        text += CSVText.row(
          cell(tie, claimant, parent: true)
            + [String(claimant.certain), String(tie.claimants.count), String(tie.shared)])
      }
    }
    return text
  }

  /// `plan-decisions.csv`: what was decided before, then what has to be.
  func decisionsToComplete() -> String {
    var text = CSVText.row(PlanDecision.columns)
    for row in planCase.decisions { text += CSVText.row(row.cells) }
    for tie in ties {
      for claimant in tie.claimants {
        text += CSVText.row(cell(tie, claimant, parent: false) + ["", "", ""])
      }
    }
    return text
  }

  private func cell(_ tie: PlanTie, _ claimant: PlanTie.Claimant, parent: Bool) -> [String] {
    let split = planCase.rules.plan.splits[tie.split]
    return [
      split.name, split.levels[tie.level],
      claimant.programme.map { planCase.programmes[$0].code } ?? "*",
    ] + (parent ? [tie.parent ?? ""] : []) + [claimant.audience]
  }
}
