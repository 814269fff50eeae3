import Diagnostics
import Exact

extension RuleSet {
  /// Reads a rule file (RULES.md has every key) and resolves every name in it.
  ///
  /// - Parameters:
  ///   - bytes: the file's content, JSON5 in UTF-8; never trapped on, whatever it is.
  ///   - file: the file's name for messages, without a folder.
  ///   - passingUnknownKeys: whether unknown keys alone, which are errors, still give rules, for
  ///     the problems of tables; not where one may be meant to say how tables are read.
  /// - Returns: the rules, nil if there is any other error, and all problems of the file in one
  ///   run. Each names its place, its key path, what was found and what was expected. Only a fault
  ///   of syntax or another `format` ends reading early, since what follows would be guesswork.
  public static func read(
    _ bytes: [UInt8], file: String = "rules.json", passingUnknownKeys: Bool = false
  ) -> (rules: RuleSet?, problems: ProblemLog) {
    var reader = RuleReader(file: file)
    do throws(JSON5Failure) {
      let root = Node(value: try JSON5Parser.parse(bytes, file: file), path: "")
      let rules = reader.ruleSet(root)
      let log = reader.log
      let isUsable = log.groups.allSatisfy {
        !$0.code.isError
          || passingUnknownKeys && !reader.mayMisreadTables && $0.code == .unknownKey
      }
      return (isUsable ? rules : nil, log)
    } catch {
      var log = ProblemLog()
      log.add(error.problem)
      return (nil, log)
    }
  }

  /// Where the thing at `path` stands in the rule file, or what contains it.
  public func place(of path: String) -> Place? {
    var path = path[...]
    while true {
      if let place = places[String(path)] { return place }
      guard let slash = path.lastIndex(of: "/") else { return nil }
      path = path[..<slash]
    }
  }

  /// The key path of `parts`: `/stages/quota/order`. In a part, `~` is written `~0` and `/` is
  /// written `~1`, as in JSON Pointer (RFC 6901).
  public static func keyPath(_ parts: String...) -> String {
    parts.reduce("") { $0.appending(key: $1) }
  }
}

extension String {
  /// This key path and one key more.
  package func appending(key: String) -> String {
    var path = self + "/"
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": path += "~0"
      case "/": path += "~1"
      default: path.unicodeScalars.append(scalar)
      }
    }
    return path
  }
}

/// A value with its key path.
package struct Node {
  /// The value, with where it begins.
  package let value: JSON5Value
  /// Its key path.
  package let path: String

  /// `value` at `path`.
  package init(value: JSON5Value, path: String) { (self.value, self.path) = (value, path) }
}

/// Reads a rule file, going on after every problem. Where something is wrong it is reported and a
/// stand-in is used, so that one run shows all; the stand-ins are never seen, since a file with an
/// error gives no `RuleSet`.
///
/// What it knows of objects, arrays, texts and numbers serves other files in JSON5 too.
package struct RuleReader {
  let file: String
  package var problems: [(problem: Problem, path: String)] = []
  /// Where each key path stands.
  package var places: [String: Place] = [:]

  /// The keys of the file itself; none before it is known to be a rule file.
  var topKeys: [String] = []
  /// The keys that say how tables are read, and whether an unknown one may be meant for one of
  /// them.
  static let keysOfTables = [
    "files", "columns", "encoding", "file", "sheet", "headerRow", "list",
  ]
  var mayMisreadTables = false
  var lists = NameIndex(of: Noun.list)
  var grades = NameIndex(of: Noun.grade)
  var scores = NameIndex(of: Noun.score)
  var rankings = NameIndex(of: Noun.ranking)
  var pools = NameIndex(of: Noun.pool)
  var stageNames = NameIndex(of: Noun.stage)

  var gradeRules: [GradeRule] = []
  var rankingRules: [RankingRule] = []
  var poolRules: [PoolRule] = []
  /// Pools whose audience could not be read: what depends on it is not worth a second message.
  var vaguePools: Set<Int> = []
  /// The pools of each stage read so far; nil where they could not be read.
  var offered: [[Int]?] = []

  /// Will read the file called `file` in messages.
  package init(file: String) { self.file = file }

  /// Reports a problem with the value at `node`.
  package mutating func report(_ code: Code, _ node: Node, zh: String, en: String) {
    let place = Place(file: file, line: node.value.line, column: node.value.column)
    report(code, at: place, path: node.path, zh: zh, en: en)
  }

  /// Reports a problem at any place.
  package mutating func report(_ code: Code, at place: Place, path: String, zh: String, en: String)
  {
    let shown = path.isEmpty ? "/" : path
    let message = Phrase(zh: "\(shown)：\(zh)", en: "\(shown): \(en)")
    problems.append((Problem(code, at: place, message), shown))
  }

  /// All problems in the order of the file. The key path is the cause, so that no two keys share a
  /// group and none is lost beyond the first few.
  package var log: ProblemLog {
    func order(_ index: Int) -> (Int, Int, Int) {
      let place = problems[index].problem.place
      return (place?.line ?? 0, place?.column ?? 0, index)
    }
    var log = ProblemLog()
    for index in problems.indices.sorted(by: { order($0) < order($1) }) {
      log.add(problems[index].problem, cause: problems[index].path)
    }
    return log
  }

  /// Reports that the value is of another kind than `wanted`.
  package mutating func reportKind(_ node: Node, wanted zh: String, _ en: String) {
    let found = node.value.description
    report(.wrongValue, node, zh: "应为\(zh)，实为\(found.zh)", en: "expected \(en), found \(found.en)")
  }
}

/// What things of a rule file are called in messages.
enum Noun {
  static let list = Phrase(zh: "志愿表（lists）", en: "list")
  static let grade = Phrase(zh: "等第（grades）", en: "grade")
  static let score = Phrase(zh: "成绩项（scores）", en: "score")
  static let ranking = Phrase(zh: "排序（rankings）", en: "ranking")
  static let pool = Phrase(zh: "名额类别（pools）", en: "pool")
  static let stage = Phrase(zh: "批次（stages）", en: "stage")
  static let split = Phrase(zh: "分配方案（splits）", en: "split")
}
