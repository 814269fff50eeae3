import Columns
import Tables

/// Writes the rows of a table: chunks are formatted on all workers into buffers that are used
/// again, and written and hashed in their order by whoever is free, each by one worker at a time.
///
/// Formatting, hashing and the system's copying of the bytes take about the same time each, so no
/// worker is tied to one of them. The bytes do not depend on the number of workers.
struct RowPipeline: Sendable {
  /// Rows of a chunk: a hundred KB or two, which the second-level cache keeps until they are
  /// hashed.
  static let chunkRows = 2048

  /// Hashes bytes, and perhaps others of its own beside them.
  typealias Hashing = @Sendable (Span<UInt8>, inout SHA256) -> Void

  private let workers: Workers
  private let chunkRows: Int
  private let hashing: Hashing
  private let slots: [Slot]

  /// A buffer that goes round.
  ///
  /// Sound: the schedule gives it to one worker to fill, and to readers after.
  private final class Slot: @unchecked Sendable {
    var writer = ByteWriter()
  }

  /// A pipeline with a few buffers more than there are workers, so that nobody waits for one.
  init(
    workers: Workers, chunkRows: Int = RowPipeline.chunkRows,
    hashing: @escaping Hashing = { bytes, hash in hash.update(bytes) }
  ) {
    self.workers = workers
    self.chunkRows = chunkRows
    self.hashing = hashing
    slots = (0..<workers.count + 4).map { _ in Slot() }
  }

  /// Appends `header` and `rows` rows to `file`, which was opened without hashing; `format` appends
  /// those in a range to a buffer. One worker does `first` before it helps: a thread more than
  /// there are cores would leave one of them idle for long whenever it waits. Returns the file,
  /// which is being finished.
  func write(
    _ rows: Int, header: String, to file: consuming OutputFile,
    first: @Sendable () -> Void = {}, format: @Sendable (Range<Int>, inout ByteWriter) -> Void
  ) -> FileSink {
    let chunks = (rows + chunkRows - 1) / chunkRows
    let schedule = Monitor(ChunkSchedule(chunks: chunks, slots: slots.count))
    let sink = FileSink(file, header: header)
    let threads = min(workers.count, max(1, chunks))
    workers.perWorker(limit: threads) { number in
      if number == threads - 1 { first() }
      while true {
        let step = schedule.wait { $0.take() }
        guard let chunk = step.chunk else { return }
        let slot = slots[chunk % slots.count]
        switch step {
        case .format:
          let start = chunk * chunkRows
          slot.writer.removeAll()
          format(start..<min(rows, start + chunkRows), &slot.writer)
        case .hash: sink.hash(slot.writer, hashing)
        case .write: sink.write(slot.writer)
        case .end: return
        }
        let hasFailed = sink.hasFailed
        schedule.update { $0.finish(step, stops: hasFailed) }
      }
    }
    sink.beginFinish()
    return sink
  }
}

/// Which chunk is where.
struct ChunkSchedule {
  /// What a worker does next.
  enum Step: Equatable {
    case format(Int), hash(Int), write(Int), end

    /// The chunk it is about.
    var chunk: Int? {
      switch self {
      case .format(let chunk), .hash(let chunk), .write(let chunk): chunk
      case .end: nil
      }
    }
  }

  private let chunks: Int
  /// For each buffer the chunk that it holds ready, or −1.
  private var ready: [Int]
  private var nextFormat = 0
  private var nextHash = 0
  private var nextWrite = 0
  private var isHashing = false
  private var isWriting = false
  private var hasStopped = false

  init(chunks: Int, slots: Int) {
    self.chunks = chunks
    ready = Array(repeating: -1, count: slots)
  }

  /// What can be done now: hashing first, for the bytes are still in a cache; nil: nothing yet.
  mutating func take() -> Step? {
    if hasStopped { return .end }
    if !isHashing, isReady(nextHash) {
      isHashing = true
      return .hash(nextHash)
    }
    if !isWriting, isReady(nextWrite) {
      isWriting = true
      return .write(nextWrite)
    }
    // A buffer is free again when its chunk was both hashed and written.
    if nextFormat < chunks, nextFormat - min(nextHash, nextWrite) < ready.count {
      nextFormat += 1
      return .format(nextFormat - 1)
    }
    return nextFormat == chunks && nextHash == chunks && nextWrite == chunks ? .end : nil
  }

  private func isReady(_ chunk: Int) -> Bool { ready[chunk % ready.count] == chunk }

  /// Enters that `step` is done.
  mutating func finish(_ step: Step, stops: Bool) {
    if stops { hasStopped = true }
    switch step {
    case .format(let chunk): ready[chunk % ready.count] = chunk
    case .hash:
      isHashing = false
      nextHash += 1
    case .write:
      isWriting = false
      nextWrite += 1
    case .end: break
    }
  }
}
