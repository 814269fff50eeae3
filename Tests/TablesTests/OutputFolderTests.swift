import Diagnostics
import TestSupport
import Testing

@testable import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("An output folder") struct OutputFolderTests {
  let scratch: TempFolder
  init() throws { scratch = try TempFolder() }

  @Test func isCompleteOrNotThere() throws {
    var folder = try OutputFolder(at: scratch("run"), .any)
    try folder.add("b.csv", "two\n")
    try folder.add("a.csv", "one\n")
    try folder.add("case/考生.csv", "three\n")
    #expect(!scratch.exists("run"))
    #expect(try scratch.names().count == 1)
    try folder.commit()
    #expect(try scratch.names() == ["run"])
    #expect(try scratch.names("run") == ["SHA256SUMS", "a.csv", "b.csv", "case"])
    #expect(try scratch.text("run/case/考生.csv") == "three\n")
    // From `printf 'one\n' | sha256sum`, and so on.
    #expect(
      try scratch.text("run/SHA256SUMS") == """
        2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806  a.csv
        27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a  b.csv
        f6936912184481f5edd4c304ce27c5a1a827804fc7f329f43d273b8621870776  case/考生.csv

        """)
    #expect(try scratch.mode("run") == 0o700)
    #expect(try scratch.mode("run/case") == 0o700)
    #expect(try scratch.mode("run/a.csv") == 0o600)
  }

  /// More files than are kept open while the disk is at work.
  @Test func takesManyFiles() throws {
    var folder = try OutputFolder(at: scratch("run"), .any)
    for number in 100..<240 { try folder.add("\(number).txt", "\(number)\n") }
    try folder.commit()
    for number in 100..<240 { #expect(try scratch.text("run/\(number).txt") == "\(number)\n") }
    #expect(try scratch.text("run/SHA256SUMS").split(separator: "\n").count == 140)
  }

  @Test func droppedLeavesNothing() throws {
    do {
      var folder = try OutputFolder(at: scratch("run/"), .any)
      try folder.add("case/a.csv", "one\n")
      _ = try folder.create("open.csv")
    }
    #expect(try scratch.names() == [])
  }

  /// What another program puts beside the files, or takes away, ends the run and not the program.
  @Test func foreignAndLostFilesAreErrors() throws {
    for isForeign in [true, false] {
      var folder = try OutputFolder(at: scratch("run"), .any)
      try folder.add("a.csv", "one\n")
      let inner = try #require(scratch.names().first)
      if isForeign {
        try scratch.write(inner + "/other.csv", [1])
      } else {
        #expect(unsafe unlink(scratch(inner + "/a.csv")) == 0)
      }
      do {
        try folder.commit()
        Issue.record("written in spite of it")
      } catch {
        #expect(error.code == .writeFailed)
        #expect(error.message.en.contains(inner + (isForeign ? "/other.csv" : "/a.csv")))
      }
      #expect(try scratch.names() == [])
    }
  }

  @Test func largeAndSmallPiecesArriveWhole() throws {
    var large = [UInt8](repeating: 7, count: 10_000_000)
    for at in stride(from: 0, to: large.count, by: 9_973) { large[at] = UInt8(at % 251) }
    for hashing in [true, false] {
      var folder = try OutputFolder(at: scratch("run\(hashing)"), .any)
      var file = try folder.create("large", hashing: hashing)
      var hash = SHA256()
      for piece in [large[..<3], large[3..<70_000], large[70_000..<9_999_999], large[9_999_999...]]
      {
        let bytes = Array(piece)
        try file.append(bytes.span)
        hash.update(bytes.span)
      }
      #expect(file.byteCount == large.count)
      let done = hashing ? try file.finish() : try file.finish(digest: hash.finish())
      #expect(done.digest == SHA256.digest(of: large.span) && done.byteCount == large.count)
      folder.register(done)
      try folder.commit()
      #expect(try readSmallFile(scratch("run\(hashing)/large")) == large)
    }
  }

  /// Wherever pieces are cut, and however many wait together, the file is what they are.
  @Test(arguments: 0..<8) func piecesOfAnyLengthArriveWhole(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let most = [10, 20_000, 70_000, 200_000]
    let lengths = (0..<60).map { _ in random.int(0...most[random.int(0...3)]) }
    let bytes = (0..<lengths.reduce(0, +)).map { UInt8(truncatingIfNeeded: $0 % 251) }
    var folder = try OutputFolder(at: scratch("run"), .any)
    var file = try folder.create("pieces")
    var start = 0
    for length in lengths {
      try file.append(bytes.span.extracting(start..<start + length))
      start += length
    }
    let done = try file.finish()
    #expect(done.digest == SHA256.digest(of: bytes.span) && done.byteCount == bytes.count)
    folder.register(done)
    try folder.commit()
    #expect(try readSmallFile(scratch("run/pieces")) == bytes)
  }

  @Test func doesNotReplaceUnasked() throws {
    try scratch.makeFolder("run")
    #expect(refusal { _ = try OutputFolder(at: scratch("run"), .any) } == .outputExists)
    // Someone else was faster, after the first look.
    var folder = try OutputFolder(at: scratch("late"), .any)
    try folder.add("a", "")
    try scratch.makeFolder("late")
    do {
      try folder.commit()
      Issue.record("committed over another's folder")
    } catch {
      #expect(error.code == .outputExists)
    }
    #expect(try scratch.names() == ["late", "run"])
    #expect(try scratch.names("late") == [])
  }

  @Test func replacesARunInOneStep() throws {
    for text in ["old", "new"] {
      var folder = try OutputFolder(at: scratch("run"), .any, replacing: true)
      try folder.add("\(text).csv", text)
      try folder.commit()
      #expect(try scratch.names() == ["run"])
      #expect(try scratch.names("run") == ["SHA256SUMS", "\(text).csv"])
    }
    try scratch.makeFolder("empty")
    let folder = try OutputFolder(at: scratch("empty"), .any, replacing: true)
    try folder.commit()
    #expect(try scratch.names("empty") == ["SHA256SUMS"])
  }

  @Test func doesNotReplaceWhatIsNotARun() throws {
    try scratch.write("file", "x")
    #expect(
      refusal { _ = try OutputFolder(at: scratch("file"), .any, replacing: true) }
        == .outputIsNotARun)
    try scratch.makeFolder("home")
    try scratch.write("home/thesis.txt", "x")
    #expect(
      refusal { _ = try OutputFolder(at: scratch("home"), .any, replacing: true) }
        == .outputIsNotARun)

    var folder = try OutputFolder(at: scratch("run"), .any)
    try folder.add("a.csv", "")
    try folder.commit()
    try scratch.write("run/.DS_Store", "x")
    _ = try OutputFolder(at: scratch("run"), .any, replacing: true)
    try scratch.write("run/my notes.txt", "x")
    #expect(
      refusal { _ = try OutputFolder(at: scratch("run"), .any, replacing: true) }
        == .outputIsNotARun)
    #expect(try scratch.text("run/my notes.txt") == "x")
    #expect(try scratch.names() == ["file", "home", "run"])
  }

  /// Only an output of the same kind is replaced, and none that people went on to work in.
  @Test func doesNotReplaceAnotherKind() throws {
    func make(_ name: String, _ kind: OutputKind, _ files: String...) throws {
      var folder = try OutputFolder(at: scratch(name), kind)
      for file in files { try folder.add(file, file) }
      try folder.commit()
    }
    try make("case", .ofCase, "rules.json", "students.csv")
    try make("run", .ofRun, "admissions.csv", "run.json")
    try make("results", .ofResults, "results.csv", "run.json")
    try make("charts", .ofCharts, "a.svg", "b.svg")
    let kinds: [(name: String, kind: OutputKind)] = [
      ("case", .ofCase), ("run", .ofRun), ("results", .ofResults), ("charts", .ofCharts),
    ]
    for (name, _) in kinds {
      for (other, kind) in kinds {
        let path = scratch(name)
        if name == other {
          try OutputFolder.check(path, kind, replacing: true)
        } else {
          let refused = refusal { try OutputFolder.check(path, kind, replacing: true) }
          #expect(refused == .outputIsNotARun, "\(other) over \(name)")
        }
      }
    }
    for name in ["case/students.csv", "run/run.json"] { try scratch.write(name, "worked on") }
    #expect(
      refusal { try OutputFolder.check(scratch("case"), .ofCase, replacing: true) }
        == .outputIsNotARun)
    try OutputFolder.check(scratch("run"), .ofRun, replacing: true)
  }

  @Test func doesNotWriteThroughALink() throws {
    try scratch.makeFolder("elsewhere")
    try scratch.makeLink("run", to: "elsewhere")
    try scratch.makeLink("dangling", to: "nowhere")
    for name in ["run", "run/", "dangling"] {
      #expect(
        refusal { _ = try OutputFolder(at: scratch(name), .any, replacing: true) } == .outputIsALink
      )
    }
  }

  @Test func namesThatWillNotDo() throws {
    #expect(refusal { _ = try OutputFolder(at: scratch("no/run"), .any) } == .outputParentMissing)
    try scratch.write("file", "x")
    #expect(refusal { _ = try OutputFolder(at: scratch("file/run"), .any) } == .outputParentMissing)
    for path in ["", ".", "..", "/", scratch("a/.."), scratch("a\nb"), scratch("a\u{0}b")] {
      #expect(
        refusal { _ = try OutputFolder(at: path, .any) } == .unsuitableName,
        "\(path.debugDescription)")
    }
    let folder = try OutputFolder(at: scratch("run"), .any)
    for name in ["", "/a", "a/", "../a", "a/../b", "a\\b", "a\nb", "SHA256SUMS"] {
      #expect(throws: FileError.self, "\(name.debugDescription)") { _ = try folder.create(name) }
    }
    _ = try folder.create("a")
    let again = #expect(throws: FileError.self) { _ = try folder.create("a") }
    #expect(again?.code == .outputExists)
  }

  @Test func sweepsWhatTheDeadLeft() throws {
    let dead = Int32.max  // beyond what any system gives
    for name in [".run.partial-\(dead)-1a", ".run.partial-\(getpid())-1a"] {
      try scratch.makeFolder(name)
      try scratch.write("\(name)/half.csv", "x")
    }
    try scratch.write(".run.partial-\(dead)-2b", "x")
    let kept = [
      ".other.partial-\(dead)-1a", ".run.partial-\(getppid())-1a", ".run.partial-x-1a",
      ".run.partial-",
    ]
    for name in kept { try scratch.makeFolder(name) }
    let alive = try OutputFolder(at: scratch("run"), .any)
    _ = try OutputFolder(at: scratch("run"), .any)
    let left = try scratch.names()
    #expect(Set(left).isSuperset(of: kept))
    #expect(left.count == kept.count + 1, "the one that is alive: \(left)")
    try alive.commit()
  }

  private func refusal(_ body: () throws -> Void) -> Code? {
    let error = #expect(throws: FileError.self) { try body() }
    return error?.code
  }
}

