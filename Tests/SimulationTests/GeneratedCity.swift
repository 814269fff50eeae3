import Simulation

/// A generated case in memory, with its tables split into cells.
struct GeneratedCity {
  let settings: CitySettings
  /// Names of the files in the order in which their bytes came.
  var order: [String] = []
  var files: [String: [UInt8]] = [:]

  init(_ settings: CitySettings, threads: Int = 2) throws {
    self.settings = settings
    var order: [String] = []
    var files: [String: [UInt8]] = [:]
    try CityGenerator(settings).write(threads: threads) { name, bytes in
      if order.last != name { order.append(name) }
      files[name, default: []] += bytes
    }
    self.order = order
    self.files = files
  }

  /// The rows of a table as dictionaries by header; nil where a row's length differs from it.
  func table(_ name: String) -> [[String: String]]? {
    var lines = String(decoding: files[name]!, as: UTF8.self).split(separator: "\n")
    let header = lines.removeFirst().split(separator: ",").map(String.init)
    var rows: [[String: String]] = []
    for line in lines {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == header.count else { return nil }
      rows.append(Dictionary(uniqueKeysWithValues: zip(header, cells)))
    }
    return rows
  }

  /// A row's choices: all cells up to the last that is not empty.
  func choices(_ row: [String: String]) -> [String] {
    let cells = (1...settings.choices).map { row["choice\($0)"]! }
    return Array(cells[..<(cells.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)])
  }

  /// One number for all bytes of all files (FNV-1a).
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for name in order {
      for byte in Array(name.utf8) + files[name]! {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    return hash
  }
}
