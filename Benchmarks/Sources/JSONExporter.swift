import Diagnostics
import Runs
import Tables

/// JSON for programs: every sample, in nanoseconds and bytes, for whoever wants other figures.
struct JSONExporter: Exporter {
  func text(of report: Report) -> String {
    var json = JSONWriter()
    json.object { json in
      let machine = report.machine
      json.text("version", machine.version)
      json.text("system", machine.system)
      json.text("processor", machine.processor)
      json.number("cores", machine.cores)
      json.text("load", machine.load)
      json.flag("sha256_hardware", machine.hashesInHardware)
      json.flag("optimised", machine.isOptimised)
      json.number("threads", report.threads)
      json.number("runs", report.runs)
      json.array("cities") { json in
        for city in report.cities { json.object { write(city, &$0) } }
      }
      json.array("seats") { json in
        for measured in report.seats { json.object { write(measured, .apportion, &$0) } }
      }
    }
    return String(decoding: json.finish(), as: UTF8.self)
  }

  private func write(_ report: CityReport, _ json: inout JSONWriter) {
    let settings = report.city.settings
    json.number("students", settings.students)
    json.number("programmes", settings.programmes)
    json.number("middle_schools", settings.middleSchools)
    json.number("choices", settings.choices)
    json.number("students_csv_bytes", report.city.studentBytes)
    json.text("sha256sums_digest", report.digest)
    json.array("parts") { json in
      for (group, measurements) in report.groups {
        for measurement in measurements { json.object { write(measurement, group, &$0) } }
      }
    }
  }

  private func write(_ measured: Measurement, _ group: Group, _ json: inout JSONWriter) {
    json.text("group", group.rawValue)
    json.text("part", measured.row.title)
    json.number("median_ns", measured.median)
    json.number("min_ns", measured.min)
    json.number("max_ns", measured.max)
    json.number("pairs", measured.row.proposals)
    json.number("cells", measured.row.cells)
    json.number("bytes", measured.row.bytes)
    json.number("peak_bytes", measured.peak)
    json.array("samples_ns") { json in
      for time in measured.times { json.number(nil, time.wall) }
    }
    json.array("processor_ns") { json in
      for time in measured.times { json.number(nil, time.processor) }
    }
  }
}
