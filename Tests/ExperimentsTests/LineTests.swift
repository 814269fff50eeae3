import Columns
import Diagnostics
import Tables
import TestSupport
import Testing

@testable import Experiments

/// Lines of cells, and folders of them.
@Suite struct LineTests {
  private static func opened() throws -> OpenExperiment {
    try Lab.open(Lab.text(Lab.three + "draws: ['lottery'], seed: 'a \"quoted\" seed'"))
  }

  @Test func linesAreReadAsTheyAreWritten() throws {
    let opened = try Self.opened()
    let lines = opened.lines
    let results = try Lab.results(opened)
    for (index, result) in results.enumerated() {
      let cell = opened.experiment.cell(index)
      let line = lines.answer(cell, result)
      let read = try lines.result(line.dropLast())
      #expect(read.cell == cell && read.result == result)
      #expect(try lines.cell(asking: lines.request(cell).dropLast()) == cell)
    }
    let odd = CellResult.failure(code: "E1", message: "a \"b\" \\ \n\t\u{1}\u{200B}\u{E0001}中")
    let line = lines.answer(opened.experiment.cell(0), odd)
    #expect(try lines.result(line.dropLast()).result == odd)
  }

  /// No byte can be changed, put in or taken out.
  @Test func everyChangeIsSeen() throws {
    let opened = try Self.opened()
    let result = try Lab.results(opened, threads: 1)[4]
    let lines = opened.lines
    let line = Array(lines.answer(opened.experiment.cell(4), result).dropLast())
    var random = SeededGenerator(seed: 11)
    for _ in 0..<400 {
      var other = line
      let at = Int(random.next() % UInt64(other.count))
      switch random.next() % 3 {
      case 0: other[at] ^= UInt8(1 + random.next() % 255)
      case 1: other.remove(at: at)
      default: other.insert(UInt8(0x20 + random.next() % 0x5F), at: at)
      }
      if other == line { continue }
      #expect(throws: CellLine.Fault.self) { try lines.result(other[...]) }
    }
  }

  @Test func linesOfOthersAreRefused() throws {
    let opened = try Self.opened()
    let cell = opened.experiment.cell(0)
    for text in [
      Lab.text(Lab.three + "draws: ['lottery'], seed: 'another'"),
      Lab.text(Lab.three, base: #"{"generate": {"students": 401, "programmes": 6}}"#),
    ] {
      let other = try Lab.open(text)
      let line = other.lines.answer(other.experiment.cell(0), .values([]))
      #expect(throws: CellLine.Fault.foreign) { try opened.lines.result(line.dropLast()) }
    }
    let program = CellLine.Origin(
      experiment: opened.origin.experiment, base: opened.origin.base,
      program: SHA256.digest(of: [9].span))
    let line = CellLine(opened.experiment, program).answer(cell, .values([]))
    #expect(throws: CellLine.Fault.foreign) { try opened.lines.result(line.dropLast()) }
  }

  @Test(arguments: [1, 2, 7, 9, 40]) func partsAreTheWhole(_ count: Int) throws {
    let opened = try Self.opened()
    let folder = try TempFolder()
    // Backwards, and one of them twice.
    for number in (0..<count).reversed() + [0] {
      _ = try Shard(number, of: count, folder: folder("parts"), opened).run(workers: .all)
    }
    var merged = MergedCells(opened.experiment, opened.lines)
    try merged.take(from: folder("parts"))
    #expect(merged.problems.isClean && merged.missing.isEmpty)
    #expect(try #require(merged.all) == Lab.results(opened))
  }

  @Test func mergeRefusesWhatIsNotWhole() throws {
    let opened = try Self.opened()
    let results = try Lab.results(opened)
    let lines = results.enumerated().map {
      ArraySlice(opened.lines.answer(opened.experiment.cell($0), $1).dropLast())
    }
    func merged(_ lines: [ArraySlice<UInt8>]) -> MergedCells {
      var merged = MergedCells(opened.experiment, opened.lines)
      for (number, line) in lines.enumerated() {
        merged.take(line, at: Place(file: "p", line: number + 1))
      }
      return merged
    }
    #expect(merged(lines + lines).problems.isClean)
    let gaps = merged([lines[0], lines[5], lines[7]])
    #expect(gaps.all == nil)
    #expect(MergedCells.ranges(gaps.missing) == "1-4,6,8")
    let other = opened.lines.answer(opened.experiment.cell(3), results[7]).dropLast()
    let twice = merged(lines + [other])
    #expect(
      Lab.said(twice.problems) == ["E787 p:10 nondeterminism at cell 3: two results that differ"])
    #expect(Lab.said(merged(lines + [[0x7B, 0x7D]]).problems)[0].hasPrefix("E785 p:10"))
  }

  @Test func keptCellsGoOnWhereTheyStopped() throws {
    let opened = try Self.opened()
    let results = try Lab.results(opened)
    let folder = try TempFolder()
    do {
      let kept = try KeptCells(besides: folder("out"), opened.lines)
      #expect(kept.known.isEmpty)
      for index in [2, 0, 5] { try kept.keep(opened.experiment.cell(index), results[index]) }
    }
    let whole = try folder.read("out.cells/cells.jsonl")
    // Torn anywhere in its last line: the others are there.
    let last = opened.lines.answer(opened.experiment.cell(5), results[5]).count
    for cut in [0, 1, 2, 70, last - 1, last] {
      try folder.write("out.cells/cells.jsonl", Array(whole.dropLast(cut)))
      let kept = try KeptCells(besides: folder("out"), opened.lines)
      #expect(Set(kept.known.keys) == (cut == 0 ? [0, 2, 5] : [0, 2]))
      #expect(kept.known[2] == results[2])
      try kept.keep(opened.experiment.cell(1), results[1])
    }
    let after = try KeptCells(besides: folder("out"), opened.lines)
    #expect(after.known[1] == results[1])
    let other = try Lab.open(Lab.text(Lab.three + "seed: 'another'"))
    #expect(throws: ExperimentError.self) { try KeptCells(besides: folder("out"), other.lines) }
  }
}