@Suite("Writing") struct WritingTests {
  @Test func aFullDiskIsSaid() throws {
    #if os(Linux)
      let error = #expect(throws: FileError.self) {
        let full = try Descriptor(opening: "/dev/full", O_WRONLY, as: "full")
        var file = OutputFile(name: "full", path: "full", descriptor: full, hashing: true)
        try file.append("some text")
        _ = try file.finish()
      }
      #expect(error?.code == .diskFull && error?.errno == ENOSPC && error?.operation == .write)
    #endif
  }

  @Test func oneFileWholeOrNotAtAll() throws {
    let scratch = try TempFolder()
    let done = try writeFileAtomically(scratch("list.html"), "old")
    #expect(done.digest == SHA256.digest(of: "old".utf8Span.span) && done.name == "list.html")
    #expect(try scratch.mode("list.html") == 0o600)
    let refused = #expect(throws: FileError.self) {
      try writeFileAtomically(scratch("list.html"), "new")
    }
    #expect(refused?.code == .outputExists)
    #expect(try scratch.text("list.html") == "old")
    try writeFileAtomically(scratch("list.html"), "new", replacing: true, access: .everyone)
    #expect(try scratch.text("list.html") == "new")
    #expect(try scratch.names() == ["list.html"])
  }

  @Test func oneFileIsNotWrittenOverAFolderOrALink() throws {
    let scratch = try TempFolder()
    try scratch.makeFolder("folder")
    try scratch.makeLink("link", to: "folder")
    for (name, code) in [("folder", Code.notAFile), ("link", .outputIsALink)] {
      let refused = #expect(throws: FileError.self) {
        try writeFileAtomically(scratch(name), "x", replacing: true)
      }
      #expect(refused?.code == code)
    }
    #expect(try scratch.names() == ["folder", "link"])
  }
}

