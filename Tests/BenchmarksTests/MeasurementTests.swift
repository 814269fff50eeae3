import Columns
import Testing

@testable import Benchmarks

@Suite struct MeasurementTests {
  private func measurement(_ milliseconds: [Int], _ row: Row = Row(title: "work")) -> Measurement {
    var measured = Measurement(row)
    for time in milliseconds {
      measured.add(Times(total: Time(wall: time * 1_000_000)))
    }
    return measured
  }

  @Test func medianIsTheMiddleOne() {
    #expect(measurement([5]).median == 5_000_000)
    #expect(measurement([9, 1, 5]).median == 5_000_000)
    #expect(measurement([8, 1, 4, 2]).median == 3_000_000)
  }

  @Test func spreadIsTheLeastAndTheMost() {
    let measured = measurement([5, 2, 9])
    #expect(measured.min == 2_000_000)
    #expect(measured.max == 9_000_000)
  }

  @Test func ratesGoByTheMedian() {
    let measured = measurement([1, 2, 9], Row(title: "work", bytes: 4_000_000))
    #expect(measured.megabytesPerSecond == 2_000)
    #expect(measured.nanoseconds(each: 1_000) == 2_000)
  }

  @Test func phasesOfARowAreAddedUp() {
    let (a, b) = (Phase("a"), Phase("b", stage: 1))
    var measured = Measurement(Row(title: "both", phases: [a, b]))
    measured.add(
      Times(
        total: Time(wall: 9),
        phases: [
          a: Time(wall: 1, processor: 2), b: Time(wall: 2, processor: 3),
          Phase("b", stage: 2): Time(wall: 5),
        ]),
      peak: 7)
    #expect(measured.samples == [3])
    #expect(measured.times[0].processor == 5)
    #expect(measured.peak == nil, "a row that says nothing of memory")
  }

  @Test func processorsAreOverAllRuns() {
    var measured = measurement([])
    measured.add(Times(total: Time(wall: 10, processor: 20)))
    measured.add(Times(total: Time(wall: 30, processor: 20)))
    #expect(measured.processors == 1)
  }

  @Test func peakIsTheMostOfAllRuns() {
    var measured = Measurement(Row(title: "all", showsMemory: true))
    for peak in [3, 8, 5] { measured.add(Times(total: Time()), peak: peak) }
    #expect(measured.peak == 8)
  }

  @Test(arguments: [
    (0.0, 1, "0.0"), (0.05, 1, "0.1"), (12.34, 1, "12.3"), (9.999, 2, "10.00"), (1.06, 2, "1.06"),
    (2.5, 0, "3"),
  ])
  func decimals(_ value: Double, _ places: Int, _ text: String) {
    #expect(fixed(value, places) == text)
  }
}
