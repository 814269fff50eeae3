import TestSupport
import Testing

@testable import OfficeFiles

@Suite struct DBFTests {
  private func sample() -> DBFFile {
    var file = DBFFile([
      DBFFile.Field("ZKZH", "C", 6), DBFFile.Field("CJ", "N", 6), DBFFile.Field("F", "F", 6),
      DBFFile.Field("L", "L", 1), DBFFile.Field("D", "D", 8),
    ])
    file.add(["012001", "87.50", "1.5E1", "T", "20260630"])
    file.add(["012002", "", "", "?", ""], mark: "*")
    file.add([" a,\"b", ".5", "-2", " ", "00000000"])
    return file
  }

  @Test func kindsOfFields() {
    let reading = read(sample())
    #expect(
      reading.text == "ZKZH,CJ,F,L,D\n012001,87.5,15,T,20260630\n\" a,\"\"b\",0.5,-2,,\n")
    #expect(reading.problems == ["W240 t.dbf:3"])
    #expect([1, 2, 3].map { reading.table?.facts.row(ofLine: $0) } == [1, 2, 4])
    #expect(reading.count(.number, 0) == 0 && reading.count(.number, 1) == 2)
    #expect(reading.count(.date, 4) == 1)
  }

  @Test func otherFieldsAreKnownToBeUnreadable() {
    var file = DBFFile([DBFFile.Field("A", "C", 2), DBFFile.Field("NOTE", "M", 10)])
    file.add(["01", "        12"])
    file.add(["02", ""])
    file.version = 0x83
    let reading = read(file)
    #expect(reading.text == "A,NOTE\n01,\n02,\n" && reading.count(.unreadable, 1) == 1)
  }

  @Test func languageDrivers() {
    var file = DBFFile([DBFFile.Field("A", "C", 4)])
    file.records = [[0x20, 0xD6, 0xD0, 0x20, 0x20]]
    for driver in [0x4D, 0x7A] as [UInt8] {
      file.driver = driver
      #expect(read(file).table?.isDeclaredGBK == true)
    }
    for driver in [0, 0x03, 0x57] as [UInt8] {
      file.driver = driver
      #expect(read(file).table?.isDeclaredGBK == false)
    }
    file.driver = 0x78
    #expect(read(file).problems == ["E240 t.dbf"])
    file.records = [Array(" abcd".utf8)]
    #expect(read(file).problems.isEmpty, "ASCII is the same everywhere")
  }

  @Test func longCharacterFields() {
    var file = DBFFile([DBFFile.Field("A", "C", 300), DBFFile.Field("B", "C", 1)])
    file.add([String(repeating: "x", count: 299), "y"])
    var bytes = file.bytes
    bytes[32 + 17] = 1
    #expect(readTable(bytes).text.hasSuffix("x,y\n"))
  }

  @Test func brokenFiles() {
    func expect(_ code: String, _ says: String, _ change: (inout DBFFile) -> Void) {
      var file = sample()
      change(&file)
      let reading = read(file)
      #expect(reading.problems.count == 1 && reading.problems[0].hasPrefix(code), "\(says)")
      #expect(reading.messages.first?.contains(says) == true, "\(reading.messages)")
    }
    expect("E244 t.dbf", "claims 4 records, the file holds 3") { $0.claimedCount = 4 }
    expect("E244 t.dbf", "and 29 bytes follow") { $0.claimedCount = 2 }
    expect("E244 t.dbf:3", "record 2 is marked") { $0.records[1][0] = 0x41 }
    expect("E244 t.dbf:A4", "NUL") { $0.records[2][2] = 0 }
    expect("E244", "the file holds 0") {
      $0.records = [[0x20]]; $0.end = []
    }
    var file = sample()
    file.end = []
    #expect(read(file).problems == ["W240 t.dbf:3"], "no end mark")
    file.end = Array(repeating: 0, count: 500)
    #expect(read(file).problems == ["W240 t.dbf:3"], "a filled block")
    var bytes = sample().bytes
    bytes[15] = 1
    #expect(readTable(bytes).problems == ["E240 t.dbf"])
    bytes = sample().bytes
    bytes[10] += 1
    #expect(readTable(bytes).messages.first?.contains("the fields have 27 bytes") == true)
    bytes = sample().bytes
    bytes[32 + 5 * 32] = 0x20
    #expect(readTable(bytes).problems == ["E244 t.dbf"])
  }

  @Test func everyTruncationIsSeen() {
    let bytes = sample().bytes
    for count in 0..<bytes.count - 1 {
      #expect(
        readTable(Array(bytes[..<count])).problems.first?.hasPrefix("E244") == true, "\(count)")
    }
  }

  @Test func mutatedTablesNeverTrap() {
    let file = sample().bytes
    var outcomes: [Bool: Int] = [:]
    for seed in 0..<4000 {
      var random = SeededGenerator(seed: UInt64(seed))
      var bytes = file
      for _ in 0...random.int(0...3) {
        bytes[random.int(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.chance(10) { bytes.removeLast(random.int(0...bytes.count - 1)) }
      let reading = readTable(bytes)
      #expect(reading.table != nil || !reading.problems.isEmpty, "\(random)")
      outcomes[reading.table != nil, default: 0] += 1
    }
    #expect(outcomes[true, default: 0] > 300 && outcomes[false, default: 0] > 300)
  }
}
