import Admission
import Cases
import Columns
import Synchronization
import TestSupport
import Testing

@testable import Runs
@testable import Tables

@Suite("A run of any market") struct WriterTests {
  /// The tables equal those made by their definition, on any number of workers and chunks.
  @Test(arguments: 0..<150) func equalsItsDefinition(seed: Int) throws {
    let market = randomMarket(SeededGenerator(seed: UInt64(seed)), seed % 30 == 0 ? .city : .small)
    guard let outcome = try? allocate(market, workers: Workers(count: 1)) else { return }
    let scratch = try TempFolder()
    let read = try makeCase(around: market)
    let naive = NaiveTables(read: read, outcome: outcome)
    let expected = [
      ("admissions.csv", naive.admissions), ("cutoffs.csv", naive.cutoffs),
      ("lines.csv", naive.lines), ("seats.csv", naive.seats),
    ]
    var sums: Set<String> = []
    for (workers, chunkRows) in [(1, 8192), (2, 1), (3, 7), (2, 8192)] {
      var writer = RunWriter(
        read, outcome, RunFacts(version: "1"), workers: Workers(count: workers))
      writer.chunkRows = chunkRows
      try writer.write(to: scratch("run"), replacing: true)
      for (name, text) in expected {
        #expect(try scratch.text("run/\(name)") == text, "\(name), seed \(seed)")
      }
      sums.insert(try scratch.text("run/SHA256SUMS"))
    }
    #expect(sums.count == 1)
    let listed = try DigestList(parsing: Array(sums.first!.utf8))
    for (name, text) in expected {
      #expect(listed[name] == SHA256.digest(of: text.utf8Span.span))
    }
  }

  @Test func doesNotReplaceUnaskedAndTakesMoreFiles() throws {
    let scratch = try TempFolder()
    let read = try SmallCity.read()
    let outcome = try allocate(read.market, workers: Workers(count: 1))
    let writer = RunWriter(read, outcome, RunFacts(version: "1"))
    let counts = try writer.write(to: scratch("run")) { (folder) throws(FileError) in
      try folder.add("case/rules.json", "{}")
    }
    #expect(counts.admitted == 8 && counts.students == 9)
    #expect(try scratch.names("run").contains("case"))
    let refused = #expect(throws: FileError.self) { try writer.write(to: scratch("run")) }
    #expect(refused?.code == .outputExists)
    try writer.write(to: scratch("run"), replacing: true)
    #expect(try !scratch.names("run").contains("case"))
  }

  /// The first key of a ranking called `score` is the order's key `score`; a grade may be any text.
  @Test func lastKeyNamesEachMeaningOnce() throws {
    let scratch = try TempFolder()
    let market = Market(
      cohort: .byHand(numbers: [[1_500], [0]], lists: [[[0]]]), programmeCount: 1,
      audiences: [.everyone], pools: [Pool(audience: 0)], seats: SeatCell.rows(0, [[1]]),
      rankings: [.by(0, 1, 0)],
      stages: [
        Stage(
          list: 0, ranking: 0, pools: [StagePool(pool: 0)],
          order: [.scoreBand, .score, .choice, .rank], scoreBands: (number: 0, edges: [2_000]))
      ])
    let read = try makeCase(
      market, programmes: ["A"], pools: ["open"], poolRules: [1], audiences: [["*"]],
      stages: ["统招"], students: ["1"],
      numbers: [.score("score"), .grade("评价", ["优;\"一\""])])
    let outcome = try allocate(market, workers: Workers(count: 1))
    try RunWriter(read, outcome, RunFacts(version: "1")).write(to: scratch("run"))
    let row = try scratch.text("run/cutoffs.csv").split(separator: "\n")[1]
    #expect(
      row == """
        统招,A,open,*,1,1,1,0,0,1.5,1,"scoreBand=2;score=1.5;choice=1;评价=优\\;""一""\"
        """)
  }

  @Test func nobodyAtAll() throws {
    let scratch = try TempFolder()
    let market = Market(
      cohort: .byHand(numbers: [[]], lists: [[]]), programmeCount: 0, audiences: [.everyone],
      pools: [Pool(audience: 0)], seats: [], rankings: [.by(0)],
      stages: [Stage(list: 0, ranking: 0, pools: [StagePool(pool: 0)])])
    let read = try makeCase(around: market)
    let outcome = try allocate(market, workers: Workers(count: 2))
    try RunWriter(read, outcome, RunFacts(version: "1")).write(to: scratch("run"))
    #expect(
      try scratch.text("run/admissions.csv")
        == "student,status,programme,stage,pool,choice,score\n")
    #expect(try scratch.text("run/seats.csv").split(separator: "\n").count == 1)
  }
}

