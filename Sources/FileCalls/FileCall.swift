/// What a program asks of the file system.
package enum FileCall: String, CaseIterable, Sendable {
  /// A name is opened that is there.
  case open
  /// A new file is made and opened.
  case create
  case look, list, map, read, write, sync, lock, makeFolder
  /// A name is given that must be free.
  case rename
  /// A name is given, whatever had it.
  case renameOver
  /// Two names change places.
  case exchange
  case remove
}

/// What a test puts in the place of a call.
package enum FileFault: Sendable {
  /// It fails with this error number, and nothing has happened.
  case failure(Int32)
  /// A read or write does no more than these bytes; anything else is done as ever.
  case atMost(Int)
}

/// Sees every call to the file system: counts them, notes them, fails them, ends the process.
package protocol FileWatcher: Sendable {
  /// Before a call, and again where a signal interrupted it.
  func willCall(_ call: FileCall, _ path: String) -> FileFault?
  /// After it; `result` is what the system returned, −1 where it failed.
  func didCall(_ call: FileCall, _ path: String, _ result: Int)
}

/// The number of an error that a system call left.
package struct SystemFailure: Error {
  package let errno: Int32
}

extension Result where Failure == SystemFailure {
  /// The error's number; 0 for a success.
  package var errno: Int32 {
    if case .failure(let failure) = self { failure.errno } else { 0 }
  }
}
