import Diagnostics
import Rules

/// Splits whose seats the office brought as a matrix.
///
/// The summary of a plan cannot say by itself that a method of the rules was not used: the matrix
/// must be at hand, given by whoever checks or as a file of the case, and give the seats of every
/// cell.
extension PlanCheck {
  /// Whether the seats of a split are said to be those of a matrix, by the summary or by whoever
  /// checks.
  func isBrought(_ split: Split, _ inputs: PlanInputs) -> Bool {
    split.summary.member("method") == .text("import") || given(split, inputs) != nil
  }

  /// The matrix that was given for a split.
  private func given(_ split: Split, _ inputs: PlanInputs) -> BroughtMatrix? {
    guard let brought else { return nil }
    let isOnly = inputs.rules.plan.splits.count == 1
    let isIts = brought.split.map { areSameBytes($0, split.model.rule.name) } ?? isOnly
    return isIts ? brought : nil
  }

  /// The matrix itself: its digest, its cells; then what no method has to give, the bounds.
  mutating func checkBrought(_ split: Split, _ inputs: PlanInputs) {
    checkBounds(split, inputs)
    let (name, method) = (split.model.rule.name, split.model.rule.method.rawValue)
    let stated = split.summary.member("file")
    let given = given(split, inputs)
    let file = stated.member("name").asText ?? ""
    guard split.summary.member("method") == .text("import") else {
      report(
        .planSeats, at: Place(file: "plan-summary.json"), cause: name,
        Phrase(
          zh: "方案 \(name)：给出了矩阵，摘要却写方法 \(split.summary.member("method").shown)",
          en: "split \(name): a matrix is given for it, yet its method is stated as "
            + split.summary.member("method").shown))
      return
    }
    let isName = !file.isEmpty && !file.utf8.contains(UInt8(ascii: "/"))
    let found =
      given.map { PlanFolder.read($0.path) } ?? (isName ? inputFolder.file(file) : nil)
    guard let found else {
      report(
        .planSeats, at: Place(file: "plan-summary.json"), cause: name,
        Phrase(
          zh: "方案 \(name)：规则的方法是 \(method)，摘要却写 import，而矩阵 “\(file)” 不在案例中；"
            + "若名额确由招生办给出，请用 --import FILE --split \(name) 指明矩阵",
          en:
            "split \(name): the method of the rules is \(method), the summary says import, and the "
            + "matrix “\(file)” is not in the case; if the office brought these seats, name it with "
            + "--import FILE --split \(name)"))
      return
    }
    if stated.member("sha256") != .text(found.digest) {
      report(
        .planDigest, at: Place(file: "plan-summary.json"), cause: "digests",
        Phrase(
          zh: "\(file)：摘要写作 \(stated.member("sha256").shown)，复算为 \(found.digest)",
          en: "\(file): the digest is given as \(stated.member("sha256").shown), and computed as "
            + found.digest))
    }
    count(1, zh: "份招生办矩阵的摘要值", en: "digests of the office's matrices")
    compareCells(split, inputs, file, found)
    verdict.brought.append(BroughtSplit(split: name, file: file))
  }

  // MARK: Cells

  /// Every cell of the matrix against the plan.
  private mutating func compareCells(
    _ split: Split, _ inputs: PlanInputs, _ file: String, _ found: PlanFolder.File
  ) {
    guard let matrix = PlanMatrix(file, found.bytes, split, inputs, &verdict.log) else { return }
    let model = split.model
    var left = matrix.seats
    for (row, cells) in model.cells.enumerated() {
      let code = inputs.programmes.codes[model.rows[row].programme]
      for (cell, at) in zip(cells, model.matrix.cells(ofRow: row)) {
        let audience = model.audiences[cell.column]
        let brought = left.removeValue(forKey: PlanMatrix.key(code, audience)) ?? 0
        guard brought != split.seats[at] else { continue }
        report(
          .planSeats, at: split.place, cause: split.model.rule.name,
          Phrase(
            zh: "方案 \(model.rule.name)：\(code) 给 \(audience) \(split.seats[at]) 个名额，\(file) 中为 "
              + "\(brought) 个",
            en: "split \(model.rule.name): \(code) gives \(audience) \(split.seats[at]) seats, "
              + "\(file) says \(brought)"))
      }
    }
    for seats in left.values where seats != 0 {
      report(
        .planSeats, at: Place(file: file), cause: "closed",
        Phrase(
          zh: "\(file) 有 \(seats) 个名额给了不开放的格",
          en: "\(file) has \(seats) seats in a cell that is not open"))
    }
    count(split.seats.count, zh: "个格与招生办的矩阵相同", en: "cells against the office's matrix")
  }

