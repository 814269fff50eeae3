import Foundation
import TestSupport
import Testing

#if os(Linux)
  /// What stands on a terminal while `simulate` works, seen through a pseudo-terminal of 80
  /// columns.
  @Suite struct ProgressTests {
    private static let experiment = #"""
      {format: 1, name: "test", base: {generate: {students: 300, programmes: 5, middleSchools: 4}},
        variants: [{name: "a"}], replicates: 20, metrics: ["admitted_share"]}
      """#

    /// What a program wrote to a terminal that is its standard error.
    private func onTerminal(_ folder: TempFolder, _ arguments: [String]) throws -> String {
      let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
      defer { close(master) }
      // TIOCSPTLCK and TIOCGPTN: unlocks the other end, and tells its number.
      var (number, lock) = (Int32(-1), Int32(0))
      let unlocked = unsafe ioctl(master, 0x4004_5431, &lock)
      let named = unsafe ioctl(master, 0x8004_5430, &number)
      try #require(master >= 0 && unlocked == 0 && named == 0)
      let name = "/dev/pts/\(number)"
      // Held open, so that what was written can still be read when the program has ended.
      let held = unsafe open(name, O_RDWR | O_NOCTTY)
      try #require(held >= 0)
      defer { close(held) }
      var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
      let sized = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
      #expect(sized == 0)
      let child = try Child(Program.path, arguments, output: folder("output"), error: name)
      #expect(child.wait(60) == 0)
      let flags = fcntl(master, F_GETFL)
      _ = fcntl(master, F_SETFL, flags | O_NONBLOCK)
      var seen: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = unsafe read(master, &buffer, buffer.count)
        guard count > 0 else { break }
        seen += buffer.prefix(count)
      }
      return String(decoding: seen, as: UTF8.self)
    }

    @Test(arguments: [
      ("en", "0 of 20 cells", "20 of 20 cells, about 0 s left"),
      ("zh", "已完成 0/20 格", "已完成 20/20 格，约剩 0 秒"),
    ])
    func oneLineIsWrittenOver(_ language: String, _ first: String, _ last: String) throws {
      let folder = try TempFolder()
      try folder.write("exp.json", Array(Self.experiment.utf8))
      let seen = try onTerminal(
        folder, ["simulate", folder("exp.json"), "-o", folder("out"), "--lang", language])
      // A return to the line's beginning, the text, and the rest of the line wiped; in the end all
      // of it.
      let wipe = "\u{1B}[K"
      #expect(!seen.contains("\n") && !seen.contains("u{"), "\(seen.debugDescription)")
      let lines = seen.components(separatedBy: "\r").dropFirst()
      #expect(lines.allSatisfy { $0.hasSuffix(wipe) && $0.utf8.count < 80 })
      let texts = lines.map { String($0.dropLast(wipe.count)) }
      #expect(texts.first == first && texts.dropLast().last == last && texts.last == "")
      // Nothing of it is in a file.
      let plain = try Program.run(
        "simulate", folder("exp.json"), "-o", folder("other"), "--lang", language)
      #expect(plain.exit == 0 && plain.error.isEmpty, "\(plain.error)")
      let expected = plain.output.replacingOccurrences(of: "other", with: "out")
      #expect(try folder.text("output") == expected)
    }
  }
#endif
