import Diagnostics

extension CitySettings {
  /// A setting that is a number, for whoever reads settings by name: options, files of experiments.
  public struct Field: Sendable {
    /// Its name in files: `middleSchools`.
    public let name: String
    /// The values that it may have.
    public let range: ClosedRange<Int>
    /// Where it is kept.
    public let path: WritableKeyPath<CitySettings, Int> & Sendable
    /// What it says.
    public let meaning: Phrase

    /// Its name as an option, without the dashes: `middle-schools`.
    public var option: String {
      name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
    }
  }

  /// All settings that are numbers but the seed: first the sizes, then what the city is like.
  public static let fields: [Field] =
    [
      Field(
        name: "students", range: 1...40_000_000, path: \.students,
        meaning: Phrase(zh: "学生数", en: "students")),
      Field(
        name: "programmes", range: 1...65_534, path: \.programmes,
        meaning: Phrase(zh: "招生代码数", en: "programmes")),
      Field(
        name: "middleSchools", range: 1...500_000, path: \.middleSchools,
        meaning: Phrase(zh: "初中数", en: "middle schools")),
      Field(
        name: "districts", range: 1...5_000, path: \.districts,
        meaning: Phrase(zh: "区县数", en: "districts")),
      Field(
        name: "choices", range: 1...99, path: \.choices,
        meaning: Phrase(zh: "志愿数上限", en: "the longest list")),
    ] + character

  /// What a city is like, in thousandths.
  public static let character: [Field] = [
    Field(
      name: "seats", range: 50...2_000, path: \.seats,
      meaning: Phrase(zh: "每千名学生的计划数", en: "seats for 1000 students")),
    Field(
      name: "quotaShare", range: 0...1_000, path: \.quotaShare,
      meaning: Phrase(zh: "优质高中指标比例（千分）", en: "quota seats of 1000 at quality schools")),
    Field(
      name: "flagships", range: 0...1_000, path: \.flagships,
      meaning: Phrase(zh: "全市招生代码比例（千分）", en: "programmes for the whole city, of 1000")),
    Field(
      name: "flagshipSeats", range: 0...1_000, path: \.flagshipSeats,
      meaning: Phrase(zh: "全市招生计划比例（千分）", en: "their seats, of 1000")),
    Field(
      name: "districtEffect", range: 0...3_000, path: \.districtEffect,
      meaning: Phrase(
        zh: "区县间差异（千分之标准差）", en: "how districts differ, in 1000ths of a deviation")),
    Field(
      name: "schoolEffect", range: 0...3_000, path: \.schoolEffect,
      meaning: Phrase(
        zh: "校际差异（千分之标准差）", en: "how middle schools differ, in 1000ths of a deviation")),
    Field(
      name: "distance", range: 0...1_000, path: \.distance,
      meaning: Phrase(zh: "远处学校少填的程度（千分）", en: "how much less far schools are listed")),
    Field(
      name: "reach", range: 0...1_000, path: \.reach,
      meaning: Phrase(zh: "志愿起点偏高的程度（千分）", en: "how far above their place lists begin")),
    Field(
      name: "taste", range: 0...1_000, path: \.taste,
      meaning: Phrase(zh: "不按公认次序填报的频率（千分）", en: "how often lists leave the common order")),
    Field(
      name: "dreams", range: 0...1_000, path: \.dreams,
      meaning: Phrase(zh: "首填冲刺志愿的比例（千分）", en: "lists that begin out of reach, of 1000")),
    Field(
      name: "scoreStep", range: 1...2, path: \.scoreStep,
      meaning: Phrase(zh: "语数外最小分值（半分数）", en: "smallest step of main scores, in half points")),
  ]

  /// The setting with this name, as it is written in files.
  public static func field(named name: String) -> Field? { fields.first { $0.name == name } }
}

/// A share in thousandths as a decimal: `0.75`.
func decimalShare(_ thousandths: Int) -> String {
  if thousandths % 1000 == 0 { return "\(thousandths / 1000)" }
  var digits = "\(1000 + thousandths % 1000)".dropFirst()
  while digits.last == "0" { digits.removeLast() }
  return "\(thousandths / 1000).\(digits)"
}
