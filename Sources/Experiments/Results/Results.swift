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

  /// `results.csv`: a row a value, exact: whole numbers and fractions as they were counted beside the
  /// decimal, which is rounded to nine places. Complexity: O(values).
  func table() -> [UInt8] {
    var bytes = Array("variant,replicate,metric,group,value,exact\n".utf8)
    for index in values.indices {
      let cell = experiment.cell(index)
      let head = Array(
        "\(CSVText.cell(experiment.variants[cell.variant].name)),\(cell.replicate),".utf8)
      for entry in values[index] {
        bytes += head
        bytes += experiment.metrics[entry.metric].name.utf8
        bytes.append(UInt8(ascii: ","))
        bytes += CSVText.cell(entry.group).utf8
        bytes.append(UInt8(ascii: ","))
        bytes += FixedPoint.text(FixedPoint.value(entry.value)).utf8
        bytes.append(UInt8(ascii: ","))
        bytes += entry.value.text.utf8
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes
  }
}

extension Ratio {
  /// `3/7`, or `12` for a whole number: as it was counted.
  var text: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}