  /// Cells within their minimum and maximum, for a matrix that the office brought.
  private mutating func checkBounds(_ split: Split, _ inputs: PlanInputs) {
    let model = split.model
    for (row, cells) in model.cells.enumerated() {
      for (cell, at) in zip(cells, model.matrix.cells(ofRow: row)) {
        let (least, most) = (model.minimum(cell), model.rule.maximum ?? Int.max)
        guard split.seats[at] < least || split.seats[at] > most else { continue }
        let code = inputs.programmes.codes[model.rows[row].programme]
        report(
          .planSeats, at: split.place, cause: "bounds",
          Phrase(
            zh: "方案 \(model.rule.name)：\(code) 给 \(model.audiences[cell.column]) 的 "
              + "\(split.seats[at]) 个名额不在 \(least) 与上限之间",
            en: "split \(model.rule.name): the \(split.seats[at]) seats of \(code) for "
              + "\(model.audiences[cell.column]) are outside its minimum and maximum"))
      }
    }
    count(split.seats.count, zh: "个格的最低与最高数", en: "cells within minimum and maximum")
    guard let least = model.rule.totalMinimum else { return }
    var totals = Array(repeating: 0, count: model.audiences.count)
    for (cell, column) in model.matrix.columns.enumerated() {
      totals[Int(column)] += split.seats[cell]
    }
    for (column, total) in totals.enumerated() where total < least {
      report(
        .planSeats, at: split.place, cause: "totals",
        Phrase(
          zh:
            "方案 \(model.rule.name)：\(model.audiences[column]) 合计 \(total) 个，totalMinimum 为 \(least)",
          en: "split \(model.rule.name): \(model.audiences[column]) gets \(total) seats in all, "
            + "totalMinimum is \(least)"))
    }
    count(totals.count, zh: "个受众的最低合计", en: "audiences at their least total")
  }
}

/// A matrix of seats in wide form: programmes on one side, audiences on the other.
struct PlanMatrix {
  /// The seats by programme and audience.
  private(set) var seats: [[UInt8]: Int] = [:]

  static func key(_ programme: String, _ audience: String) -> [UInt8] {
    Array("\(programme)\n\(audience)".utf8)
  }

  /// Words that head sums and names, which are for people.
  private static let ignored = [
    "total", "sum", "合计", "总计", "小计", "共计", "name", "名称", "学校名称", "初中名称", "高中名称", "初中",
    "毕业学校",
  ]
  /// Titles may stand above the header.
  private static let titleRowsMax = 20

  /// Nil, with a problem, where the file is no such matrix.
  init?(
    _ file: String, _ bytes: [UInt8], _ split: PlanCheck.Split, _ inputs: PlanInputs,
    _ log: inout ProblemLog
  ) {
    let programmes = Set(inputs.programmes.codes.map { Array($0.utf8) })
    let level = split.model.rule.levels.last!
    let names =
      areSameBytes(level, "middle_school")
      ? inputs.schools.codes : inputs.schools.required(level, log: &log)
    let audiences = Set(names.map { Array($0.utf8) })
    func count(_ texts: [String], _ known: Set<[UInt8]>) -> Int {
      texts.count { known.contains(Array($0.utf8)) }
    }
    guard let text = PlanMatrix.text(file, bytes, inputs.rules, &log) else { return nil }
    var header = 1
    var table: PlainTable?
    while header <= PlanMatrix.titleRowsMax {
      var unread = ProblemLog()
      table = PlainTable(file, text: text, headerRow: header, problems: &unread)
      let headers: [String] = table?.headers ?? []
      let tops: [String] = headers.dropFirst().map { $0 }
      if count(tops, programmes) + count(tops, audiences) > 0 { break }
      header += 1
    }
    guard let table, header <= PlanMatrix.titleRowsMax else {
      log.add(
        .planInput, at: Place(file: file, line: 1),
        Phrase(
          zh: "没有一行列出招生代码或受众", en: "no row of it lists programmes or audiences"))
      return nil
    }
    let (tops, texts) = (table.headers, table.texts(problems: &log))
    let sides = (0..<texts.count).map { texts[$0, 0] }
    let areOnTop =
      count(Array(tops.dropFirst()), programmes) + count(sides, audiences)
      >= count(sides, programmes) + count(Array(tops.dropFirst()), audiences)
    let (knownTops, knownSides) =
      areOnTop ? (programmes, audiences) : (audiences, programmes)
    func isIgnored(_ text: String) -> Bool { PlanMatrix.ignored.contains(text.lowercased()) }
    for (column, top) in tops.enumerated().dropFirst() where !isIgnored(top) {
      guard knownTops.contains(Array(top.utf8)) else {
        PlanMatrix.refuse(top, Place(file: file, line: header), &log)
        continue
      }
      for row in 0..<texts.count where !isIgnored(sides[row]) {
        guard knownSides.contains(Array(sides[row].utf8)) else {
          PlanMatrix.refuse(sides[row], texts.place(row), &log)
          continue
        }
        let cell = texts[row, column]
        let number = cell.isEmpty ? 0 : PlainNumber.count(cell)
        let key =
          areOnTop ? PlanMatrix.key(top, sides[row]) : PlanMatrix.key(sides[row], top)
        guard let number, seats.updateValue(number, forKey: key) == nil else {
          PlanMatrix.refuse(cell, texts.place(row), &log)
          continue
        }
      }
    }
  }

  /// The file as text: of a workbook its first sheet that is not hidden, as `plan` takes it.
  private static func text(
    _ file: String, _ bytes: [UInt8], _ rules: RuleSet, _ log: inout ProblemLog
  ) -> PlainText? {
    OfficeText.isOffice(bytes.span)
      ? OfficeText("", file, bytes, rules, &log)?.text
      : plainText(
        PlainBytes(bytes), file, declared: rules.encoding, threads: PlainThreads(count: 1),
        problems: &log)
  }

  /// Says that a code is unknown, or a cell no number, or there twice.
  private static func refuse(_ text: String, _ place: Place, _ log: inout ProblemLog) {
    log.add(
      .planInput, at: place, cause: place.file,
      Phrase(
        zh: "“\(text)” 不是已知的代码或名额数，或重复出现",
        en: "“\(text)” is no known code and no number of seats, or stands there twice"))
  }
}
