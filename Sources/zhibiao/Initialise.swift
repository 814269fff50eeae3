import Cases
import Columns
import Diagnostics
import Tables

extension Command {
  /// `zhibiao init DIR`.
  static let initialise = Command(
    name: "init", usage: "DIR",
    summary: Phrase(zh: "新建案例：带注释的规则与空表", en: "begin a case: commented rules and empty tables"),
    options: [],
    examples: [
      (
        "zhibiao init 2026",
        Phrase(
          zh: "在文件夹 2026 中建立案例，然后逐项填写", en: "make the folder 2026 with all that has to be filled in"
        )
      )
    ],
    run: { (arguments, context) throws(UsageError) in
      let folder = try arguments.theWord("DIR")
      do throws(FileError) {
        var output = try OutputFolder(at: folder)
        for file in CaseTemplate.files() { try output.add(file.name, file.content) }
        try output.commit()
      } catch {
        printError(
          context.say(Phrase(zh: "未建立案例", en: "no case was made")) + "\n"
            + terminalSafe("\(error.path): \(error.code.name) \(context.say(error.message))") + "\n"
        )
        return error.isRefusal ? .refused : .system
      }
      printOut(
        context.say(
          Phrase(
            zh:
              "已建立案例 \(folder)：规则 rules.json 与空表\n下一步：按 \(folder)/README.md 填写，然后 zhibiao check \(folder)\n",
            en: "the case \(folder) is made: rules.json and empty tables\n"
              + "next: fill it in as \(folder)/README.md says, then zhibiao check \(folder)\n")))
      return .done
    })
}
