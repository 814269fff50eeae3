/// What can be wrong with a table's encoding: 2, from 291.
extension Code {
  /// E291: bytes that are not UTF-8.
  public static let notUTF8 = Code(
    "E291", Phrase(zh: "不是有效的 UTF-8", en: "Bytes that are not UTF-8"),
    remedy: Phrase(
      zh: "若表是 GBK/GB18030 编码，删去规则中的 \"encoding\" 或改为 \"gb18030\"；否则在所指位置修正乱码后"
        + "重新导出为 UTF-8。",
      en: "If the table is GBK or GB18030, remove \"encoding\" from the rules or set it to "
        + "\"gb18030\"; else correct the damaged text at that place and export as UTF-8 again."))
  /// E292: bytes that are not GB18030.
  public static let notGB18030 = Code(
    "E292", Phrase(zh: "不是有效的 GB18030", en: "Bytes that are not GB18030"),
    remedy: Phrase(
      zh: "若表是 UTF-8 编码，删去规则中的 \"encoding\"；否则在所指位置修正乱码后重新导出。",
      en:
        "If the table is UTF-8, remove \"encoding\" from the rules; else correct the damaged text at "
        + "that place and export again."))
  /// E293: neither of the encodings that are recognised.
  public static let unknownEncoding = Code(
    "E293",
    Phrase(zh: "既不是 UTF-8 也不是 GB18030", en: "Neither UTF-8 nor GB18030"),
    remedy: Phrase(
      zh: "在所指位置修正乱码（两种编码混在一个文件里也会这样），或重新导出为 UTF-8。",
      en: "Mend the damaged text at that place (two encodings in one file look like this too), or "
        + "export as UTF-8 again."))
  /// E294: UTF-16 or UTF-32.
  public static let isUTF16 = Code(
    "E294", Phrase(zh: "文件是 UTF-16 编码", en: "The file is UTF-16"),
    remedy: Phrase(
      zh: "多半是导出为“Unicode 文本”。请导出为“CSV UTF-8（逗号分隔）”。",
      en: "Usually it was exported as \"Unicode text\". Export it as \"CSV UTF-8 (comma "
        + "delimited)\"."))
  /// W295: declared as GB18030, and valid UTF-8 too.
  public static let encodingDoubtful = Code(
    "W295",
    Phrase(
      zh: "声明为 GB18030，但内容也是有效的 UTF-8",
      en: "Declared as GB18030, but valid UTF-8 as well"),
    remedy: Phrase(
      zh: "若表中汉字读出来是乱码，删去规则中的 \"encoding\"，让程序自行判断。",
      en:
        "If Chinese text in the table is garbled, remove \"encoding\" from the rules and let it be "
        + "detected."))

  static let encodingCodes: [Code] = [
    notUTF8, notGB18030, unknownEncoding, isUTF16, encodingDoubtful,
  ]
}
