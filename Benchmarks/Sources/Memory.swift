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

  /// Starts a new peak at what is held now.
  static func resetPeak() {
    guard let file = unsafe fopen("/proc/self/clear_refs", "w") else { return }
    unsafe fputs("5", file)
    unsafe fclose(file)
  }
}
