#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The memory that this process holds: pages of mapped files count, as long as they are in memory.
enum Memory {
  /// The most since the last reset, in bytes (VmHWM); nil where the system does not tell.
  static func peak() -> Int? {
    guard let line = Machine.line("/proc/self/status", "VmHWM"),
      let kilobytes = line.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1024
  }

  /// How often the process asked for a page that it did not hold: without that, the peak cannot
  /// grow.
  static func faults() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
      unsafe getrusage(RUSAGE_SELF, &usage)
    #else
      unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    return usage.ru_minflt + usage.ru_majflt
  }

  /// Starts a new peak at what is held now.
  static func resetPeak() {
    guard let file = unsafe fopen("/proc/self/clear_refs", "w") else { return }
    unsafe fputs("5", file)
    unsafe fclose(file)
  }
}
