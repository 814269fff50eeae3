import Diagnostics
import Testing

@testable import Benchmarks

@Suite struct SmokeTests {
  private func report() throws -> Report {
    var options = try Options(["--sizes", "600", "--runs", "2", "--threads", "2"])
    options.folder = nil
    return try measure(options) { _ in }
  }

  @Test func everyPartOfASmallCityIsMeasured() throws {
    let report = try report()
    let groups = report.cities[0].groups
    #expect(groups.map(\.group) == Group.ofCity)
    let measurements = groups.flatMap(\.measurements) + report.seats
    #expect(measurements.allSatisfy { $0.samples.count == 2 })
    // A phase that nobody tells of any more would be a row of zeros.
    #expect(measurements.filter { $0.median == 0 }.map(\.row.title) == [])
    let titles = Set(measurements.map(\.row.title))
    #expect(
      titles.isSuperset(of: [
        "walk quota", "walk open", "rank", "parse students", "= write", "lottery dense 5 × 40",
        "biproportional, cell weights 3 × 24", "hamilton, 40 claimants",
      ]))
  }

  @Test func tableFitsTheTerminal() throws {
    let text = TableExporter().text(of: try report())
    for line in text.split(separator: "\n").dropFirst(2) {
      #expect(displayWidth(String(line)) <= 80)
    }
  }

  @Test func phasesAreTogetherNoLongerThanTheWhole() throws {
    let groups = try report().cities[0].groups
    for (group, measurements) in groups where [.read, .engine, .write].contains(group) {
      let whole = measurements.last!
      for run in whole.samples.indices {
        let parts = measurements.dropLast().reduce(0) { $0 + $1.samples[run] }
        #expect(parts <= whole.samples[run])
      }
    }
  }

  @Test(arguments: [
    ["--sizes", "0"], ["--runs"], ["--runs", "x"], ["--only", "nothing"], ["--fast"],
    ["--threads", "0"],
  ])
  func wrongOptionsAreRefused(_ words: [String]) {
    #expect(throws: OptionError.self) { try Options(words) }
  }

  @Test func optionsAreTaken() throws {
    let options = try Options(["--sizes", "10,20", "--only", "engine,whole", "--runs", "3"])
    #expect(options.sizes == [10, 20])
    #expect(options.groups == [.engine, .whole])
    #expect(options.runs == 3)
  }
}
