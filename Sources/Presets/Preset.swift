import Diagnostics

/// A rule file to begin with: a city's published rules as far as they are known, or an extreme for
/// research. What is not known stands under `undecided`, and nothing runs before it is settled.
///
/// The files are those of `datasets/presets`, compiled in, so that the program needs no other file.
public struct Preset: Sendable {
  /// The name that `init --preset` takes.
  public let name: String
  /// What it is, in a few words.
  public let title: Phrase
  /// `rules.json`, byte by byte.
  public let rules: [UInt8]

  /// The preset that a new case has where none is named.
  public static var standard: Preset { all[0] }

  /// The preset called `name`.
  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// All presets, the standard one first.
  public static let all: [Preset] = [
    Preset(
      name: "jilin", title: Phrase(zh: "吉林：指标不低于 75%", en: "Jilin: at least 75% quota seats"),
      rules: PackageResources.jilin_json),
    Preset(
      name: "shanghai",
      title: Phrase(
        zh: "上海：到区、到校、统招，800 分排序 750 分划线", en: "Shanghai: two scales, district and school"),
      rules: PackageResources.shanghai_json),
    Preset(
      name: "beijing", title: Phrase(zh: "北京：校额到校，合用名额", en: "Beijing: school quota, shared pools"),
      rules: PackageResources.beijing_json),
    Preset(
      name: "guangzhou", title: Phrase(zh: "广州：梯度投档", en: "Guangzhou: score bands, then choice"),
      rules: PackageResources.guangzhou_json),
    Preset(
      name: "shenzhen",
      title: Phrase(zh: "深圳：按户籍类别 AC、D、ACD", en: "Shenzhen: household categories"),
      rules: PackageResources.shenzhen_json),
    Preset(
      name: "chengdu", title: Phrase(zh: "成都：一分一段、段内志愿优先", en: "Chengdu: each score a band"),
      rules: PackageResources.chengdu_json),
    Preset(
      name: "hangzhou",
      title: Phrase(zh: "杭州：分配生 70% 与 40%", en: "Hangzhou: shares of 70% and 40%"),
      rules: PackageResources.hangzhou_json),
    Preset(
      name: "dalian", title: Phrase(zh: "大连：先统招后指标，全市再分配", en: "Dalian: unified first, then quota"),
      rules: PackageResources.dalian_json),
    Preset(
      name: "shijiazhuang",
      title: Phrase(zh: "石家庄：指标线为统招线下 50 分", en: "Shijiazhuang: line 50 below a cutoff"),
      rules: PackageResources.shijiazhuang_json),
    Preset(
      name: "merit-only", title: Phrase(zh: "研究用：只看成绩", en: "research: merit alone"),
      rules: PackageResources.merit_only_json),
    Preset(
      name: "quota-100", title: Phrase(zh: "研究用：全部为指标", en: "research: quota seats alone"),
      rules: PackageResources.quota_100_json),
  ]
}
