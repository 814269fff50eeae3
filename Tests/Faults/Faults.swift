import Columns
import Commands
import FileCalls
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `zhibiao` on a bad day: the program itself, with a file system that fails where it is told to.
///
///     faults FAULT LOG COMMAND …
///
/// where FAULT is one of the following; or, for something else, `faults bytes` (see `EveryByte`),
/// `faults trap`, which ends as a broken program does; and for whoever looks for races, `faults
/// race`, which is one, and `faults turns`, which is none.
///
///     none            nothing happens; the calls are written to LOG, one a line: `write 12 PATH`
///     before:N        the process is killed before its call N, counted from 0
///     after:N         … after it
///     fail:N:ERRNO    call N fails, once
///     stay:N:ERRNO    call N fails, and all of its kind after it
///     short:N         from call N on, every read and write is of one byte at most
@main
enum Faults {
  static func main() {
    let words = CommandLine.arguments
    if words.count > 1, words[1] == "bytes" { EveryByte.main(Array(words.dropFirst(2))) }
    if words == [words[0], "trap"] {
      Zhibiao.prepare()
      preconditionFailure("on purpose")
    }
    if words == [words[0], "race"] { race() }
    if words == [words[0], "turns"] { turns() }
    guard words.count > 2, let fault = Fault(words[1]) else {
      _ = unsafe "usage: faults FAULT LOG COMMAND …\n".withCString {
        unsafe write(2, $0, strlen($0))
      }
      exit(2)
    }
    let log = words[2] == "-" ? -1 : unsafe open(words[2], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    FileSystem.watch(Watch(fault, log: log))
    Zhibiao.main(Array(words.dropFirst(3)))
  }

  /// Two threads write one number.
  private static func race() -> Never {
    nonisolated(unsafe) let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    Workers(count: 2).perWorker { unsafe place.pointee = $0 }
    exit(0)
  }

  /// Four threads write one number under a lock, which is rarely free when they want it.
  private static func turns() -> Never {
    let numbers = Mutex<[Int]>([0])
    Workers(count: 4).perWorker { _ in
      for _ in 0..<20_000 { numbers.withLock { $0[0] += 1 } }
    }
    exit(numbers.withLock { $0[0] } == 80_000 ? 0 : 1)
  }
}

/// What goes wrong, and at which call.
enum Fault: Sendable {
  case none
  case before(Int)
  case after(Int)
  case fail(Int, errno: Int32, stays: Bool)
  case short(Int)

  init?(_ text: String) {
    let parts = text.split(separator: ":")
    let number = parts.count > 1 ? Int(parts[1]) : nil
    let errno = parts.count > 2 ? Int32(parts[2]) : nil
    switch (parts.first, number, errno) {
    case ("none", nil, nil): self = .none
    case ("before", let number?, nil): self = .before(number)
    case ("after", let number?, nil): self = .after(number)
    case ("fail", let number?, let errno?): self = .fail(number, errno: errno, stays: false)
    case ("stay", let number?, let errno?): self = .fail(number, errno: errno, stays: true)
    case ("short", let number?, nil): self = .short(number)
    default: return nil
    }
  }
}
