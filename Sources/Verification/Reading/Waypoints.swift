/// Where the hash of a long file was on its way: `run.json` says so of the large files, that a
/// check may hash pieces of them side by side (FILES.md, "run.json").
///
/// Nothing of it is believed. A piece that begins where it is said to must end where the next one
/// is; the first begins with the true state, so that by induction all others do. What is wrong
/// costs time, and is found.
struct Waypoints: Sendable {
  /// Which files of a run `run.json` has them of.
  enum Kind: String { case inputs, tables }

  /// Bytes from one to the next, and of the sixteen pieces that are hashed together; of what does
  /// not fill so many there are none.
  static let stepBytes = 2047 * 64
  static let groupBytes = Stretch.pieces * stepBytes
  /// The key in `run.json`.
  static let key = "waypoints"

  /// The states behind each step.
  var states: [PlainSHA256.Words] = []

  /// None.
  init() {}

  /// What `facts`, a run's `run.json`, says of a file; none where that is no list of states.
  init(_ facts: PlainJSON, of file: String, _ kind: Kind) {
    guard case .array(let texts) = facts[Waypoints.key]?[kind.rawValue]?[file] else { return }
    let states = texts.compactMap { text -> PlainSHA256.Words? in
      guard case .text(let hex) = text else { return nil }
      return PlainSHA256.words(hex)
    }
    if states.count == texts.count { self.states = states }
  }

  /// What `run.json` should say of `files`: nothing where none is long.
  static func member(
    inputs: [(name: String, way: Waypoints)], tables: [(name: String, way: Waypoints)]
  ) -> [(key: String, value: PlainJSON)] {
    func object(_ files: [(name: String, way: Waypoints)]) -> PlainJSON {
      .object(
        files.filter { !$0.way.states.isEmpty }.map { file in
          (file.name, .array(file.way.states.map { .text(PlainSHA256.hex($0)) }))
        })
    }
    if (inputs + tables).allSatisfy({ $0.way.states.isEmpty }) { return [] }
    let members: [(key: String, value: PlainJSON)] = [
      ("stepBytes", .number(String(stepBytes))), (Kind.inputs.rawValue, object(inputs)),
      (Kind.tables.rawValue, object(tables)),
    ]
    return [(key, .object(members))]
  }
}
