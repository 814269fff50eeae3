import Diagnostics
import Presets
import Tables

extension Command {
  /// `zhibiao init DIR [--preset NAME]`.
  static let initialise = Command(
    name: "init", usage: "DIR [--preset NAME]",
    summary: Phrase(zh: "新建案例：带注释的规则与空表", en: "begin a case: commented rules and empty tables"),
    options: [
      Option(
        "--preset", "NAME",
        Phrase(
          zh: "预设（默认 jilin）：\n" + presetList(.zh),
          en: "rules to begin with (default: jilin):\n" + presetList(.en)))
    ],
    examples: [
      (
        "zhibiao init 2026",
        Phrase(
          zh: "在文件夹 2026 中建立案例，然后逐项填写", en: "make the folder 2026 with all that has to be filled in"
        )
      ),
      (
        "zhibiao init 2026 --preset shanghai",
        Phrase(zh: "以上海的规则为底稿", en: "begin with Shanghai's rules")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      let folder = try arguments.theWord("DIR")
      let preset = try preset(arguments["--preset"])
      do throws(FileError) {
        var output = try OutputFolder(at: folder, .ofCase)
        for file in CaseTemplate.files(preset) { try output.add(file.name, file.content.span) }
        try output.commit()
      } catch {
        return context.refuse(
          Phrase(zh: "未建立案例", en: "no case was made"), error, next: .seeToOutput)
      }
      if context.isJSON {
        var json = JSONWriter()
        json.object { json in
          json.text("case", folder)
          json.text("preset", preset.name)
          json.text("next", "zhibiao check \(folder)")
        }
        printOut(String(decoding: json.finish(), as: UTF8.self))
      } else {
        printOut(context.say(made(folder, preset)))
      }
      return .done
    })

  /// The preset that was asked for.
  private static func preset(_ name: String?) throws(UsageError) -> Preset {
    guard let name else { return .standard }
    if let preset = Preset.named(name) { return preset }
    let names = Preset.all.map(\.name)
    let near = nearestName(to: name, among: names)
    let all = names.joined(separator: ", ")
    throw UsageError(
      message: Phrase(
        zh: "没有预设 \(name)" + (near.map { "；是否指 \($0)？" } ?? "") + "可用：\(all)",
        en: "there is no preset \(name)" + (near.map { "; did you mean \($0)?" } ?? ";")
          + " there are: \(all)"))
  }

  /// A line for each preset, to stand below the option.
  private static func presetList(_ language: Language) -> String {
    Preset.all.map { "    \(padded($0.name, to: 14))\($0.title[language])" }.joined(separator: "\n")
  }

  private static func made(_ folder: String, _ preset: Preset) -> Phrase {
    let shown = terminalSafe(folder)
    return Phrase(
      zh: """
        已建立案例 \(shown)：规则 rules.json（预设 \(preset.name)，\(preset.title.zh)）与空表
        先读规则：zhibiao rules \(shown)
        下一步：按 \(shown)/README.md 填写，然后 zhibiao check \(shown)

        """,
      en: """
        the case \(shown) is made: rules.json (preset \(preset.name)) and empty tables
        read the rules: zhibiao rules \(shown)
        next: fill it in as \(shown)/README.md says, then zhibiao check \(shown)

        """)
  }
}
