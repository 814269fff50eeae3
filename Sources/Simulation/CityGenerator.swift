/// Generates the case of a synthetic city: districts, unequal middle schools, popular and less
/// popular programmes, students with correlated scores and lists of unequal length.
///
/// The files are legal input for every command, and pass the compliance points without waivers.
/// The same settings give the same bytes on every machine and for any number of threads.
///
/// ```swift
/// let city = try CityGenerator(CitySettings(students: 100_000, seed: 7))
/// try city.write(threads: 2) { file, bytes in try folder.append(bytes, to: file) }
/// ```
public struct CityGenerator: Sendable {
  /// What is generated.
  public let settings: CitySettings
  private let city: CityModel
  private let table: StudentTable
  private let lines: CityLines

  /// Lays out a city. Complexity: O(students + programmes · middle schools of a city); a million
  /// students in some 20 ms, with 4 bytes a student.
  public init(_ settings: CitySettings) throws(CitySettingsError) {
    let problems = settings.problems
    guard problems.isEmpty else { throw CitySettingsError(problems: problems) }
    self.settings = settings
    city = CityModel(settings)
    let sample = CitySample(city)
    table = StudentTable(city, Preferences(city, hopes: sample.hopes))
    lines = CityLines(sample)
  }

  /// Writes the case: calls `chunk` with a file's name and its next bytes, one file after the
  /// other, each in order, always on the calling thread, while `threads` others make what comes
  /// next. What `chunk` throws ends the writing.
  ///
  /// Complexity: O(students · choices) on all threads together; memory for `threads` blocks of
  /// 1.7 MB twice.
  public func write(
    threads: Int, chunk: (_ file: String, _ bytes: [UInt8]) throws -> Void
  ) throws {
    for (name, bytes) in smallFiles { try chunk(name, bytes) }
    if settings.planOnly { return }
    try city.writeQuotas(chunk)
    var made = [table.header]
    var next = 0
    while !made.isEmpty {
      let first = next
      next = min(table.blockCount, first + max(1, threads))
      let table = self.table
      made = try computed(next - first) {
        table.block(first + $0)
      } meanwhile: {
        for bytes in made { try chunk("students.csv", bytes) }
      }
    }
  }

  /// The names of the files in the order in which they are written; a city for `plan` alone has
  /// only the first three and `plan-seed.txt`.
  public static let files = [
    "rules.json", "programmes.csv", "middle_schools.csv", "seed.txt", "plan-seed.txt",
    "quotas.csv", "students.csv",
  ]

  private var smallFiles: [(String, [UInt8])] {
    let files = [
      ("rules.json", Array(cityRules(settings, lines).utf8)),
      ("programmes.csv", city.programmeTable(lines)),
      ("middle_schools.csv", city.middleSchoolTable()),
      ("seed.txt", Array("synthetic city \(settings.seed), draw for ties\n".utf8)),
      ("plan-seed.txt", Array("synthetic city \(settings.seed), draw for the plan\n".utf8)),
    ]
    return settings.planOnly ? files.filter { $0.0 != "seed.txt" } : files
  }
}

/// Some students of a city, evenly spaced, to calibrate on.
struct CitySample {
  /// What they hope for, in thousandths of a standard deviation.
  let hopes: [Int]
  /// Their exam scores in half points, best first.
  let exams: [Int]

  init(_ city: CityModel) {
    let count = min(city.settings.students, 8_192)
    let subjects = Subject.all
    let students = (0..<count).map {
      Student($0 * city.settings.students / count, of: city, subjects: subjects)
    }
    hopes = students.map(\.hope)
    exams = students.map(\.exam).sorted(by: >)
  }

  /// The exam score in whole points, a multiple of five, that about `percent` in a hundred reach.
  func exam(reachedBy percent: Int) -> Int {
    exams[min(exams.count - 1, exams.count * percent / 100)] / 10 * 5
  }
}

/// The minimums of a city.
struct CityLines: Sendable {
  /// For every programme: three in four students reach it.
  let all: Int
  /// For city-wide programmes: every second student reaches it.
  let cityWide: Int

  init(_ sample: CitySample) {
    all = sample.exam(reachedBy: 75)
    cityWide = sample.exam(reachedBy: 50)
  }
}
