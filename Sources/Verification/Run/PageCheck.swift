import Diagnostics
import Report

/// `report.html` against what `run.json` says: the page is made again and compared byte by byte.
///
/// What makes it knows nothing of the engine. So a page that was altered is found even where
/// whoever altered it wrote SHA256SUMS anew; and where `run.json` was altered too, that is found by
/// what is counted again.
struct PageCheck {
  let folder: RunFolder
  let facts: PlainJSON

  /// The page that this run should have; nil where `run.json` does not say all that it shows.
  var page: RunPage? { RunPage(facts, fingerprint: fingerprint) }

  /// SHA-256 of the lines that `RunPage.fingerprintCommand` picks, in their order.
  private var fingerprint: String {
    let lines = folder.listed.filter { line in
      RunPage.fingerprinted.contains { areSameBytes($0, line.name) }
    }
    return PlainSHA256.hex(of: Array(lines.map { "\($0.hex)  \($0.name)\n" }.joined().utf8))
  }

  /// Compares the page; returns how many were compared.
  func check(_ findings: inout Findings) -> Int {
    guard let bytes = folder.bytes[RunPage.fileName]?.array() else { return 0 }
    guard let page else {
      findings.add(.pageWrong, at: Place(file: RunFactsCheck.file)) {
        Phrase(
          zh: "缺少页面所示的内容，或其形式不对", en: "something that the page shows is missing or not in form")
      }
      return 0
    }
    let own = Array(page.html(page.rules.language).utf8)
    if own == bytes { return 1 }
    let at = zip(own, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let line = bytes.prefix(at ?? min(own.count, bytes.count)).count { $0 == UInt8(ascii: "\n") }
    findings.add(.pageWrong, at: Place(file: RunPage.fileName, line: line + 1)) {
      Phrase(
        zh: "从这一行起与重做的页面不同", en: "from this line on it is not the page that was made again")
    }
    return 1
  }
}

extension RunPage {
  /// The page of the run in folder `path`, whose digests were checked; nil where it is none, or its
  /// `run.json` does not hold what the page shows.
  public init?(ofRun path: String) {
    var findings = Findings()
    let folder = RunFolder(path, threads: PlainThreads(count: 1), findings: &findings)
    guard findings.count == 0, let bytes = folder.bytes[RunFactsCheck.file],
      let facts = PlainJSON(bytes.array()), let page = PageCheck(folder: folder, facts: facts).page
    else { return nil }
    self = page
  }
}
