import Admission
import TestSupport
import Testing

@testable import Verification

/// At least 20,000 single alterations of valid runs: every one is refused, or reads the same as the
/// run that it was made from.
///
/// The runs use queues with every order, all three ways to treat ties, moves of seats, provisional
/// stages and lines from cutoffs, and deferred acceptance by each choice rule.
@Suite struct TwentyThousandAlterationsTests {
  /// How many of each run; 40 runs make 20,400.
  private static let each = 510
  private static let runs: UInt64 = 40

  /// What became of the alterations of one run.
  struct Count {
    var made: [Alteration: Int] = [:]
    var sameDescriptions = 0
    var survivors: [String] = []
    var total: Int { made.values.reduce(0, +) }
  }

  @Test(arguments: 0..<runs) func everyOneIsRefused(_ seed: UInt64) throws {
    let run = try Self.prepared(seed)
    let scratch = try TempFolder()
    var judged = 0
    let count = try Self.alter(run, seed, Self.each) { altered in
      let isAccepted = run.isAccepted(altered)
      judged += 1
      if judged % 170 == 0 {
        let isVerified = try run.isVerified(altered, scratch)
        #expect(isVerified == isAccepted)
      }
      return isAccepted
    }
    #expect(count.total == Self.each)
    #expect(count.survivors.isEmpty, "seed \(seed): \(count.survivors)")
    #expect(count.made.count >= 13, "seed \(seed): \(count.made)")
  }

  /// A forger who is thorough: the inputs are altered in one cell and allocated, and that run,
  /// which agrees with itself in everything, is shown with the inputs as they were.
  @Test(arguments: 0..<6 as Range<UInt64>) func aRunOfOtherInputsIsRefused(_ seed: UInt64) throws {
    let run = try Self.prepared(seed * 4 + 1)
    var random = SeededGenerator(seed: seed)
    let scratch = try TempFolder()
    var refused = 0
    for _ in 0..<12 {
      var inputs = run.original.inputs
      let name = random.pick(["students.csv", "students.csv", "quotas.csv", "middle_schools.csv"])
      var lines = String(decoding: inputs[name]!, as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      let (at, from) = (random.int(1...lines.count - 1), random.int(1...lines.count - 1))
      let column = random.int(1...lines[0].count - 1)
      lines[at][column] = lines[from][column]
      inputs[name] = Array(lines.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
      for (name, bytes) in inputs { try scratch.write("case/" + name, bytes) }
      let made = try Program.run(
        "allocate", scratch("case"), "-o", scratch("run"), "--replace")
      guard made.exit == 0 else { continue }
      var altered = try Forgery(scratch).run
      let tables = ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv"]
      let isSame = tables.allSatisfy { altered[$0] == run.original.run[$0] }
      // The rest of the run names its inputs; the forger shows the lists of those that he shows.
      altered["INPUTS.sha256"] = run.original.run["INPUTS.sha256"]
      altered["run.json"] = run.original.run["run.json"]
      altered["report.html"] = run.original.run["report.html"]
      let isVerified = try run.isVerified(altered, scratch)
      #expect(isVerified == isSame, "seed \(seed): \(name):\(at + 1), column \(column + 1)")
      if !isVerified { refused += 1 }
    }
    #expect(refused > 0, "seed \(seed)")
  }

  /// What must fail: a check that says yes to all, and one that leaves out one table.
  @Test func aCheckThatSaysYesIsFound() throws {
    let run = try Self.prepared(0)
    let yes = try Self.alter(run, 1, 200) { _ in true }
    #expect(yes.total == 200 && yes.survivors.count + yes.sameDescriptions == 200)
    #expect(yes.survivors.count > 190)
    for name in ["admissions.csv", "cutoffs.csv", "lines.csv", "seats.csv", "run.json"] {
      let careless = try Self.alter(run, 2, 200) { altered in
        var seen = altered
        seen[name] = run.original.run[name]
        return run.isAccepted(seen)
      }
      #expect(!careless.survivors.isEmpty, "\(name) is altered too, and a check without it fails")
    }
  }

  /// Alters `run` `total` times and asks `isAccepted` of each.
  private static func alter(
    _ run: PreparedRun, _ seed: UInt64, _ total: Int, isAccepted: ([String: [UInt8]]) throws -> Bool
  ) throws -> Count {
    let alterer = try Alterer(run.original)
    var random = SeededGenerator(seed: seed)
    var count = Count()
    var kind = 0
    for _ in 0..<total * 4 where count.total < total {
      let next = Alteration.allCases[kind % Alteration.allCases.count]
      kind += 1
      guard let altered = alterer.altered(next, &random) else { continue }
      count.made[next, default: 0] += 1
      guard try isAccepted(altered) else { continue }
      if try readsTheSame(altered, run.original.run) {
        count.sameDescriptions += 1
      } else {
        let names = altered.keys.filter { altered[$0] != run.original.run[$0] }.sorted()
        count.survivors.append("\(next) of \(names)")
      }
    }
    return count
  }

  /// Whether all tables hold the same cells, and `run.json` the same values.
  private static func readsTheSame(
    _ a: [String: [UInt8]], _ b: [String: [UInt8]]
  ) throws -> Bool {
    for name in b.keys where a[name] != b[name] {
      if name == "run.json" {
        guard let one = PlainJSON(a[name]!), let other = PlainJSON(b[name]!),
          one.written == other.written
        else { return false }
        continue
      }
      let (one, other) = (
        try? Rows(String(decoding: a[name]!, as: UTF8.self)),
        try? Rows(String(decoding: b[name]!, as: UTF8.self))
      )
      guard let one, let other, one.elementsEqual(other) else { return false }
    }
    return true
  }

  /// A valid run: of every fourth city by deferred acceptance, of the others by queues.
  private static func prepared(_ seed: UInt64) throws -> PreparedRun {
    let folder = try TempFolder()
    if seed % 4 == 3 {
      var random = SeededGenerator(seed: 70_000 + seed)
      try MatchingCity(&random, rule: ChoiceRule.all[Int(seed / 4) % 5]).tinyCase.write(to: folder)
    } else {
      try small(seed).write(to: folder)
    }
    try allocateAnswering(folder)
    return try PreparedRun(folder)
  }

  /// A random city with something to alter, and not so many students that 500 alterations take
  /// long.
  private static func small(_ seed: UInt64) -> RandomCase {
    var number = 9000 + seed * 1000
    while true {
      let city = RandomCase(seed: number)
      let fits = (12...30).contains(city.students.count) && city.programmes.count > 1
      if fits, city.schools.count > 1, city.quotas.count > 2 { return city }
      number += 1
    }
  }
}
