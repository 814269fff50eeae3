import Cases
import Columns
import Diagnostics
import Rules
import Simulation
import Synchronization
import Tables

/// An experiment with its base at hand: what cells are run in.
///
/// The base's files are opened once and shared by all threads; of the students' table each column
/// is read once. What belongs to one variant is in a thread's `CellEvaluator`.
public final class ExperimentInputs: Sendable {
  /// The experiment.
  public let experiment: Experiment
  /// SHA-256 of the lines `HEX  NAME` of the base's files, sorted by name; of a synthetic city of
  /// its settings.
  public let caseDigest: Digest
  /// The base's rules.
  let baseRules: JSONTree
  private let sharedFiles: Mutex<[(population: UInt64, files: SharedCaseFiles)]>
  /// Outcomes of the baseline that other variants are compared with.
  let baselines: BaselineOutcomes

  /// Opens the base of `experiment`. Throws every problem of it, and of every variant's rules, each
  /// with its variant.
  public init(_ experiment: Experiment, workers: Workers) throws(ExperimentError) {
    self.experiment = experiment
    var log = ProblemLog()
    let first: SharedCaseFiles
    do throws(FileError) {
      first = try ExperimentInputs.files(experiment, experiment.cell(0).seeds.population, workers)
    } catch {
      log.add(error.problem)
      throw ExperimentError(problems: log)
    }
    sharedFiles = Mutex([(experiment.cell(0).seeds.population ?? 0, first)])
    guard let rules = ExperimentInputs.rules(of: first, &log) else {
      throw ExperimentError(problems: log)
    }
    baseRules = rules
    baselines = BaselineOutcomes(isPopulationDrawn: experiment.sources.contains(.population))
    do throws(FileError) {
      caseDigest = try ExperimentInputs.digest(experiment, first)
    } catch {
      log.add(error.problem)
      throw ExperimentError(problems: log)
    }
  }

  /// What people call the base.
  public var baseName: String {
    switch experiment.base {
    case .folder(let path): String(path.split(separator: "/").last ?? "/")
    case .city(let settings): "generate: \(settings.students) students, seed \(settings.seed)"
    }
  }

  /// The files of a population.
  func files(_ seed: UInt64?) throws(FileError) -> SharedCaseFiles {
    let key = seed ?? 0
    let found = sharedFiles.withLock { sharedFiles -> Result<SharedCaseFiles, FileError> in
      let known = sharedFiles.first { $0.population == key }
      if let known { return .success(known.files) }
      do throws(FileError) {
        let made = try ExperimentInputs.files(experiment, seed, Workers(count: 1))
        // Threads work on neighbouring replicates: older populations are not asked for again.
        if sharedFiles.count >= ExperimentInputs.populationsMax { sharedFiles.removeFirst() }
        sharedFiles.append((key, made))
        return .success(made)
      } catch {
        return .failure(error)
      }
    }
    return try found.get()
  }

  /// How many populations are kept.
  private static let populationsMax = 2

  /// Refuses a base whose files changed since they were opened.
  public func checkUnchanged() -> ProblemLog {
    var log = ProblemLog()
    for entry in sharedFiles.withLock({ $0.map(\.files) }) { entry.checkUnchanged(log: &log) }
    return log
  }

  // MARK: Opening

  private static func files(
    _ experiment: Experiment, _ seed: UInt64?, _ workers: Workers
  ) throws(FileError) -> SharedCaseFiles {
    switch experiment.base {
    case .folder(let path):
      let files = try SharedCaseFiles(folder: path, adding: added(experiment))
      guard files.has("rules.json") else {
        throw FileError(
          .open, "\(path)/rules.json", .fileNotFound,
          Phrase(
            zh: "文件夹 \(path) 里没有 rules.json；base 应为案例文件夹（相对于实验文件）",
            en:
              "there is no rules.json in the folder \(path); `base` is a case's folder, from where "
              + "the experiment's file is"))
      }
      return files
    case .city(var settings):
      if let seed { settings.seed = seed }
      return try SharedCaseFiles(
        called: "city \(settings.seed)", files: files(settings, workers) + added(experiment))
    }
  }

  /// The files that the experiment adds to its base.
  private static func added(
    _ experiment: Experiment
  ) throws(FileError) -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    for (name, path) in experiment.tables {
      let file = try MappedFile(path)
      files.append((name, file.bytes.array(0..<file.count)))
    }
    return files
  }

  private static func files(
    _ settings: CitySettings, _ workers: Workers
  ) -> [(name: String, bytes: [UInt8])] {
    do {
      var files: [(name: String, bytes: [UInt8])] = []
      try CityGenerator(settings).write(threads: workers.count) { name, bytes in
        if files.last?.name == name {
          files[files.count - 1].bytes += bytes
        } else {
          files.append((name, bytes))
        }
      }
      return files
    } catch {
      preconditionFailure("the reader checked the settings: \(error)")
    }
  }

  private static func rules(of files: SharedCaseFiles, _ log: inout ProblemLog) -> JSONTree? {
    do throws(FileError) {
      guard let (bytes, _) = try files.read("rules.json") else { return nil }
      if bytes.count > JSONTree.bytesMax {
        throw FileError(tooLarge: "rules.json", bytesMax: JSONTree.bytesMax)
      }
      switch JSONTree.read(bytes.array(0..<bytes.count), file: "rules.json") {
      case .success(let tree): return tree
      case .failure(let error): log.add(error.problem)
      }
    } catch {
      log.add(error.problem)
    }
    return nil
  }

  private static func digest(
    _ experiment: Experiment, _ files: SharedCaseFiles
  ) throws(FileError) -> Digest {
    var hash = SHA256()
    switch experiment.base {
    case .city(let settings):
      let flags = "names=\(settings.names)\nplanOnly=\(settings.planOnly)\n"
      hash.update("synthetic city\nseed=\(settings.seed)\n\(flags)")
      for field in CitySettings.fields {
        hash.update("\(field.name)=\(settings[keyPath: field.path])\n")
      }
    case .folder: break
    }
    var names = experiment.tables.map(\.name)
    if case .folder = experiment.base { names = files.names.filter(isInput) }
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if let (_, digest) = try files.read(name) { hash.update("\(digest)  \(name)\n") }
    }
    return hash.finish()
  }

  /// Whether a file of this name can be one that a variant reads.
  private static func isInput(_ name: String) -> Bool {
    let lower = name.lowercased()
    return ["rules.json", "seed.txt", "plan-seed.txt"].contains(name)
      || [".csv", ".xlsx", ".dbf", ".txt"].contains {
        lower.hasSuffix($0) && !lower.hasPrefix("readme")
      }
  }
}

/// Why an experiment cannot be run.
public struct ExperimentError: Error, Sendable {
  /// What is wrong.
  public let problems: ProblemLog

  /// All that is wrong.
  public init(problems: ProblemLog) { self.problems = problems }
}
