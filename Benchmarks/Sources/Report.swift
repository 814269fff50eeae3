/// All that was measured.
struct Report {
  let machine: Machine
  let threads: Int
  let runs: Int
  var cities: [CityReport] = []
  /// What was measured of splitting seats.
  var seats: [Measurement] = []
}

/// What was measured on one city.
struct CityReport {
  let city: City
  let groups: [(group: Group, measurements: [Measurement])]
  /// The SHA-256 of the list of digests of every run that was written; nil where none was.
  let digest: String?
}

/// A way to print a report.
protocol Exporter {
  /// The report as text, with a line end.
  func text(of report: Report) -> String
}
