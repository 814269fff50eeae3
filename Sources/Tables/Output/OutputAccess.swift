/// Who may read an output, within what the process's umask allows.
public enum OutputAccess: Sendable {
  /// Its owner alone: outputs name students.
  case owner
  /// Everyone, where that was asked for.
  case everyone

  /// The mode of a new file.
  var fileMode: UInt32 { self == .owner ? 0o600 : 0o644 }
  /// The mode of a new folder.
  var folderMode: UInt32 { self == .owner ? 0o700 : 0o755 }
}
