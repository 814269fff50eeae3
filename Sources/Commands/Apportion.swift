import Apportionment
import Diagnostics
import SeatTables
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Command {
  /// `zhibiao apportion`.
  static let apportion = Command(
    name: "apportion",
    usage: """
      [FILE] --method M --seats N [--seed S] [-o RESULT]
      --method M --rows FILE [--columns FILE] [--cells FILE]
      … --check RESULT
      """,
    summary: Phrase(
      zh: "按权数分配名额：一组对象，或一个矩阵", en: "seats for weights, for one vector or a matrix"),
    options: [
      Option(
        "--method", "M",
        Phrase(
          zh: "hamilton、adams、dean、huntingtonHill、webster、jefferson；矩阵另有\n"
            + "lottery、biproportional、leastDeviation",
          en: "hamilton, adams, dean, huntingtonHill, webster or jefferson;\n"
            + "a matrix also: lottery, biproportional, leastDeviation")),
      Option("--seats", "N", Phrase(zh: "一组对象的名额", en: "the seats of the house")),
      Option(
        "--minimum", "N", Phrase(zh: "表中未写明时的最低数", en: "least seats where the table says none")),
      Option(
        "--maximum", "N", Phrase(zh: "表中未写明时的最高数", en: "most seats where the table says none")),
      Option("--rows", "FILE", Phrase(zh: "row,seats[,tier]", en: "row,seats[,tier]")),
      Option(
        "--columns", "FILE",
        Phrase(
          zh: "column,weight 或 column,seats[,group]", en: "column,weight or column,seats[,group]")),
      Option(
        "--cells", "FILE",
        Phrase(
          zh: "开放的格：row,column[,weight][,minimum,maximum]",
          en: "open cells: row,column[,weight][,minimum,maximum]")),
      Option(
        "--seed", "S",
        Phrase(zh: "公开抽取的种子：用于 lottery 与并列", en: "the public seed, for the lottery and ties")),
      Option(
        "--certificate", "FILE",
        Phrase(
          zh: "把证明写入该文件（JSON；- 为标准输出）",
          en: "write the proof there, as JSON (-: standard output)")),
      Option(
        "--output", short: "-o", "FILE",
        Phrase(
          zh: "把结果写入该文件（默认及 - 为标准输出）",
          en: "where the result goes (default, and -: standard output)")),
      Option("--replace", nil, Phrase(zh: "替换已有的文件", en: "replace existing files")),
      Option(
        "--check", "FILE",
        Phrase(zh: "检查他人的结果是否符合该方法", en: "check a result that somebody brings")),
    ],
    examples: [
      (
        "zhibiao apportion --method huntingtonHill --seats 435 --minimum 1 < states.csv",
        Phrase(
          zh: "states.csv 的列：name,weight[,minimum,maximum]",
          en: "states.csv has the columns name,weight[,minimum,maximum]")
      ),
      (
        "zhibiao apportion --method lottery --rows h.csv --columns m.csv --seed S",
        Phrase(zh: "把各高中的名额分到各初中，可由种子重放", en: "each row's seats to the columns, replayable")
      ),
      (
        "zhibiao apportion states.csv --method webster --seats 9 --check result.csv",
        Phrase(zh: "核对 result.csv（name,seats）", en: "check result.csv, which has name,seats")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let request = try ApportionRequest(arguments)
      switch request.task {
      case .grid(let files, let method):
        return ApportionGrid(request, files, method, context).run()
      case .house(let path, let seats, let method):
        return ApportionHouse(request, path, seats, method, context).run()
      }
    })
}

/// What a call of `apportion` asks for.
struct ApportionRequest {
  /// What is to be split.
  enum Task {
    case house(path: String, seats: Int, VectorMethod)
    case grid(GridFiles, GridMethod)
  }

  let task: Task
  let minimum: Int
  let maximum: Int?
  let seed: String?
  let certificate: String?
  let output: String
  let check: String?
  let isReplacing: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    guard let name = arguments["--method"] else {
      throw usage("缺少 --method M", "--method M is missing")
    }
    guard let method = GridMethod(name: name) else { throw unknownMethod(name) }
    let limit = 0...Limits.seatsMax
    minimum = try arguments.integer("--minimum", in: limit) ?? 0
    maximum = try arguments.integer("--maximum", in: limit)
    seed = try ApportionRequest.seed(arguments["--seed"])
    (certificate, output) = (arguments["--certificate"], arguments["--output"] ?? standardStream)
    (check, isReplacing) = (arguments["--check"], arguments.has("--replace"))
    if let files = try ApportionRequest.files(arguments, minimum: minimum, maximum: maximum) {
      try ApportionRequest.requireGrid(arguments, method)
      task = .grid(files, method)
    } else {
      guard case .eachRow(let vectorMethod) = method else {
        throw usage("\(method.name) 需要 --rows FILE", "\(method.name) needs --rows FILE")
      }
      guard let seats = try arguments.integer("--seats", in: limit) else {
        throw usage("缺少 --seats N", "--seats N is missing")
      }
      task = .house(path: try ApportionRequest.housePath(arguments), seats: seats, vectorMethod)
    }
    try requireOutputs()
  }

  private func requireOutputs() throws(UsageError) {
    if let certificate, certificate == output {
      throw certificate == standardStream
        ? usage(
          "--certificate 与结果不能都写到标准输出：请用 -o FILE",
          "--certificate and the result cannot both be standard output: give -o FILE")
        : usage("--certificate 与 -o 是同一文件", "--certificate and -o are the same file")
    }
    if check != nil, certificate != nil || output != standardStream {
      throw usage(
        "--check 不写文件：请去掉 -o 与 --certificate",
        "--check writes no file: leave out -o and --certificate")
    }
  }

  private static func housePath(_ arguments: Arguments) throws(UsageError) -> String {
    if let extra = arguments.words.dropFirst().first {
      throw usage("多余的参数 \(extra)", "one argument too many: \(extra)")
    }
    if arguments.words.isEmpty, isatty(0) == 1 {
      throw usage("缺少 FILE，标准输入是终端", "FILE is missing, and standard input is a terminal")
    }
    let path = arguments.words.first ?? "-"
    if path == "-", arguments["--check"] == "-" { throw twiceStandardInput }
    return path
  }

  private static func requireGrid(
    _ arguments: Arguments, _ method: GridMethod
  ) throws(UsageError) {
    if let word = arguments.words.first {
      throw usage("有 --rows 时不需要 \(word)", "with --rows there is no place for \(word)")
    }
    if arguments.has("--seats") {
      throw usage(
        "有 --rows 时名额在表中，不用 --seats", "with --rows the seats are in the table, not in --seats")
    }
    if arguments["--columns"] == nil, arguments["--cells"] == nil {
      throw usage(
        "缺少 --columns FILE 或 --cells FILE", "--columns FILE or --cells FILE is missing")
    }
    if method == .lottery, !arguments.has("--seed"), !arguments.has("--check") {
      throw usage("lottery 需要 --seed S", "lottery needs --seed S")
    }
    let tables = ["--rows", "--columns", "--cells", "--check"].map { arguments[$0] }
    if tables.count(where: { $0 == "-" }) > 1 { throw twiceStandardInput }
  }

  private static func files(
    _ arguments: Arguments, minimum: Int, maximum: Int?
  ) throws(UsageError) -> GridFiles? {
    guard let rows = arguments["--rows"] else {
      for name in ["--columns", "--cells"] where arguments.has(name) {
        throw usage("\(name) 需要 --rows FILE", "\(name) needs --rows FILE")
      }
      return nil
    }
    return GridFiles(
      rows: rows, columns: arguments["--columns"], cells: arguments["--cells"],
      minimum: minimum, maximum: maximum)
  }

  private static func seed(_ text: String?) throws(UsageError) -> String? {
    guard let text else { return nil }
    let bytes = Array(text.utf8)
    guard (1...64).contains(bytes.count), bytes.allSatisfy({ (0x20...0x7E).contains($0) }),
      bytes.first != 0x20, bytes.last != 0x20
    else {
      throw usage(
        "--seed 应为 1 到 64 个可打印的 ASCII 字符，前后无空格",
        "--seed is 1 to 64 printable ASCII characters, without outer blanks")
    }
    return text
  }
}

private func usage(_ zh: String, _ en: String) -> UsageError {
  UsageError(message: Phrase(zh: zh, en: en))
}

private let twiceStandardInput = usage("标准输入只能用一次", "standard input can be read only once")

private func unknownMethod(_ name: String) -> UsageError {
  let near = nearestName(to: name, among: GridMethod.names)
  let list = GridMethod.names.joined(separator: ", ")
  return usage(
    "未知的方法 \(name)" + (near.map { "；是否指 \($0)？" } ?? "；应为 \(list) 之一"),
    "unknown method \(name)" + (near.map { "; did you mean \($0)?" } ?? "; one of \(list)"))
}
