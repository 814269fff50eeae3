import Metrics
import Tables

/// What all cells of an experiment came to.
public struct Results: Sendable {
  /// The experiment.
  public let experiment: Experiment
  /// For each cell its values, in the order of the cells.
  public let values: [[CellValue]]

  /// The results of all cells, in their order; each must have values.
  public init(_ experiment: Experiment, _ values: [[CellValue]]) {
    precondition(values.count == experiment.cellCount)
    (self.experiment, self.values) = (experiment, values)
  }

  /// `results.csv`: a row a value, exact: whole numbers and fractions as they were counted beside
  /// the decimal, which is rounded to nine places. Complexity: O(values).
  func table() -> [UInt8] {
    var bytes = Array("variant,replicate,metric,group,value,exact\n".utf8)
    let metrics = experiment.metrics.map { Array("\($0.name),".utf8) }
    for index in values.indices {
      let cell = experiment.cell(index)
      let head = Array(
        "\(CSVText.cell(experiment.variants[cell.variant].name)),\(cell.replicate),".utf8)
      for entry in values[index] {
        bytes += head
        bytes += metrics[entry.metric]
        bytes += CSVText.cell(entry.group).utf8
        bytes.append(UInt8(ascii: ","))
        FixedPoint.append(FixedPoint.value(entry.value), to: &bytes)
        bytes.append(UInt8(ascii: ","))
        entry.value.append(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes
  }
}

extension Ratio {
  /// `3/7`, or `12` for a whole number: as it was counted.
  var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds `text` to `bytes`.
  func append(to bytes: inout [UInt8]) {
    if numerator < 0 { bytes.append(UInt8(ascii: "-")) }
    FixedPoint.append(UInt128(numerator.magnitude), to: &bytes)
    if denominator == 1 { return }
    bytes.append(UInt8(ascii: "/"))
    FixedPoint.append(UInt128(denominator), to: &bytes)
  }
}
