import FileCalls
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Counts the calls, and makes one of them go wrong.
final class Watch: FileWatcher {
  private struct State {
    var count = 0
    /// The kind of call that fails from now on, and how.
    var failing: (call: FileCall, errno: Int32)?
  }

  private let fault: Fault
  private let log: Int32
  private let state = Mutex(State())

  init(_ fault: Fault, log: Int32) { (self.fault, self.log) = (fault, log) }

  func willCall(_ call: FileCall, _ path: String) -> FileFault? {
    state.withLock { state in
      let number = state.count
      state.count += 1
      switch fault {
      case .before(number): end()
      case .fail(number, let errno, let stays):
        if stays { state.failing = (call, errno) }
        return .failure(errno)
      case .short(let first) where number >= first: return .atMost(1)
      default: break
      }
      if let failing = state.failing, failing.call == call { return .failure(failing.errno) }
      return nil
    }
  }

  func didCall(_ call: FileCall, _ path: String, _ result: Int) {
    state.withLock { state in
      if case .after(let number) = fault, state.count > number { end() }
      let line = "\(call.rawValue) \(result) \(path)\n"
      if log >= 0 { _ = unsafe line.withCString { unsafe write(log, $0, strlen($0)) } }
    }
  }

  private func end() -> Never {
    kill(getpid(), SIGKILL)
    while true { pause() }
  }
}
