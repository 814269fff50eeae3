import CKernels
import FileCalls
import Synchronization

/// What this process has on the disk under temporary names, so that a signal that ends it (Ctrl-C,
/// a scheduler's SIGTERM, a terminal that closes) can take that away. What is left where a process
/// is killed outright, the next one sweeps.
///
/// The work is that of a thread which waits for the signal; it takes both locks and keeps them, so
/// that from then on nothing is made and nothing gets a final name, and ends the process by the
/// same signal.
enum Temporaries {
  private struct State {
    var paths: Set<String> = []
    /// Whether signals are to be taken as soon as there is something to remove.
    var isAsked = false
    var isWaiting = false
    /// What is said then.
    var farewell = ""

    /// Has a thread wait for signals, once.
    mutating func wait() {
      guard isAsked, !isWaiting else { return }
      isWaiting = true
      _ = zb_when_ended_by_signal { number in Temporaries.end(number) }
    }
  }

  private static let state = Mutex(State())
  /// Held while final names are given: a signal waits until all that belong together are.
  private static let naming = Mutex(())

  /// From now on signals clean up. Only a program asks for that, never a library.
  static func removeOnSignals() { state.withLock { $0.isAsked = true } }

  /// From now on a signal that ends the process prints `text` to standard error; empty: nothing.
  static func say(onSignals text: String) {
    state.withLock { state in
      state.farewell = text
      if !text.isEmpty { state.wait() }
    }
  }

  /// Makes the temporary file or folder `path`.
  static func make<Made: ~Copyable & Sendable>(
    _ path: String, _ body: () throws(FileError) -> Made
  ) throws(FileError) -> Made {
    try state.withLock { (state) throws(FileError) in
      state.wait()
      let made = try body()
      state.paths.insert(path)
      return made
    }
  }

  /// Makes something inside a temporary folder.
  static func makeInside<Made: ~Copyable & Sendable>(
    _ body: () throws(FileError) -> Made
  ) throws(FileError) -> Made {
    try state.withLock { (_) throws(FileError) in try body() }
  }

  /// `path` has its final name, or is removed.
  static func forget(_ path: String) { state.withLock { _ = $0.paths.remove(path) } }

  /// Gives final names; no signal comes between those that `body` gives.
  static func name(_ body: () throws(FileError) -> Void) throws(FileError) {
    try naming.withLock { (_) throws(FileError) in try body() }
  }

  /// Waits for the end where a signal is ending the process; else returns at once.
  static func letSignalsEnd() { naming.withLock { _ in } }

  private static func end(_ number: Int32) {
    naming.withLock { _ in
      state.withLock { state in
        for path in state.paths { try? removeTree(at: path) }
        let text = Array(state.farewell.utf8)
        _ = unsafe text.withUnsafeBytes { unsafe FileSystem.write(2, $0, as: "messages") }
        zb_end_by_signal(number)
      }
    }
  }
}

/// From now on a signal that asks the process to end (SIGINT, SIGTERM, SIGHUP) first removes what
/// is written under temporary names, then ends it as it would have. For a program to call once, at
/// its start.
public func removeTemporariesOnSignals() { Temporaries.removeOnSignals() }

/// From now on such a signal prints `text`, a whole line, before it ends the process; empty:
/// nothing.
public func say(onSignals text: String) { Temporaries.say(onSignals: text) }

/// Waits for the end where such a signal has come. For a program to call before it exits: what it
/// then failed at may be what the signal took away.
public func letSignalsEnd() { Temporaries.letSignalsEnd() }
