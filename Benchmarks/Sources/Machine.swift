import Columns
import Runs
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where numbers were measured, and of what.
struct Machine {
  /// The program's version.
  let version = programVersion
  /// The processor's name; empty where the system does not tell.
  let processor: String
  /// Processors that this process may use.
  let cores = Workers.all.count
  /// The system's name and kind of processor.
  let system: String
  /// How busy the machine was over the last minute: processes that wanted a processor.
  let load: String
  /// Whether SHA-256 uses the processor's instructions.
  let hashesInHardware = SHA256.isHardware

  /// This machine.
  init() {
    processor = Machine.line("/proc/cpuinfo", "model name") ?? ""
    load = Machine.text("/proc/loadavg").split(separator: " ").first.map(String.init) ?? "unknown"
    var name = utsname()
    let known = unsafe uname(&name) == 0
    system = known ? "\(Machine.string(name.sysname)) \(Machine.string(name.machine))" : "unknown"
  }

  /// Whether this is a release build.
  var isOptimised: Bool {
    #if DEBUG
      false
    #else
      true
    #endif
  }

  /// What stands behind `key:` in a file of the system's.
  static func line(_ path: String, _ key: String) -> String? {
    for line in text(path).split(separator: "\n") where line.hasPrefix(key) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      return line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
    }
    return nil
  }

  /// The whole of a file of the system's; nothing where there is none.
  private static func text(_ path: String) -> String {
    String(decoding: (try? readSmallFile(path)) ?? [], as: UTF8.self)
  }

  private static func string<Letters>(_ letters: Letters) -> String {
    unsafe withUnsafeBytes(of: letters) { raw in
      unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
