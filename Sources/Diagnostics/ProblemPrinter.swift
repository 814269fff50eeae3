/// Problems as text: for people in one of two languages, or as JSON for programs.
///
/// Errors come before warnings, each in the order in which they were met. Of many problems with one
/// cause the first few are shown, then how many more there are and where some of them stand.
public struct ProblemPrinter: Sendable {
  private let language: Language
  private let isStrict: Bool
  private let showsRemedies: Bool

  /// How many problems of one cause are shown in full.
  private static let shownMax = 3

  /// A printer in `language`. With `strict`, warnings count and are named as errors. With
  /// `remedies`, each code says once what to do about it.
  public init(_ language: Language, strict: Bool = false, remedies: Bool = true) {
    (self.language, isStrict, showsRemedies) = (language, strict, remedies)
  }

  // MARK: For people

  /// Every group, then a line with the counts; empty where there are no problems. Each line ends
  /// with a line feed, and nothing in it can lead a terminal.
  public func text(_ log: ProblemLog) -> String {
    guard !log.groups.isEmpty else { return "" }
    var lines: [String] = []
    var explained: Set<Code> = []
    for group in ordered(log) {
      lines += describe(group)
      if showsRemedies && explained.insert(group.code).inserted {
        var remedy = TextLines()
        remedy.add(terminalSafe(group.code.remedy[language]), behind: "  → ")
        lines.append(String(remedy.text.dropLast()))
      }
    }
    lines.append(summary(log))
    return lines.map { $0 + "\n" }.joined()
  }

  /// The counts in one line, for example `3 errors, 1 warning`.
  public func summary(_ log: ProblemLog) -> String {
    let errors = log.errorCount + (isStrict ? log.warningCount : 0)
    let warnings = isStrict ? 0 : log.warningCount
    return switch language {
    case .zh: "\(grouped(errors)) 个错误，\(grouped(warnings)) 个警告"
    case .en: "\(counted(errors, "error")), \(counted(warnings, "warning"))"
    }
  }

  private func ordered(_ log: ProblemLog) -> [ProblemLog.Group] {
    log.groups.filter(\.code.isError) + log.groups.filter { !$0.code.isError }
  }

  private func describe(_ group: ProblemLog.Group) -> [String] {
    // One more is shown rather than counted.
    let isCut = group.count > max(ProblemPrinter.shownMax + 1, group.first.count)
    let shown = group.first.prefix(isCut ? ProblemPrinter.shownMax : group.first.count)
    var lines = shown.map(describe)
    if group.count > shown.count {
      lines.append(more(group.count - shown.count, group.first.dropFirst(shown.count)))
    }
    return lines
  }

  private func describe(_ problem: Problem) -> String {
    let place = problem.place.map { "\($0): " } ?? ""
    return terminalSafe("\(place)\(problem.code.name) \(problem.message[language])")
  }

  /// `… and 995,995 more, for example lines 7, 9`.
  private func more(_ count: Int, _ examples: ArraySlice<Problem>) -> String {
    let lines = examples.compactMap(\.place?.line).filter { $0 > 0 }.map(String.init)
    let list = lines.joined(separator: language == .zh ? "、" : ", ")
    return switch (language, lines.isEmpty) {
    case (.zh, true): "  …… 另有 \(grouped(count)) 处"
    case (.zh, false): "  …… 另有 \(grouped(count)) 处，例如第 \(list) 行"
    case (.en, true): "  … and \(grouped(count)) more"
    case (.en, false):
      "  … and \(grouped(count)) more, for example line\(lines.count == 1 ? "" : "s") \(list)"
    }
  }

  // MARK: For programs

  /// A JSON array with one object a group: `code`, `severity` (`error` or `warning`), `count`, and
  /// of the first problems the `message` of the first and the `places` (`file`, `line`, `column`; 0
  /// for the whole of it), each with its own `message`. Ends with a line feed.
  public func json(_ log: ProblemLog) -> String {
    jsonArray(log) + "\n"
  }

  /// The same array without a line feed at its end, to stand in an object.
  public func jsonArray(_ log: ProblemLog) -> String {
    var json = JSONWriter()
    json.array { json in
      for group in ordered(log) { append(group, to: &json) }
    }
    return String(decoding: json.finish().dropLast(), as: UTF8.self)
  }

  private func append(_ group: ProblemLog.Group, to json: inout JSONWriter) {
    json.objectRow { json in
      json.text("code", group.code.name)
      json.text("severity", group.code.isError || isStrict ? "error" : "warning")
      json.number("count", group.count)
      json.text("message", (group.first.first?.message ?? group.code.title)[language])
      json.array("places") { json in
        for problem in group.first {
          guard let place = problem.place else { continue }
          json.object { json in
            json.text("file", place.file)
            json.number("line", place.line)
            json.number("column", place.column)
            json.text("message", problem.message[language])
          }
        }
      }
    }
  }
}
