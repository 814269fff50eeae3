import Diagnostics
import Report
import Runs
import Tables

/// Writes what an experiment came to: a folder that is whole or not there.
public struct ResultsFolder: Sendable {
  private let results: Results
  private let summary: Summary
  private let origin: CellLine.Origin
  private let base: String
  private let withPlots: Bool

  /// Will write `results`. `base` is what people call the base.
  public init(_ results: Results, _ origin: CellLine.Origin, base: String, withPlots: Bool) {
    self.results = results
    self.origin = origin
    self.base = base
    self.withPlots = withPlots
    summary = Summary(results)
  }

  /// Writes the folder at `path`; what is there is replaced only if `replacing`.
  public func write(to path: String, replacing: Bool) throws(FileError) -> Summary {
    var folder = try OutputFolder(at: path, .ofResults, replacing: replacing)
    let table = results.table()
    let digest = SHA256.digest(of: table.span)
    try folder.add("results.csv", table.span)
    try folder.add("summary.csv", summary.table(results.experiment).span)
    try folder.add("run.json", runJSON(digest).span)
    let page = ResultsPage(results.experiment, summary, base: base, fingerprint: digest).page
    try folder.add("report.html", page.html(results.experiment.language))
    if withPlots {
      for plot in page.plots(results.experiment.language) {
        try folder.add("plots/\(plot.name).svg", plot.svg)
      }
    }
    try folder.commit()
    return summary
  }

  /// `run.json`: what was run. No clock, host or path.
  private func runJSON(_ digest: Digest) -> [UInt8] {
    let experiment = results.experiment
    var json = JSONWriter()
    json.object { json in
      json.number("format", 1)
      json.text("program", "zhibiao")
      json.text("version", programVersion)
      json.text("command", "simulate")
      json.object("experiment") { json in
        json.text("name", experiment.name)
        json.text("digest", experiment.digest.description)
        json.text("seats", experiment.seats.rawValue)
        json.text("seed", experiment.seed)
        json.number("confidence", experiment.confidence)
      }
      json.text("case", origin.base.description)
      json.texts(
        "draws",
        Experiment.Source.allCases.filter(experiment.sources.contains).map(\.rawValue))
      json.number("replicates", experiment.replicates)
      json.number("cells", experiment.cellCount)
      json.text("baseline", experiment.variants[experiment.baseline].name)
      appendVariants(experiment, to: &json)
      json.texts("metrics", experiment.metrics.map(\.name))
      json.texts("groups", experiment.divisions.map(\.name))
      json.text("results", digest.description)
    }
    return json.finish()
  }

  private func appendVariants(_ experiment: Experiment, to json: inout JSONWriter) {
    json.array("variants") { json in
      for variant in experiment.variants {
        json.object { json in
          json.text("name", variant.name)
          for (axis, value) in variant.values { json.text("axis " + axis, value) }
          json.object("set") { json in
            for (pointer, value) in variant.settings { json.text(pointer, value) }
          }
          json.texts("behaviour", variant.behaviour.settings)
        }
      }
    }
  }
}

extension Variant {
  /// All that differs from the base and from truthful families, as text.
  public var changes: [String] {
    settings.map { "\($0.pointer) = \($0.value)" } + behaviour.settings
  }

  /// What is set, as text: the last of several values for one pointer.
  var settings: [(pointer: String, value: String)] {
    var settings: [(pointer: String, value: String)] = []
    for patch in patches {
      let value = patch.value?.compact ?? "null"
      if let at = settings.firstIndex(where: { $0.pointer == patch.pointer.text }) {
        settings[at].value = value
      } else {
        settings.append((patch.pointer.text, value))
      }
    }
    return settings
  }
}
