import Admission
import Cases
import Columns
import Diagnostics
import Simulation
import Tables

/// A city to measure on, generated into a folder.
struct City {
  /// Its size.
  let settings: CitySettings
  /// Its case's folder.
  let path: String
  /// How long `students.csv` is.
  let studentBytes: Int
  /// How long all of its files are.
  let bytes: Int

  /// Generates a city of a real one's shape: it grows with the students up to that of a large real
  /// city, and is more of the same from there, so that times a student can be compared.
  init(students: Int, in folder: TemporaryFolder, threads: Int) throws {
    let natural = CitySettings(students: students)
    settings = CitySettings(
      students: students, programmes: min(300, natural.programmes),
      middleSchools: min(2_000, natural.middleSchools), districts: min(20, natural.districts))
    path = folder.newName()
    try CityGenerator(settings).write(to: path, threads: threads)
    let path = path
    let sizes = try CityGenerator.files.map { try MappedFile("\(path)/\($0)").count }
    bytes = sizes.reduce(0, +)
    studentBytes = sizes[CityGenerator.files.firstIndex(of: "students.csv")!]
  }

  /// Removes the folder.
  func remove() throws { try removeTree(at: path) }

  /// The case, with what was found in it.
  func reading(
    workers: Workers = .all, observer: PhaseObserver = .nobody, digestsLater: Bool = false
  ) throws -> (read: Case, problems: ProblemLog) {
    let reading = readCase(
      path, workers: workers, observer: observer, digestsLater: digestsLater)
    if !digestsLater {
      _ = reading.inputs  // waits
      observer.ended(.digestRest)
    }
    guard let read = reading.value, reading.problems.isClean else {
      throw BadCity(problems: ProblemPrinter(.en).text(reading.problems))
    }
    return (read, reading.problems)
  }

  /// The case.
  func read() throws -> Case { try reading().read }

  /// The case with its outcome.
  func allocated() throws -> Allocated {
    let (read, problems) = try reading()
    return Allocated(
      read: read, problems: problems, outcome: try Admission.allocate(read.market))
  }

  /// A case and what came of it.
  struct Allocated {
    let read: Case
    let problems: ProblemLog
    let outcome: Outcome
  }

  /// The bytes of `students.csv`, in memory.
  struct Students {
    let file: MappedFile

    init(_ city: City) throws { file = try MappedFile("\(city.path)/students.csv") }
  }
}

/// A generated city that cannot be read: a fault of the program's own.
struct BadCity: Error {
  let problems: String
}

extension Outcome {
  /// Pairs of student and choice that could have taken a seat, over all stages.
  var proposals: Int { stages.reduce(0) { $0 + $1.proposals } }
}

extension StageOutcome {
  /// Pairs of student and choice that could have taken a seat.
  var proposals: Int { cells.reduce(0) { $0 + $1.applicants } }
}
