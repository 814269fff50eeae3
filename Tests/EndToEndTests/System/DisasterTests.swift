import Foundation
import TestSupport
import Testing

/// Every call to the file system goes wrong, one at a time. Afterwards the old output is whole or
/// the new one is; what a dead process left is gone after the next one; and no failure passes for a
/// success.
@Suite struct DisasterTests {
  @Test(arguments: Disaster.all) func killedAtEveryCall(_ disaster: Disaster) throws {
    let scene = try Scene(disaster)
    let places = (0..<scene.callCount).flatMap { ["before:\($0)", "after:\($0)"] }
    for fault in Effort.part(places, 12, seed: 1) { try scene.survives(fault, isKilled: true) }
  }

  /// Between the names of a plan's files, one after the other: whoever needs them all refuses.
  @Test(arguments: [Disaster.plan, .firstPlan])
  func nobodyUsesHalfAPlan(_ disaster: Disaster) throws {
    let scene = try Scene(disaster)
    let names = scene.calls.indices.filter { scene.calls[$0].isNaming }
    for number in names { try scene.survives("after:\(number)", isKilled: true) }
    #expect(scene.mixed == 2)
  }

  @Test(arguments: Disaster.all) func failsAtEveryCall(_ disaster: Disaster) throws {
    let scene = try Scene(disaster)
    let places = (0..<scene.callCount).flatMap { number in
      [EIO, ENOSPC, EACCES].map { "fail:\(number):\($0)" }
        + ["stay:\(number):\(ENOSPC)", "stay:\(number):\(EIO)"]
    }
    for fault in Effort.part(places, 12, seed: 2) { try scene.survives(fault, isKilled: false) }
  }

  /// Signals and short reads and writes are no failures: everything comes out as ever.
  @Test(arguments: Disaster.all) func interruptionsChangeNothing(_ disaster: Disaster) throws {
    let scene = try Scene(disaster)
    let places = (0..<scene.callCount).flatMap { ["fail:\($0):\(EINTR)", "short:\($0)"] }
    for fault in Effort.part(places, 6, seed: 3) + ["short:0"] {
      let (result, tree) = try scene.run(fault)
      #expect(result.exit == disaster.exit, "\(fault): \(result.error)")
      #expect(scene.isNew(tree), "\(fault)")
      #expect(tree.temporary(disaster.kept) == [], "\(fault)")
    }
  }

  /// A name means bytes on the disk: every file is synced after its last byte and before anything
  /// gets its name; folders after their last entry; the parent after the name was given.
  @Test(arguments: Disaster.all) func syncsBeforeItNames(_ disaster: Disaster) throws {
    let calls = try Scene(disaster).calls.filter { call in
      // A journal that others go on from has no name to wait for.
      call.isNaming || !disaster.kept.contains { (call.path + "/").contains("/" + $0 + "/") }
    }
    let names = calls.indices.filter { calls[$0].isNaming }
    let first = try #require(names.first)
    var isSynced: [String: Bool] = [:]
    for call in calls[..<first] {
      switch call.kind {
      case "create": isSynced[call.path] = false
      case "write" where isSynced[call.path] != nil: isSynced[call.path] = false
      case "sync": isSynced[call.path] = true
      default: break
      }
    }
    #expect(!isSynced.isEmpty && isSynced.values.allSatisfy { $0 }, "\(isSynced)")
    #expect(!calls[first...].contains { $0.kind == "create" })
    // Folders of the output: synced after the last file in them was made.
    let made = calls.lastIndex { $0.kind == "create" }!
    for name in Set(calls[...made].filter { $0.kind == "create" }.map(\.folder)) {
      guard calls[first].path == name || name.hasPrefix(calls[first].path + "/") else { continue }
      let last = calls.lastIndex { $0.kind == "create" && $0.folder == name }!
      #expect(calls[last..<first].contains { $0.kind == "sync" && $0.path == name }, "\(name)")
    }
    // The parent: once before the last of several names, and after it.
    let syncs = calls.indices.filter {
      calls[$0].kind == "sync" && calls[$0].path == calls[first].folder
    }
    #expect(syncs.contains { $0 > names.last! }, "the parent is synced after the last name")
    if names.count > 1 {
      #expect(syncs.contains { $0 > names.dropLast().last! && $0 < names.last! })
    }
    // And behind the name that says that the others are on their way.
    if disaster.outputs.count > 1, !disaster.kept.isEmpty {
      #expect(calls[first].path.hasSuffix(disaster.kept[0]))
      #expect(syncs.contains { $0 > first && $0 < names[1] })
    }
    // What was replaced is removed after that, and not before.
    let removed = calls.firstIndex { $0.kind == "remove" } ?? calls.count
    #expect(removed > syncs.last!)
  }
}

/// A call as the log has it.
struct LoggedCall {
  let kind: String
  let result: Int
  let path: String

