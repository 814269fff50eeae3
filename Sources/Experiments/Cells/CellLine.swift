import Diagnostics
import Metrics
import Tables

/// A cell as a line of text: what workers take and give.
///
/// A line is canonical JSON: no blanks, keys in a fixed order, so that equal cells are equal bytes.
/// The last key is `digest`, SHA-256 of all bytes before it (`{"cell":…` to the comma, exclusive).
///
/// ```
/// {"cell":7,"experiment":"…","case":"…","program":"…","variant":"80%","replicate":2,
///  "seeds":{"lottery":"zhibiao lottery 2","behaviour":"1b2c…"},"digest":"…"}
/// ```
///
/// A result has `"values":{"METRIC":{"GROUP":"3/7",…},…}` before its digest, or
/// `"error":["E123","…"]`.
public struct CellLine: Sendable {
  /// What lines of one experiment have in common.
  public struct Origin: Sendable, Hashable {
    /// The digest of the experiment.
    public let experiment: Digest
    /// The digest of the base.
    public let base: Digest
    /// The digest of the program.
    public let program: Digest

    /// An origin.
    public init(experiment: Digest, base: Digest, program: Digest) {
      (self.experiment, self.base, self.program) = (experiment, base, program)
    }
  }

  private let experiment: Experiment
  private let head: String
  /// Metric names, escaped.
  private let metrics: [String]

  /// The lines of `experiment`, which come from `origin`.
  public init(_ experiment: Experiment, _ origin: Origin) {
    self.experiment = experiment
    head =
      "\"experiment\":\"\(origin.experiment)\",\"case\":\"\(origin.base)\","
      + "\"program\":\"\(origin.program)\""
    metrics = experiment.metrics.map { jsonEscaped($0.name) }
  }

  /// The line that asks for `cell`, with its line end.
  public func request(_ cell: Cell) -> [UInt8] { CellLine.sealed(Array(open(cell).utf8)) }

  /// The line of what `cell` came to, with its line end.
  public func answer(_ cell: Cell, _ result: CellResult) -> [UInt8] {
    var text = Array(open(cell).utf8)
    switch result {
    case .failure(let code, let message):
      text += ",\"error\":[\(jsonEscaped(code)),\(jsonEscaped(message))]".utf8
    case .values(let values):
      text += ",\"values\":{".utf8
      var metric = -1
      for value in values {
        if value.metric != metric {
          text += "\(metric < 0 ? "" : "},")\(metrics[value.metric]):{".utf8
          metric = value.metric
        } else {
          text.append(UInt8(ascii: ","))
        }
        text += jsonEscaped(value.group).utf8
        text += ":\"".utf8
        value.value.append(to: &text)
        text.append(UInt8(ascii: "\""))
      }
      text += (metric < 0 ? "}" : "}}").utf8
    }
    return CellLine.sealed(text)
  }

  private func open(_ cell: Cell) -> String {
    var seeds: [String] = []
    if let lottery = cell.seeds.lottery { seeds.append("\"lottery\":\(jsonEscaped(lottery))") }
    if let plan = cell.seeds.plan { seeds.append("\"plan\":\(jsonEscaped(plan))") }
    if let population = cell.seeds.population { seeds.append("\"population\":\"\(population)\"") }
    seeds.append("\"behaviour\":\"\(cell.seeds.behaviour)\"")
    return "{\"cell\":\(cell.index),\(head),\"variant\":"
      + jsonEscaped(experiment.variants[cell.variant].name)
      + ",\"replicate\":\(cell.replicate),\"seeds\":{\(seeds.joined(separator: ","))}"
  }

  private static func sealed(_ text: [UInt8]) -> [UInt8] {
    let digest = SHA256.digest(of: text.span)
    return text + ",\"digest\":\"\(digest)\"}\n".utf8
  }
}

extension CellLine {
  /// Why a line is not one of this experiment's.
  public enum Fault: Error, Sendable, Hashable {
    /// It is cut, changed, or not ours at all.
    case broken
    /// It is whole, and of another experiment, case or program.
    case foreign
  }

  /// The bytes of a whole line before its digest; nil where it has none, or another.
  private static func payload(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    // ,"digest":"64 digits"}
    let tail = 11 + 64 + 2
    guard line.count > tail else { return nil }
    let payload = line.dropLast(tail)
    let digest = SHA256.digest(of: Array(payload).span)
    return line.suffix(tail).elementsEqual(",\"digest\":\"\(digest)\"}".utf8) ? payload : nil
  }

  /// The cell that `line`, without its line end, asks for.
  public func cell(asking line: ArraySlice<UInt8>) throws(Fault) -> Cell {
    let (cell, _) = try cell(of: line)
    guard request(cell).dropLast().elementsEqual(line) else { throw .foreign }
    return cell
  }

  /// The cell of a line that is whole and of this experiment, and how many bytes say which it is.
  private func cell(
    of line: ArraySlice<UInt8>
  ) throws(Fault) -> (cell: Cell, count: Int) {
    guard let payload = CellLine.payload(line) else { throw .broken }
    var scanner = LineScanner(payload)
    guard scanner.take("{\"cell\":"), let index = scanner.integer() else { throw .broken }
    guard index >= 0, index < experiment.cellCount else { throw .foreign }
    let cell = experiment.cell(index)
    // All that is common to request and answer is known: compare bytes, read nothing.
    let known = open(cell).utf8
    guard payload.starts(with: known) else { throw .foreign }
    return (cell, known.count)
  }

  /// The cell of an answer, and what it came to. Complexity: O(bytes).
  public func result(_ line: ArraySlice<UInt8>) throws(Fault) -> (cell: Cell, result: CellResult) {
    let (cell, count) = try cell(of: line)
    var scanner = LineScanner(line.dropFirst(count))
    guard let result = result(&scanner) else { throw .broken }
    // Nothing stands between the values and the digest, which is known to be right.
    guard scanner.take(",\"digest\":\"") else { throw .broken }
    return (cell, result)
  }

  private func result(_ scanner: inout LineScanner) -> CellResult? {
    if scanner.take(",\"error\":[") {
      guard let code = scanner.text(), scanner.take(","), let message = scanner.text(),
        scanner.take("]")
      else { return nil }
      return .failure(code: code, message: message)
    }
    guard scanner.take(",\"values\":{") else { return nil }
    var values: [CellValue] = []
    if scanner.take("}") { return .values(values) }
    var next = 0
    repeat {
      // Metrics stand in the order of the experiment; those without a value are left out.
      guard let metric = metrics[next...].firstIndex(where: { scanner.take($0) }),
        scanner.take(":{")
      else { return nil }
      next = metric + 1
      repeat {
        guard let group = scanner.text(), scanner.take(":\""), let value = scanner.ratio(),
          scanner.take("\"")
        else { return nil }
        values.append(CellValue(metric: metric, group: group, value: value))
      } while scanner.take(",")
      guard scanner.take("}") else { return nil }
    } while scanner.take(",")
    return scanner.take("}") ? .values(values) : nil
  }
}
