extension Code {
  /// Ties and decisions: 4.
  static let tieCodes: [Code] = []
  /// Seats, lists and lines: 3.
  static let seatCodes: [Code] = []
  /// Tables: 2.
  static let tableCodes: [Code] = []
  /// Files, folders, the machine: 8.
  static let systemCodes: [Code] = []
}
