import Foundation
import TestSupport
import Testing

/// The same inputs give the same bytes, wherever and however the program runs.
@Suite struct SameBytesTests {
  /// Everything that commands write of one case: a run, a plan, and what is made of the run.
  private static let commands = [
    "allocate $CASE -o run --bundle", "plan $CASE -o plan", "publish run -o list.xlsx",
    "explain run --all -o all.csv", "sample run --students 9 --seed s -o sample.csv",
    "generate -o city --students 60", "verify run --statement statement.html",
  ]

  /// The digests of all that the commands write, run by a shell after `setting`.
  private func digests(_ setting: String, options: String = "") throws -> String {
    let folder = try TempFolder()
    let city = SampleCity.path
    let lines = Self.commands.map {
      "'\(Program.path)' \($0) \(options) >/dev/null 2>>errors || exit 9"
    }
    let result = try Program.shell(
      """
      cd '\(folder.path)'; CASE='\(city)'; \(setting)
      \(lines.joined(separator: "\n"))
      rm -f errors; find . -type f | LC_ALL=C sort | xargs sha256sum
      """, patience: 300)
    #expect(result.exit == 0, "\(setting): \((try? folder.text("errors")) ?? "") \(result.error)")
    return result.output
  }

  @Test func forAnyNumberOfThreads() throws {
    let expected = try digests("", options: "--threads 1")
    #expect(expected.split(separator: "\n").count > 25)
    for threads in [2, 3, 8] {
      #expect(try digests("", options: "--threads \(threads)") == expected, "\(threads) threads")
    }
  }

  /// The seed of Swift's hashing is another in each process, unless the environment says otherwise.
  @Test func forAnyHashSeed() throws {
    var all: Set<String> = []
    let tiny = try TempFolder()
    var city = TinyCase()
    // Many columns and rows whose order might come from a hash.
    city["middle_schools.csv"] += (3..<60).map { "M\($0),x,D\($0 % 7),1\n" }.joined()
    try city.write(to: tiny)
    for number in 0..<20 {
      let run = tiny("run\(number)")
      let result = try Program.run("allocate", tiny("case"), "-o", run, "--bundle")
      #expect(result.exit == 0, "\(result.error)")
      all.insert(try tiny.text("run\(number)/SHA256SUMS"))
    }
    #expect(all.count == 1)
  }

  @Test func forAnyEnvironment() throws {
    let expected = try digests("")
    for setting in [
      "export TZ=Asia/Shanghai", "export TZ=America/St_Johns LC_ALL=ar_EG.UTF-8",
      "export LANG=zh_CN.GB18030 LC_ALL= LC_NUMERIC=de_DE.UTF-8", "umask 000", "umask 077",
      "export LC_ALL=tr_TR.UTF-8 SWIFT_DETERMINISTIC_HASHING=1",
      "export HOME=/nowhere PATH=/usr/bin:/bin USER=x", "export BIG=$(printf %0100000d 0)",
      "export TMPDIR=.", "ln -s \"$CASE\" c; CASE=./c/",
    ] {
      #expect(try digests(setting) == expected, "\(setting)")
    }
  }
}
