import Columns
import Diagnostics
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program: reads the options, measures, prints.
@main
struct Main {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp { return print(Options.help) }
      if let task = options.task {
        return try Worker(task, workers: options.workers).serve()
      }
      let report = try measure(options) { say($0) }
      print(options.exporter.text(of: report), terminator: "")
    } catch let error as OptionError {
      say("\(error.message)\n\n\(Options.help)")
      exit(2)
    } catch let error as Disagreement {
      say(error.message)
      exit(1)
    } catch let error as FileError {
      say("\(error.path): \(error.code.name) \(error.message.en)")
      exit(4)
    } catch {
      say("\(error)")
      exit(1)
    }
  }

  /// What was printed must not wait: somebody waits for it.
  static func flush() { fflush(nil) }

  /// Standard error: what is going on must not stand between the numbers.
  private static func say(_ text: String) {
    var line = text + "\n"
    line.withUTF8 { _ = unsafe write(2, $0.baseAddress, $0.count) }
  }
}

/// Measures everything that `options` ask for; `progress` is told what comes next.
func measure(_ options: Options, progress: (String) -> Void) throws -> Report {
  let folder = try TemporaryFolder(in: options.folder)
  var report = Report(machine: Machine(), threads: options.workers.count, runs: options.runs)
  if options.groups.contains(.apportion) {
    progress("splitting seats")
    var runner = Runner(runs: options.runs, workers: Workers(count: 1))
    report.seats = try SeatsSuite(students: options.sizes.max() ?? 0).measure(&runner)
  }
  for students in options.sizes where options.groups != [.apportion] {
    progress("making a city of \(grouped(students)) students")
    let city = try City(students: students, in: folder, threads: options.workers.count)
    var suite = Suite(city, folder, options)
    report.cities.append(try suite.measure(progress))
    try city.remove()
  }
  return report
}
