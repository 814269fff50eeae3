import Diagnostics

/// A table for people, 80 columns wide.
struct TableExporter: Exporter {
  func text(of report: Report) -> String {
    let machine = report.machine
    var lines = [
      "zhibiao \(machine.version), \(machine.system), \(machine.cores) × \(machine.processor)",
      "\(report.threads) threads, median of \(report.runs) runs, load \(machine.load), "
        + "SHA-256 \(machine.hashesInHardware ? "by the processor" : "in software")",
    ]
    if !machine.isOptimised { lines.append("not optimised (-c release): says nothing of speed") }
    for city in report.cities { lines += [""] + text(of: city) }
    if !report.seats.isEmpty {
      lines += ["", "splitting seats, one core"] + text(of: report.seats)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(of report: CityReport) -> [String] {
    let city = report.city
    var table = TerminalTable([
      .init("part"), .init("ms", .right), .init("min–max", .right), .init("cores", .right),
      .init("ns/student", .right), .init("ns/pair", .right), .init("MB/s", .right),
      .init("peak MB", .right),
    ])
    for (_, measurements) in report.groups {
      for measurement in measurements { table.add(cells(measurement, city)) }
    }
    let results = report.digest.map { ["results (SHA-256 of SHA256SUMS) \($0.prefix(32))…"] } ?? []
    return [
      "\(grouped(city.settings.students)) students, \(city.settings.programmes) programmes, "
        + "\(grouped(city.settings.middleSchools)) middle schools, "
        + "\(fixed(Double(city.studentBytes) / 1e6, 1)) MB"
    ] + results + table.lines()
  }

  private func text(of seats: [Measurement]) -> [String] {
    var table = TerminalTable([
      .init("part"), .init("ms", .right), .init("min–max", .right), .init("cores", .right),
      .init("ns/cell", .right),
    ])
    for measured in seats {
      table.add([
        measured.row.title, milliseconds(measured.median),
        "\(milliseconds(measured.min))–\(milliseconds(measured.max))",
        fixed(measured.processors, 1),
        measured.row.cells.map { short(measured.nanoseconds(each: $0)) } ?? "",
      ])
    }
    return table.lines()
  }

  private func cells(_ measured: Measurement, _ city: City) -> [String] {
    [
      measured.row.title, milliseconds(measured.median),
      "\(milliseconds(measured.min))–\(milliseconds(measured.max))",
      fixed(measured.processors, 1),
      short(measured.nanoseconds(each: city.settings.students)),
      measured.row.proposals.map { $0 == 0 ? "" : short(measured.nanoseconds(each: $0)) } ?? "",
      measured.megabytesPerSecond.map { fixed($0, 0) } ?? "",
      measured.peak.map { fixed(Double($0) / 1e6, 1) } ?? "",
    ]
  }
}

/// Nanoseconds as milliseconds.
private func milliseconds(_ time: Int) -> String { short(Double(time) / 1e6) }

/// `value` with as many decimals as mean something: one below a hundred.
private func short(_ value: Double) -> String { fixed(value, value < 99.95 ? 1 : 0) }

/// `value`, which is not negative, with `places` decimals.
func fixed(_ value: Double, _ places: Int) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let scaled = Int((value * Double(scale)).rounded())
  if places == 0 { return String(scaled) }
  let decimals = String(scaled % scale)
  return "\(scaled / scale)." + String(repeating: "0", count: places - decimals.count) + decimals
}
