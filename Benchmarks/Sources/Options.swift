import Columns
import Diagnostics

/// A wrong way to call the program.
struct OptionError: Error {
  let message: String
}

/// What to measure, and how to print it.
struct Options {
  /// Students of each city.
  var sizes = [10_000, 100_000, 1_000_000]
  /// Timed runs of each benchmark.
  var runs = 7
  /// Which benchmarks.
  var groups = Group.allCases
  /// Threads that the measured work may use.
  var workers = Workers.all
  /// How numbers are printed.
  var exporter: any Exporter = TableExporter()
  /// Where cities and runs are written; nil: where the system has temporary files.
  var folder: String?
  var wantsHelp = false
  /// A task, a file and an outcome: what `Benchmarks/peers` asks of us.
  var task: [String]?

  static let help = """
    Usage: Benchmarks [--sizes N,N,...] [--runs N] [--only NAME,...] [--threads N] [--json]
                      [--folder DIR] [--smoke]
           Benchmarks [--threads N] --worker TASK FILE OUTCOME

      --sizes    students of each city (default: 10000,100000,1000000); seats are split on
                 smaller matrices where all are below 100000
      --runs     timed runs of each benchmark, after a warm-up (default: 7)
      --only     \(Group.allCases.map(\.rawValue).joined(separator: ", "))
      --threads  threads of the measured work (default: all processors)
      --json     print JSON, durations in nanoseconds
      --folder   where cities and runs are written (default: the system's temporary folder)
      --worker   answers each line of input with one run of a task: see Benchmarks/peers
      --smoke    one small city, two runs: whether it works, not how fast it is
    """

  /// Takes the program's words apart.
  init(_ words: [String]) throws(OptionError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--help", "-h": wantsHelp = true
      case "--json": exporter = JSONExporter()
      case "--smoke": (sizes, runs) = ([10_000], 2)
      case "--worker":
        task = Array(rest)
        rest = []
      case "--sizes", "--runs", "--only", "--threads", "--folder":
        guard let value = rest.popFirst() else {
          throw OptionError(message: "\(word) needs a value")
        }
        try set(word, value)
      default: throw OptionError(message: "unknown option \(terminalSafe(word))")
      }
    }
  }

  private mutating func set(_ name: String, _ value: String) throws(OptionError) {
    switch name {
    case "--sizes":
      sizes = []
      for part in value.split(separator: ",") {
        sizes.append(try Options.number(name, String(part), in: 1...50_000_000))
      }
    case "--only":
      groups = []
      for part in value.split(separator: ",") {
        guard let group = Group(rawValue: String(part)) else {
          throw OptionError(message: "--only \(terminalSafe(String(part))): no such benchmark")
        }
        groups.append(group)
      }
    case "--runs": runs = try Options.number(name, value, in: 1...10_000)
    case "--threads": workers = Workers(count: try Options.number(name, value, in: 1...1024))
    default: folder = value
    }
  }

  private static func number(
    _ name: String, _ text: String, in range: ClosedRange<Int>
  ) throws(OptionError) -> Int {
    guard let value = Int(text), range.contains(value) else {
      throw OptionError(
        message: "\(name) \(terminalSafe(text)): a whole number from \(range.lowerBound) to "
          + "\(range.upperBound) was expected")
    }
    return value
  }
}
