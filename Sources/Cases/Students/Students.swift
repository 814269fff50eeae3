import Admission
import Columns
import Diagnostics
import Rules
import Tables

/// The students as read.
struct Students {
  let table: CSVTable
  let plan: StudentPlan
  let codes: CodeColumn
  let needsQuotes: Bool
  /// For each student the number of the middle school, 0 for none.
  let school: Column<Int32>
  let numbers: [NumberColumn]
  let texts: [Column<Int32>]
  /// For each column of texts its values.
  let textValues: [[[UInt8]]]
  /// Those from a table of their own are empty until that is read.
  var lists: [ChoiceLists]
  /// Rows whose code is empty or holds a quote, a comma or a control character.
  var suspects: [Int] = []
  /// Whether somebody has found the codes to be good already.
  var areCodesExamined = false

  var count: Int { codes.count }

  /// Reads all rows of `table` by `plan`. Columns that turn out too narrow are made wider and all
  /// is read once more, which only cities with huge numbers or very long joined lists see.
  init(
    _ table: CSVTable, _ plan: StudentPlan, schools: [String], programmes: [String],
    workers: Workers, log: inout ProblemLog
  ) {
    var table = table
    var needs = StudentSink.Needs()
    var widths = plan.lists.map { list -> Int in
      if case .columns(let names) = list.source { return names.count }
      if case .rows = list.source { return 0 }
      // A first guess; longer lists ask for more.
      return min(list.lengthMax ?? 8, 32)
    }
    let schoolLookup = CodeTable(schools.map { Array($0.utf8) })
    let programmeLookup = CodeTable(
      [([], 0)] + programmes.enumerated().map { (Array($1.utf8), Int32($0 + 1)) })
    while true {
      var attempt = ProblemLog()
      let (sink, locals) = table.read(workers: workers, log: &attempt) { table in
        let count = table.rowCount
        return StudentSink(
          table: table, plan: plan, schoolLookup: schoolLookup, programmeLookup: programmeLookup,
          programmes: programmes, schools: schools,
          codes: CodeColumn(count: count, width: Students.codeWidth(table, plan.student)),
          school: Column(count: count),
          numbers: plan.columns(count, needs),
          texts: plan.texts.map { _ in Column(count: count) },
          textValues: plan.texts.map { TextValues($0) },
          lists: widths.map { ChoiceLists(width: $0, cells: Column(count: count * $0)) })
      }
      let more = sink.needs.withLock { $0 }
      if more.isMore {
        needs.add(more)
        for (list, width) in more.widths { widths[list] = width }
        continue
      }
      for local in locals { attempt.merge(local.log) }
      log.merge(attempt)
      self.init(table, sink, needsQuotes: locals.contains(where: \.needsQuotes))
      suspects = locals.flatMap(\.suspects)
      for text in plan.texts.indices {
        warnOfOthers(locals.map { $0.others[text] }, text, log: &log)
      }
      return
    }
  }

  /// What `sink` took of `table`.
  init(_ table: CSVTable, _ sink: StudentSink, needsQuotes: Bool) {
    self.table = table
    self.needsQuotes = needsQuotes
    plan = sink.plan
    codes = sink.codes
    school = sink.school
    numbers = sink.numbers
    texts = sink.texts
    textValues = sink.textValues.map(\.all)
    lists = sink.lists
  }

  /// The length of the first row's code.
  private static func codeWidth(_ table: CSVTable, _ column: Int) -> Int {
    (table.firstCell(column)?.utf8.count).map { max($0, 4) } ?? 16
  }

  /// Examines all codes together: reports those that stand on two rows, both lines named, and those
  /// that a spreadsheet may have spoiled.
  func examineCodes(workers: Workers, log: inout ProblemLog) {
    let (shape, doubles) = codes.examine(workers: workers)
    let cause = "\(table.file)/student"
    for double in doubles {
      log.add(.codeTwice, cause: cause) {
        let code = codes.text(double.row)
        let line = table.place(row: double.earlier).line
        return (
          table.place(row: double.row, column: plan.student),
          Phrase(
            zh: "学生 \(code) 重复，前一次出现在第 \(line) 行",
            en: "student \(code) appears twice, before on line \(line)")
        )
      }
    }
    for row in Set(shape.unusual + suspects).sorted() {
      guard let flaw = codeFlaw(codes.text(row)) else { continue }
      log.add(.codeUnfit, cause: cause) { (table.place(row: row, column: plan.student), flaw) }
    }
    if shape.dashed.count * 2 < count {
      for row in shape.dashed.first where looksLikeDate(codes.text(row)) {
        log.add(.codeUnfit, cause: cause) {
          (table.place(row: row, column: plan.student), dateFlaw(codes.text(row)))
        }
      }
    }
    warnOfShape(shape, log: &log)
  }

  private func warnOfShape(_ shape: CodeColumn.Shape, log: inout ProblemLog) {
    if count > 0, shape.lengths.min != shape.lengths.max {
      let lengths = CodeLengths(codes)
      log.add(
        .codeLengths, at: table.place(row: lengths.example, column: plan.student),
        lengths.phrase(
          Phrase(zh: "学生代码", en: "student codes"), codes.text(lengths.example)))
    }
    // One code in a thousand ends in 000 by nature; spoiled ones all do.
    if shape.rounded.count * 50 >= max(1, count) {
      log.add(
        .codeRounded, at: table.place(row: shape.rounded.first, column: plan.student),
        Phrase(
          zh: "\(shape.rounded.count) 个 15 位以上的学生代码以 000 结尾，例如 \(codes.text(shape.rounded.first))；"
            + "可能被电子表格截断",
          en: "\(shape.rounded.count) student codes of 15 or more bytes end in 000, for example "
            + "\(codes.text(shape.rounded.first)); a spreadsheet may have cut them"))
    }
  }
}
