import Foundation
import TestSupport

/// The built program, run as people run it.
enum Program {
  /// How a process ended and what it printed.
  struct Result {
    /// The exit code; nil where a signal ended the process.
    let exit: Int32?
    /// The signal that ended it: a trap, or our own patience.
    let signal: Int32?
    let output: String
    let error: String

    /// What was printed, on one line: sentences whole, wherever a terminal's lines cut them.
    var unwrapped: String {
      output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The first line of what people read.
    var verdict: String { Result.lines(output.isEmpty ? error : output).first ?? "" }
    /// The last one.
    var nextStep: String { Result.lines(output.isEmpty ? error : output).last ?? "" }

    private static func lines(_ text: String) -> [String] {
      text.split(separator: "\n").map(String.init)
    }
  }

  /// Runs `zhibiao` with `arguments`.
  static func run(_ arguments: String..., patience: Double = 60) throws -> Result {
    try run(arguments, patience: patience)
  }

  /// Runs `zhibiao` with `arguments`; a process that takes longer than `patience` seconds is
  /// killed, and ended by a signal in the result.
  static func run(_ arguments: [String], patience: Double = 60) throws -> Result {
    try run(path, arguments, patience: patience)
  }

  /// Runs lines of a shell.
  static func shell(_ line: String, patience: Double = 60) throws -> Result {
    try run("/bin/sh", ["-c", line], patience: patience)
  }

  /// What a shell puts before a command that is to have no environment, but for where a measured
  /// program would otherwise leave a file.
  static let alone = "env -i LLVM_PROFILE_FILE=/dev/null"

  /// The program, and the one whose file system fails, stand beside the tests.
  static let path = beside("zhibiao")
  static let faulty = beside("faults")

  private static func beside(_ name: String) -> String {
    for argument in CommandLine.arguments where argument.contains("/") {
      var folder = URL(fileURLWithPath: argument).deletingLastPathComponent()
      for _ in 0..<4 {
        let program = folder.appendingPathComponent(name).path
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: program, isDirectory: &isFolder),
          !isFolder.boolValue
        {
          return program
        }
        folder.deleteLastPathComponent()
      }
    }
    fatalError("\(name) is not beside the tests: \(CommandLine.arguments)")
  }

  static func run(
    _ program: String, _ arguments: [String], patience: Double
  ) throws -> Result {
    let folder = try TempFolder()
    let child = try Child(
      program, arguments, output: folder("output"), error: folder("error"))
    let status = child.wait(patience)
    return Result(
      exit: status & 0x7F == 0 ? status >> 8 & 0xFF : nil,
      signal: status & 0x7F == 0 ? nil : status & 0x7F,
      output: try folder.text("output"), error: try folder.text("error"))
  }
}

/// A process that was started.
struct Child {
  /// Its number.
  let number: pid_t

  /// Starts `program` with what it prints going to files. Unless `isMeasured`, it may be killed at
  /// any moment, and takes no part in the coverage of the tests: it would spoil what others
  /// measured.
  init(
    _ program: String, _ arguments: [String], output: String, error: String,
    isMeasured: Bool = true
  ) throws {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t? = nil
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (descriptor, path) in [(Int32(1), output), (2, error)] {
      unsafe posix_spawn_file_actions_addopen(
        &actions, descriptor, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    let words = unsafe Child.cStrings([program] + arguments)
    // What the program did counts where the coverage of the tests is measured; a mutant that the
    // tests are tried on is one in the program too; and races are looked for in it as in the tests.
    let passed = ["LLVM_PROFILE_FILE", "ZHIBIAO_MUTANT", "TSAN_OPTIONS", "LD_PRELOAD"].compactMap {
      name in
      ProcessInfo.processInfo.environment[name].map { value in
        guard name == "LLVM_PROFILE_FILE" else { return "\(name)=\(value)" }
        // All children share a file: thousands of them, one each, would be gigabytes.
        let parts = [("/codecov/", "/codecov-children/"), ("%p", "all")]
        let shared = parts.reduce(value) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
        return "\(name)=\(isMeasured ? shared : "/dev/null")"
      }
    }
    let variables = unsafe Child.cStrings(["LC_ALL=C", "PATH=/usr/bin:/bin"] + passed)
    defer { unsafe (words + variables).forEach { unsafe free($0) } }
    // Signals as a shell hands them on: the threads that run tests hold theirs back.
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t? = nil
    #else
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (none, usual) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe sigemptyset(&usual)
    for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&usual, signal) }
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var number: pid_t = 0
    let failure = unsafe posix_spawn(&number, program, &actions, &attributes, words, variables)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
    self.number = number
  }

  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var strings: [UnsafeMutablePointer<CChar>?] = unsafe []
    for text in texts { unsafe strings.append(strdup(text)) }
    unsafe strings.append(nil)
    return unsafe strings
  }

  /// Waits for the end, at most `patience` seconds, then kills. Returns the status.
  func wait(_ patience: Double) -> Int32 {
    var status: Int32 = 0
    let deadline = Date().addingTimeInterval(patience)
    while unsafe waitpid(number, &status, WNOHANG) == 0 {
      if Date() > deadline { kill() }
      usleep(1000)
    }
    return status
  }

  /// Ends it at once, or asks it to end.
  func kill(by signal: Int32 = SIGKILL) { _ = Foundation.kill(number, signal) }
}
