import Diagnostics

extension Explanation {
  /// A letter: one page of HTML that needs no other file and no network, every text escaped. It is
  /// handed out, so of the last admitted it tells no more than what decided, and nothing where
  /// fewer than `leastCell` were admitted.
  public func letter(
    _ language: Language, leastCell: Int, rerun: [RerunResult] = []
  ) -> String {
    var body: [String] = []
    for block in blocks(language, rerun: rerun, leastCell: leastCell) {
      switch block {
      case .title(let text): body.append("<h1>\(htmlEscaped(text))</h1>")
      case .heading(let text): body.append("<h2>\(htmlEscaped(text))</h2>")
      case .line(let depth, let text):
        body.append("<p class=\"d\(min(depth, 3))\">\(htmlEscaped(text))</p>")
      case .code(let text): body.append("<pre>\(htmlEscaped(text))</pre>")
      }
    }
    let about = Phrase(
      zh: "规则：\(run.rulesName)。结果指纹（SHA256SUMS 的 SHA-256）：\(run.fingerprint)",
      en: "Rules: \(run.rulesName). Fingerprint of the run (SHA-256 of SHA256SUMS): "
        + run.fingerprint.description)[language]
    let title = Phrase(zh: "录取说明 \(code)", en: "Admission of \(code), explained")[language]
    return """
      <!doctype html>
      <html lang="\(language == .zh ? "zh-CN" : "en")">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(htmlEscaped(title))</title>
      <style>
      body { font: 16px/1.6 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.25em } h2 { font-size: 1.05em; margin: 1.4em 0 .3em }
      p { margin: .1em 0 } .d1 { margin-left: 1em } .d2 { margin-left: 2.5em } .d3 { margin-left: 4em }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: .6em }
      footer { margin-top: 2em; font-size: .85em; color: #555; overflow-wrap: anywhere }
      @media print { body { margin: 0 } }
      </style>
      \(body.joined(separator: "\n"))
      <footer>\(htmlEscaped(about))</footer>
      </html>

      """
  }
}