  init(_ line: Substring) {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    (kind, result) = (String(parts[0]), Int(parts[1])!)
    // What has a temporary name is called by the name that it will have.
    let names = parts[2].split(separator: "/", omittingEmptySubsequences: false).map { name in
      guard name.hasPrefix("."), let end = name.firstRange(of: ".partial-") else { return name }
      return name[..<end.lowerBound].dropFirst()
    }
    path = names.joined(separator: "/")
  }

  var folder: String { (path as NSString).deletingLastPathComponent }
  var isNaming: Bool { ["rename", "renameOver", "exchange"].contains(kind) }
}

/// A disaster's folder before, and after all went well.
private final class Scene {
  let disaster: Disaster
  let calls: [LoggedCall]
  private let old: Tree
  private let new: Tree
  /// How often old and new outputs stood side by side.
  private(set) var mixed = 0

  init(_ disaster: Disaster) throws {
    self.disaster = disaster
    let folder = try TempFolder()
    try disaster.prepare(folder)
    old = try Tree(folder.path)
    let log = try TempFolder()
    let result = try Scene.run(disaster, "none", log("log"), in: folder)
    precondition(result.exit == disaster.exit, "\(disaster): \(result.error)")
    new = try Tree(folder.path)
    calls = try log.text("log").split(separator: "\n").map(LoggedCall.init)
    precondition(disaster.outputs.contains { old.part($0) != new.part($0) })
  }

  /// How many calls there are; threads may change their order, and little else.
  var callCount: Int { calls.count }

  private static func run(
    _ disaster: Disaster, _ fault: String, _ log: String, in folder: TempFolder
  ) throws -> Program.Result {
    try Program.run(Program.faulty, [fault, log] + words(disaster.words, folder), patience: 60)
  }

  private static func words(_ words: [String], _ folder: TempFolder) -> [String] {
    words.map { $0.hasPrefix("@") ? folder(String($0.dropFirst())) : $0 }
  }

  /// The same from the same beginning, with a fault.
  func run(_ fault: String) throws -> (Program.Result, Tree) {
    let folder = try TempFolder()
    try old.write(to: folder.path)
    let result = try Scene.run(disaster, fault, "-", in: folder)
    return (result, try Tree(folder.path))
  }

  func isNew(_ tree: Tree) -> Bool { disaster.outputs.allSatisfy { tree.part($0) == new.part($0) } }

  /// Each output is whole, old or new; new ones come before old ones. Where both are there, nobody
  /// takes them for one piece.
  private func isWhole(_ tree: Tree, in folder: TempFolder) throws -> Bool {
    var (hasOld, hasNew) = (false, false)
    for output in disaster.outputs {
      let (before, after) = (old.part(output), new.part(output))
      if before == after, tree.part(output) == before { continue }
      if tree.part(output) == before {
        hasOld = true
      } else if tree.part(output) != after || hasOld {
        return false
      } else {
        hasNew = true
      }
    }
    guard hasOld, hasNew, !disaster.reader.isEmpty else { return true }
    mixed += 1
    let result = try Program.run(Scene.words(disaster.reader, folder))
    return result.exit == 1 && (result.output + result.error).contains("E627")
  }

  func survives(_ fault: String, isKilled: Bool) throws {
    let folder = try TempFolder()
    try old.write(to: folder.path)
    let result = try Scene.run(disaster, fault, "-", in: folder)
    let tree = try Tree(folder.path)
    #expect(try isWhole(tree, in: folder), "\(disaster), \(fault): \(tree.files.keys.sorted())")
    // Nothing but the outputs has changed.
    let changed = Set(tree.files.keys).union(old.files.keys).filter { name in
      tree.files[name] != old.files[name] && !Tree.isTemporary(name, disaster.kept)
        && !disaster.outputs.contains { name == $0 || name.hasPrefix($0 + "/") }
    }
    #expect(changed == [], "\(disaster), \(fault)")
    if isKilled {
      #expect(result.signal == SIGKILL || isNew(tree), "\(disaster), \(fault): \(result)")
    } else {
      #expect(result.signal == nil, "\(disaster), \(fault)")
      if result.exit == disaster.exit {
        #expect(isNew(tree), "\(disaster), \(fault): exit \(disaster.exit), and nothing came of it")
      } else {
        #expect(result.exit == 4 || result.exit == 1, "\(disaster), \(fault): \(result)")
        // Where nothing can be written any more, nothing can be said.
        #expect(!result.error.isEmpty || fault.hasPrefix("stay"), "\(disaster), \(fault)")
      }
    }
    // The next one finds its way, whatever was left.
    if !isNew(tree) {
      let again = try Scene.run(disaster, "none", "-", in: folder)
      #expect(again.exit == disaster.exit, "\(disaster), after \(fault): \(again.error)")
    }
    let after = try Tree(folder.path)
    #expect(isNew(after), "\(disaster), after \(fault)")
    if !isNew(tree) { #expect(after.temporary(disaster.kept) == [], "\(disaster), after \(fault)") }
  }
}
