extension Code {
  /// Every code that zhibiao can print, in the order of their names within a room.
  public static let catalogue: [Code] =
    rulesCodes + tableCodes + officeCodes + encodingCodes + seatCodes + matchingCodes + tieCodes
    + complianceCodes + planCodes + apportionmentCodes + planCheckCodes + verificationCodes
    + auditCodes + experimentCodes + systemCodes + usageCodes

  /// The code called `name`, in upper or lower case.
  public static func named(_ name: String) -> Code? {
    let upper = name.uppercased()
    return catalogue.first { $0.name == upper }
  }
}