extension OutputKind {
  /// Where the kind does not matter.
  fileprivate static let any = OutputKind(endings: "")
}

@Suite("A list of digests") struct DigestListTests {
  let hex = String(repeating: "0a", count: 32)

  @Test func thereAndBack() throws {
    let digest = try #require(Digest(hex: hex))
    let text = DigestList.text(of: [("b", digest), ("考生.csv", digest), ("a  b", digest)])
    #expect(text == "\(hex)  a  b\n\(hex)  b\n\(hex)  考生.csv\n")
    let list = try DigestList(parsing: Array(text.utf8))
    #expect(list.entries.map(\.name) == ["a  b", "b", "考生.csv"])
    #expect(list["b"] == digest && list["c"] == nil)
    #expect(try DigestList(parsing: []).entries.isEmpty)
    #expect(try DigestList(parsing: Array("\(hex) *x".utf8))["x"] == digest)
  }

  @Test func badLinesHaveANumber() {
    for bad in ["", "x", "\(hex)  ", "\(hex) b", "\(hex)\tb", "\(hex)0  b", "\(hex)  a"] {
      let text = "\(hex)  a\n\(bad)\n\(hex)  c\n"
      let error = #expect(throws: DigestList.BadLine.self) {
        try DigestList(parsing: Array(text.utf8))
      }
      #expect(error?.line == 2, "\(bad)")
    }
  }
}
