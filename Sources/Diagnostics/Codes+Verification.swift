/// What `verify` finds: the first forty of the hundred of 7.
extension Code {
  /// An input that the independent reader cannot read, or reads otherwise.
  public static let plainReading = Code(
    "E701", Phrase(zh: "独立的读取程序无法读取", en: "the independent reader cannot read this"),
    remedy: Phrase(
      zh: "核验用自己的程序读表。若 zhibiao check 认为该文件没有问题，请报告这一差别。",
      en: """
        `verify` reads tables with code of its own. If `zhibiao check` finds nothing wrong with the \
        file, report the difference.
        """))

  static let verificationCodes: [Code] = [plainReading]
}
