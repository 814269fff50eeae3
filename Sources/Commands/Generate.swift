import Cases
import Columns
import Diagnostics
import Simulation
import Tables

extension Command {
  /// `zhibiao generate -o CASE --students N`.
  static let generate = Command(
    name: "generate",
    usage:
      "-o CASE --students N [--programmes H] [--middle-schools M] [--districts D] [--choices K] "
      + "[--seed S] [--quota-share N] [--school-effect N] [… N] [--names] [--plan-only]",
    summary: Phrase(zh: "生成一座合成城市", en: "make a synthetic city"),
    options: [
      Option(
        "--output", short: "-o", "CASE",
        Phrase(zh: "案例文件夹，事先不应存在", en: "the case's folder, which should not exist")),
      Option("--students", "N", Phrase(zh: "学生数", en: "students")),
      Option("--programmes", "H", Phrase(zh: "招生代码数", en: "programmes")),
      Option("--middle-schools", "M", Phrase(zh: "初中数", en: "middle schools")),
      Option("--districts", "D", Phrase(zh: "区县数", en: "districts")),
      Option("--choices", "K", Phrase(zh: "志愿数上限", en: "the longest list")),
    ]
      + CitySettings.character.map { Option("--\($0.option)", "N", $0.meaning) } + [
        Option("--seed", "S", Phrase(zh: "随机种子（默认 1）", en: "seed (default 1)")),
        .forEveryone,
        Option("--names", nil, Phrase(zh: "写出学生姓名", en: "write students' names")),
        Option(
          "--plan-only", nil,
          Phrase(zh: "只供分配名额：没有学生、名额和排位种子", en: "for plan alone: no students, no quotas")),
        Option(
          "--replace", nil,
          Phrase(zh: "替换已有的案例文件夹", en: "replace an existing case that this command made")),
      ],
    examples: [
      (
        "zhibiao generate -o city --students 100000 --seed 7",
        Phrase(zh: "十万学生的城市", en: "a city of a hundred thousand students")
      ),
      (
        "zhibiao generate -o equal --students 20000 --school-effect 0 --quota-share 500",
        Phrase(zh: "各校生源相同、指标一半的城市", en: "middle schools alike, half of the seats quotas")
      ),
    ],
    run: { (arguments, context) throws(UsageError) in
      guard arguments.words.isEmpty else {
        throw UsageError(
          message: Phrase(
            zh: "多余的参数 \(arguments.words[0])", en: "one argument too many: \(arguments.words[0])"))
      }
      guard let output = arguments["--output"], !output.isEmpty else {
        throw UsageError(message: Phrase(zh: "缺少 -o CASE", en: "-o CASE is missing"))
      }
      return generate(
        try settings(arguments), output, arguments.has("--replace"), arguments.access, context)
    })

  private static func settings(_ arguments: Arguments) throws(UsageError) -> CitySettings {
    let any = 0...Int(Int32.max)
    guard let students = try arguments.integer("--students", in: any) else {
      throw UsageError(message: Phrase(zh: "缺少 --students N", en: "--students N is missing"))
    }
    var given: [String: Int] = [:]
    for field in CitySettings.fields {
      given[field.name] = try arguments.integer("--\(field.option)", in: any)
    }
    var settings = CitySettings(students: students, saying: given)
    if let value = try arguments.integer("--seed", in: 0...Int.max) {
      settings.seed = UInt64(value)
    }
    settings.names = arguments.has("--names")
    settings.planOnly = arguments.has("--plan-only")
    return settings
  }

  private static func generate(
    _ settings: CitySettings, _ output: String, _ replacing: Bool, _ access: OutputAccess,
    _ context: Context
  ) -> ExitCode {
    do {
      let generator = try CityGenerator(settings)
      try generator.write(
        to: output, replacing: replacing, access: access, threads: context.workers.count)
    } catch let error as CitySettingsError {
      for problem in error.problems { printError(context.say(problem) + "\n") }
      return .usage
    } catch let error as FileError {
      return context.refuse(
        Phrase(zh: "未生成案例", en: "no case was written"), error, next: .seeToOutput)
    } catch {
      return .system
    }
    let (count, students, next) = (
      grouped(settings.students), counted(settings.students, "student"),
      settings.planOnly
        ? "zhibiao plan \(shellQuoted(output))"
        : "zhibiao allocate \(shellQuoted(output)) -o \(shellQuoted(output))-run"
    )
    if context.isJSON {
      var json = JSONWriter()
      json.object { json in
        json.text("case", output)
        json.number("students", settings.students)
        json.text("next", next)
      }
      printOut(String(decoding: json.finish(), as: UTF8.self))
      return .done
    }
    printOut(
      context.say(
        Phrase(
          zh: "已生成 \(count) 名学生的合成城市：\(output)\n下一步：\(next)\n",
          en: "a synthetic city of \(students) is in \(output)\nnext: \(next)\n")))
    return .done
  }
}
