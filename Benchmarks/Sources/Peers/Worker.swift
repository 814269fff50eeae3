import Admission
import Apportionment
import Cases
import Columns
import Runs
import Tables

/// Our side of `Benchmarks/peers`: a process that answers each line of standard input with one run
/// of a task, as a line of JSON. What the first run comes to is written to a file, to be compared.
struct Worker {
  /// What can be asked for.
  enum Task: String, CaseIterable {
    case read, dictatorship, acceptance, hamilton, webster, biproportional
  }
  private let task: Task
  private let file: String
  private let outcome: String
  private let workers: Workers

  /// `words` are a task, a file, and where to write the outcome.
  init(_ words: [String], workers: Workers) throws(OptionError) {
    guard words.count == 3, let task = Task(rawValue: words[0]) else {
      let tasks = Task.allCases.map(\.rawValue).joined(separator: ", ")
      throw OptionError(message: "--worker TASK FILE OUTCOME, where TASK is one of \(tasks)")
    }
    (self.task, file, outcome) = (task, words[1], words[2])
    self.workers = workers
  }

  /// What one run came to: numbers for the outcome's file, where that is not written, what was
  /// counted, and how much of the time is of interest where that is not all of it.
  private struct Answer {
    var numbers: [Int] = []
    var shape: [Int] = []
    var count = 0
    var time: Time?
  }

  /// Answers until standard input ends.
  func serve() throws {
    let work = try prepared()
    print(#"{"version": "\#(programVersion)"}"#)
    var isFirst = true
    Main.flush()
    Memory.resetPeak()
    var (peak, faults) = (0, 0)
    while readLine() != nil {
      let stopwatch = Stopwatch()
      let answer = try work(stopwatch)
      let time = answer.time ?? stopwatch.stop().total
      if isFirst, !answer.numbers.isEmpty { try write(answer.numbers) }
      isFirst = false
      // To read the peak takes longer than to allocate a small market, and leaves the caches cold,
      // which those beside whom we are measured do not do: so it is read only where it may have
      // grown.
      if faults != Memory.faults() {
        peak = (Memory.peak() ?? 0) / 1_000_000
        faults = Memory.faults()
      }
      print(
        """
        {"seconds": \(Double(time.wall) / 1e9), "cpu": \(Double(time.processor) / 1e9), \
        "peak": \(peak), "count": \(answer.count), "shape": \(answer.shape)}
        """)
      Main.flush()
    }
  }

  /// The work of one run; what all runs need is made before.
  private func prepared() throws -> (Stopwatch) throws -> Answer {
    let workers = workers
    switch task {
    case .read:
      return { [file] _ in
        let reading = readCase(file, workers: workers)
        guard let read = reading.value, reading.problems.isClean else {
          throw OptionError(message: "\(file) cannot be read")
        }
        _ = read.inputs  // waits for the digests
        let students = read.market.cohort.count
        let columns = read.counts.columns.count { $0.file == "students.csv" }
        let unused = read.counts.unused.count { $0.file == "students.csv" }
        return Answer(shape: [students, columns + unused])
      }
    case .dictatorship: return try taking(Instance(file).markets(.queue))
    case .acceptance:
      return try taking(
        Instance(file).markets(.deferredAcceptance(.reserveFirst(isSoft: false))))
    case .hamilton, .webster:
      let (seats, claimants) = try Instance(file).claimants()
      let method: VectorMethod = task == .hamilton ? .hamilton : .divisor(.webster)
      return { _ in
        let solution = try claimants.apportion(seats, by: method)
        return Answer(numbers: solution.certain, count: claimants.count)
      }
    case .biproportional:
      let (matrix, columnSeats) = try Instance(file).matrix()
      return { _ in
        let solution = try matrix.biproportional(columnSeats: columnSeats)
        return Answer(numbers: solution.seats, count: matrix.cellCount)
      }
    }
  }

  /// Takes one of `markets` a run, in turn: a market that is allocated time after time is known to
  /// the processor by heart. What each comes to is written before.
  private func taking(_ markets: [Market]) throws -> (Stopwatch) throws -> Answer {
    let workers = workers
    try write(
      markets.flatMap { market in
        let placements = try Admission.allocate(market, workers: workers).placements
        return (0..<market.cohort.count).map {
          placements[$0].isAdmitted ? placements[$0].programme + 1 : 0
        }
      })
    var next = 0
    return { stopwatch in
      defer { next += 1 }
      return try Worker.allocate(markets[next % markets.count], workers, stopwatch)
    }
  }

  /// One allocation. The baselines are given students in order, so that the ranking is not counted.
  private static func allocate(
    _ market: Market, _ workers: Workers, _ stopwatch: Stopwatch
  ) throws -> Answer {
    let observer = stopwatch.observer(through: .rank)
    let outcome = try Admission.allocate(market, workers: workers, observer: observer)
    let times = stopwatch.stop()
    let time = times.total - times.phases[.rank, default: Time()]
    return Answer(count: outcome.proposals, time: time)
  }

  private func write(_ numbers: [Int]) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * 4)
    for number in numbers {
      let word = UInt32(bitPattern: Int32(number))
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(shift))) }
    }
    try writeFileAtomically(outcome, bytes.span, replacing: true)
  }
}
