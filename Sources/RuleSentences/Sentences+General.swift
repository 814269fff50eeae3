import Diagnostics
import Rules

/// What the file is and follows, what it leaves open, and how the office's tables are called.
extension SentenceWriter {
  mutating func writeGeneral() {
    begin(Phrase(zh: "总则", en: "General"))
    let name = named(rules.name)
    say("/name", zh: "本规则名为\(name.zh)", en: "these rules are called \(name.en)")
    if let year = rules.year {
      say("/year", zh: "用于 \(year) 年", en: "they are for the year \(year)")
    }
    for (number, document) in rules.basis.enumerated() {
      say(
        "/basis/\(number)", zh: "依据 \(number + 1)：\(document)",
        en: "basis \(number + 1): \(document)")
    }
    for (point, reason) in rules.waivers {
      let name = point.title
      say(
        RuleSet.keyPath("waive", point.rawValue), zh: "豁免合规要点“\(name.zh)”，理由：\(reason)",
        en: "the compliance point \"\(name.en)\" is waived, because: \(reason)")
    }
    begin(Phrase(zh: "待定事项（定下之前不能运行）", en: "Undecided (nothing runs before it is settled)"))
    for (path, question) in rules.undecided {
      say(
        RuleSet.keyPath("undecided", path), zh: "\(path) 待定：\(question)",
        en: "\(path) is undecided: \(question)")
    }
  }

  mutating func writeTables() {
    begin(Phrase(zh: "数据", en: "Data"))
    let isChinese = rules.language == .zh
    say(
      "/language", zh: "结果文件用\(isChinese ? "中文" : "英文")",
      en: "the files of a run are in \(isChinese ? "Chinese" : "English")")
    switch rules.encoding {
    case nil: break
    case .utf8: say("/encoding", zh: "各表以 UTF-8 编码", en: "the tables are in UTF-8")
    case .gb18030: say("/encoding", zh: "各表以 GB18030 编码", en: "the tables are in GB18030")
    }
    for (table, _) in inOrder(tableFiles, "files") { write(table: table) }
    for (column, header) in inOrder(rules.columns, "columns") {
      let (ours, office) = (named(column), named(header))
      say(
        RuleSet.keyPath("columns", column), zh: "本规则的列\(ours.zh)，在主管部门的表中名为\(office.zh)",
        en: "the column \(ours.en) of these rules is called \(office.en) in the office's tables")
    }
    for (column, kind) in inOrder(rules.kinds, "kinds") {
      let (name, kind) = (named(column), kind.title)
      say(
        RuleSet.keyPath("kinds", column), zh: "列\(name.zh)是\(kind.zh)",
        en: "the column \(name.en) is \(kind.en)")
    }
    for (column, marks) in inOrder(rules.fullMarks, "fullMarks") {
      let name = named(column)
      say(
        RuleSet.keyPath("fullMarks", column), zh: "列\(name.zh)满分 \(marks)，超过的为错误",
        en: "full marks in the column \(name.en) are \(marks), and more is an error")
    }
  }

  /// The tables of which the rules say where they are.
  private var tableFiles: [String: Bool] {
    let names = [
      rules.files.keys.sorted(), rules.sheets.keys.sorted(), rules.headerRows.keys.sorted(),
    ]
    return Dictionary(names.joined().map { ($0, true) }) { a, _ in a }
  }

  private mutating func write(table: String) {
    var (zh, en) = ([String](), [String]())
    if let file = rules.files[table] {
      zh.append("在文件 \(file) 中")
      en.append("in the file \(file)")
    }
    if let sheet = rules.sheets[table].map(named) {
      zh.append("取工作表\(sheet.zh)")
      en.append("in its sheet \(sheet.en)")
    }
    if let row = rules.headerRows[table] {
      zh.append("表头在第 \(row) 行")
      en.append("with the header in row \(row)")
    }
    say(
      RuleSet.keyPath("files", table), zh: "表 \(table) \(zh.joined(separator: "，"))",
      en: "the table \(table) is \(en.joined(separator: ", "))")
  }

  /// The entries of a map in the order of the file: a dictionary has none.
  private func inOrder<Value>(_ map: [String: Value], _ key: String) -> [(String, Value)] {
    map.sorted { a, b in place(key, a.key) < place(key, b.key) }.map { ($0.key, $0.value) }
  }

  private func place(_ key: String, _ name: String) -> (Int, Int) {
    let place = rules.places[RuleSet.keyPath(key, name)]
    return (place?.line ?? 0, place?.column ?? 0)
  }
}

extension CompliancePoint {
  /// What the point asks for.
  fileprivate var title: Phrase {
    switch self {
    case .quotaShare: Phrase(zh: "指标到校比例", en: "quota share")
    case .forbiddenBasis: Phrase(zh: "不得作为录取依据的结果", en: "forbidden basis")
    case .evaluation: Phrase(zh: "成绩与综合素质评价", en: "comprehensive evaluation")
    case .publicPrivate: Phrase(zh: "公民同招", en: "public and private together")
    }
  }
}

extension ColumnKind {
  /// What the kind is called.
  var title: Phrase {
    switch self {
    case .exam: Phrase(zh: "学业水平考试成绩", en: "an academic level exam")
    case .evaluation: Phrase(zh: "综合素质评价", en: "the comprehensive evaluation")
    case .bonus: Phrase(zh: "加分", en: "a bonus")
    case .competition: Phrase(zh: "竞赛成绩", en: "a competition")
    case .certificate: Phrase(zh: "证书", en: "a certificate")
    case .training: Phrase(zh: "培训结果", en: "training")
    case .interview: Phrase(zh: "面试成绩", en: "an interview")
    case .schoolTest: Phrase(zh: "学校自行测试的成绩", en: "a school-run test")
    }
  }
}