@Suite("The pipeline of rows") struct PipelineTests {
  #if os(Linux)
    @Test(arguments: [1, 2, 3]) func aFullDiskIsSaid(workers: Int) throws {
      let full = try Descriptor(opening: "/dev/full", 1 /* O_WRONLY */, as: "full")
      let file = OutputFile(name: "full", path: "full", descriptor: full, hashing: false)
      let sink = RowPipeline(workers: Workers(count: workers), chunkRows: 10).write(
        1_000_000, header: "a\n", to: file
      ) { rows, writer in
        for row in rows { writer.append(cell: row) }
      }
      let error = #expect(throws: FileError.self) { _ = try sink.finish() }
      #expect(error?.code == .diskFull)
    }
  #endif

  /// What comes first is done once, however many threads there are and rows to write.
  @Test(arguments: [1, 2, 5], [0, 10, 1000]) func doesOnceWhatComesFirst(
    workers: Int, rows: Int
  ) throws {
    let scratch = try TempFolder()
    var folder = try OutputFolder(at: scratch("run"), .ofRun)
    let times = Mutex(0)
    let sink = RowPipeline(workers: Workers(count: workers), chunkRows: 10).write(
      rows, header: "a\n", to: try folder.create("a.csv", hashing: false),
      first: { times.withLock { $0 += 1 } }
    ) { rows, writer in
      for row in rows { writer.append(cell: row) }
    }
    try sink.register(in: &folder)
    try folder.commit()
    #expect(times.withLock { $0 } == 1)
    let expected = "a\n" + (0..<rows).map { "\($0)," }.joined()
    #expect(try scratch.text("run/a.csv") == expected)
  }

  /// Every chunk is formatted before it is hashed and written, each of these in order, and a buffer
  /// is filled again only after both.
  @Test(arguments: 0..<200) func keepsTheOrder(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let chunks = random.int(0...12)
    let slots = random.int(1...4)
    var schedule = ChunkSchedule(chunks: chunks, slots: slots)
    var running: [ChunkSchedule.Step] = []
    var done: [ChunkSchedule.Step] = []
    while true {
      if running.isEmpty || random.chance(50), let step = schedule.take() {
        if step == .end { break }
        if case .format(let chunk) = step, chunk >= slots {
          #expect(done.contains(.hash(chunk - slots)) && done.contains(.write(chunk - slots)))
        } else if let chunk = step.chunk, step != .format(chunk) {
          #expect(done.contains(.format(chunk)))
        }
        running.append(step)
      } else if !running.isEmpty {
        let step = running.remove(at: random.int(0...running.count - 1))
        schedule.finish(step, stops: false)
        done.append(step)
      } else {
        Issue.record("nothing to do and nothing running, seed \(seed)")
        return
      }
    }
    #expect(running.isEmpty)
    #expect(
      done.filter { if case .hash = $0 { true } else { false } } == (0..<chunks).map { .hash($0) })
    #expect(
      done.filter { if case .write = $0 { true } else { false } } == (0..<chunks).map { .write($0) }
    )
  }
}

@Suite("Bytes on their way to a file") struct ByteWriterTests {
  @Test func numbers() {
    var writer = ByteWriter()
    let numbers = [0, 7, 10, -1, 99_999_999, 100_000_000, 1_234_567_890_123, .max, .min]
    for number in numbers { writer.append(cell: number) }
    writer.append(decimal: UInt64.max)
    let expected = numbers.map { "\($0)," }.joined() + "\(UInt64.max)"
    #expect(String(decoding: writer.array, as: UTF8.self) == expected)
  }

  @Test func thousandths() {
    let cases: [(Int64, String)] = [
      (0, "0"), (1, "0.001"), (10, "0.01"), (100, "0.1"), (-500, "-0.5"), (655_500, "655.5"),
      (655_050, "655.05"), (655_000, "655"), (-1_000, "-1"), (101, "0.101"),
      (.max, "9223372036854775.807"),
    ]
    for (number, text) in cases {
      var writer = ByteWriter()
      writer.append(thousandths: number)
      #expect(String(decoding: writer.array, as: UTF8.self) == text)
      #expect(NumberName.score("x").text(number) == text)
    }
  }

  @Test func textsOfAnyLength() {
    let store = PieceStore()
    var writer = ByteWriter()
    var expected = ""
    for length in 0..<100 {
      let text = String((0..<length).map { Character(Unicode.Scalar(UInt8(33 + $0 % 90))) })
      let pieces = store.pieces(["other", text, "other"])
      writer.append(text)
      writer.append(pieces, 1)
      expected += text + text
    }
    let long = String(repeating: "长", count: 100_000)
    writer.append(long)
    #expect(String(decoding: writer.array, as: UTF8.self) == expected + long)
    writer.removeAll()
    #expect(writer.array == [])
  }
}
