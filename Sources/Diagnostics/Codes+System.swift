extension Code {
  /// Ties and decisions: 4.
  static let tieCodes: [Code] = []
  /// Seats, lists and lines: 3.
  static let seatCodes: [Code] = []
  /// Rules: 1.
  static let rulesCodes: [Code] = []
  /// Compliance: 5.
  static let complianceCodes: [Code] = []
  /// Files, folders, the machine: 8.
  static let systemCodes: [Code] = []
}
