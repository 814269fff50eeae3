extension Code {
  /// Files, folders, the machine: 8.
  static let systemCodes: [Code] = [
    fileNotFound, notPermitted, notAFile, fileChanged, fileTooLarge, readFailed, leadsOutside,
    outputExists, outputIsNotARun, outputIsALink, outputParentMissing, unsuitableName,
    cannotReplaceInOneStep, diskFull, writeFailed, outputSpoils, converterMissing,
    outOfMemory,
  ]

  /// Whether the system failed (disk, permission, memory): the exit code is 4. Not so where a file
  /// or place that the user named is refused for what it is.
  public var isSystemFailure: Bool {
    let refusals: [Code] = [
      .fileNotFound, .notAFile, .fileTooLarge, .leadsOutside, .outputExists, .outputIsNotARun,
      .outputIsALink, .outputParentMissing, .unsuitableName, .outputSpoils,
    ]
    return isError && area == .system && !refusals.contains(self)
  }

  /// Whether the same may go well on another machine, or later: beside failures of the system also
  /// files that are not there yet and outputs that are in the way. A file is what it is everywhere.
  public var isOfMachine: Bool {
    let lasting: [Code] = [.notAFile, .fileTooLarge, .leadsOutside]
    return isError && area == .system && !lasting.contains(self)
  }
}

// Reading.
extension Code {
  /// E801: there is no such file or folder.
  public static let fileNotFound = Code(
    "E801",
    Phrase(zh: "文件或文件夹不存在", en: "A file or folder does not exist"),
    remedy: Phrase(
      zh: "检查路径和文件名的拼写（大小写有区别）；缺少的表可以用 zhibiao init 生成空表。",
      en: "Check the path and the spelling of the name (case matters); `zhibiao init` makes empty "
        + "tables for those that are missing."))
  /// E802: the system does not permit it.
  public static let notPermitted = Code(
    "E802",
    Phrase(zh: "没有权限", en: "The system does not permit this"),
    remedy: Phrase(
      zh: "检查文件和所在文件夹的权限，或换一个可写的位置。",
      en: "Check the permissions of the file and its folder, or choose a place that you may use."))
  /// E803: a folder or a device where a file is expected, or the reverse.
  public static let notAFile = Code(
    "E803",
    Phrase(zh: "不是所需要的那一种文件", en: "This is not the kind of file that is needed"),
    remedy: Phrase(
      zh: "案例的表须为普通文件；只读一张表的命令也接受管道或“-”（标准输入）。文件夹和设备不行。",
      en: "The tables of a case are regular files; a command that reads one table takes a pipe or "
        + "`-` (standard input) as well. A folder or a device will not do."))
  /// E804: a file changed between the first and the last look at it.
  public static let fileChanged = Code(
    "E804",
    Phrase(zh: "读取期间文件被改动", en: "A file was changed while it was read"),
    remedy: Phrase(
      zh: "关闭正在编辑或同步该文件的程序，然后重新运行。",
      en: "Close the program that edits or synchronises the file, then run again."))
  /// E805: more bytes than this kind of file may have.
  public static let fileTooLarge = Code(
    "E805",
    Phrase(zh: "文件过大", en: "A file is too large"),
    remedy: Phrase(
      zh: "确认没有把别的文件当作本文件；规则和种子文件都很小。",
      en: "Make sure that it is the right file; rules and seeds are small."))
  /// E806: reading failed for another reason.
  public static let readFailed = Code(
    "E806",
    Phrase(zh: "读取失败", en: "Reading failed"),
    remedy: Phrase(
      zh: "按消息中的系统原因处理（磁盘、网络盘、内存）。",
      en: "See to the system's reason in the message (disk, network share, memory)."))
}

// Inside a case or run.
extension Code {
  /// E807: a link, or a name that leads out of the folder.
  public static let leadsOutside = Code(
    "E807",
    Phrase(
      zh: "案例或结果文件夹中有符号链接，或指向文件夹之外的名称",
      en: "A case or run has a symbolic link, or a name that leads out of its folder"),
    remedy: Phrase(
      zh: "把文件本身复制到文件夹里（cp -L），不要用链接。",
      en: "Copy the file itself into the folder (cp -L) instead of linking to it."))
}

// Writing.
extension Code {
  /// E811: the output is already there.
  public static let outputExists = Code(
    "E811",
    Phrase(zh: "输出已经存在", en: "The output exists already"),
    remedy: Phrase(
      zh: "换一个名称，或（命令有此选项时）加 --replace 整体替换旧的结果。",
      en:
        "Choose another name, or add --replace, where the command has it, to replace the old one in "
        + "one step."))
  /// E812: what would be replaced is not a run.
  public static let outputIsNotARun = Code(
    "E812",
    Phrase(
      zh: "拒绝替换：该处不是（或不只是）本程序的输出",
      en: "Refused to replace what is not, or not only, an output of this program"),
    remedy: Phrase(
      zh: "只替换空文件夹，或所有文件都列在 SHA256SUMS 中的文件夹；先移走其中别的文件，或换一个名称。",
      en: "Only an empty folder, or one whose files are all listed in its SHA256SUMS, is replaced. "
        + "Move the other files away first, or choose another name."))
  /// E813: the output is a symbolic link.
  public static let outputIsALink = Code(
    "E813",
    Phrase(zh: "输出位置是符号链接", en: "The output is a symbolic link"),
    remedy: Phrase(
      zh: "请直接写明链接所指的位置。", en: "Name the place that the link points to."))
  /// E814: the folder that the output belongs in does not exist.
  public static let outputParentMissing = Code(
    "E814",
    Phrase(zh: "输出所在的文件夹不存在", en: "The folder for the output does not exist"),
    remedy: Phrase(
      zh: "先建立该文件夹（mkdir -p），或检查路径的拼写。",
      en: "Make that folder first (mkdir -p), or check the spelling of the path."))
  /// E815: not a name for an output.
  public static let unsuitableName = Code(
    "E815",
    Phrase(zh: "不能用作输出名称", en: "This name cannot be used for an output"),
    remedy: Phrase(
      zh: "名称不能为空、“.”或“..”，不能含反斜杠或控制字符，不能指向文件夹之外，"
        + "也不能长到文件系统容不下（连同临时文件的后缀）。",
      en: "A name is not empty, `.` or `..`, has no backslash or control character, does not lead "
        + "out of its folder, and is short enough for the file system, with the suffix of a "
        + "temporary file."))
  /// E816: this file system cannot exchange two folders in one step.
  public static let cannotReplaceInOneStep = Code(
    "E816",
    Phrase(
      zh: "文件系统不能一步替换文件夹",
      en: "The file system cannot replace a folder in one step"),
    remedy: Phrase(
      zh: "先移走旧的文件夹，或写到另一个名称或本地磁盘。",
      en: "Move the old folder away first, or write to another name or a local disk."))
  /// E817: no space left.
  public static let diskFull = Code(
    "E817",
    Phrase(zh: "磁盘空间或配额不足", en: "The disk or the quota is full"),
    remedy: Phrase(
      zh: "腾出空间后重新运行；没有留下不完整的结果。",
      en: "Make room and run again; nothing incomplete was left behind."))
  /// E818: writing failed for another reason.
  public static let writeFailed = Code(
    "E818",
    Phrase(zh: "写入失败", en: "Writing failed"),
    remedy: Phrase(
      zh: "按消息中的系统原因处理；没有留下不完整的结果。",
      en: "See to the system's reason in the message; nothing incomplete was left behind."))
}

extension Code {
  /// E819: an output in a folder that it would spoil.
  public static let outputSpoils = Code(
    "E819",
    Phrase(
      zh: "输出会损坏已有的结果或案例", en: "The output would spoil a run or a case that is there"),
    remedy: Phrase(
      zh: "写到别的文件夹；在案例文件夹里，换一个它不读取的名称。",
      en:
        "Write it to another folder; in the folder of a case, under a name that the case does not "
        + "read."))
}

// The machine.
extension Code {
  /// E821: the C library has no GB18030 converter.
  public static let converterMissing = Code(
    "E821",
    Phrase(
      zh: "系统缺少 GB18030 转换表", en: "The system has no converter for GB18030"),
    remedy: Phrase(
      zh: "安装 C 库的 gconv 模块（Debian/Ubuntu：libc6；RHEL/Fedora：glibc-gconv-extra），"
        + "或先用别的工具把表转换为 UTF-8。",
      en: "Install the C library's gconv modules (Debian, Ubuntu: libc6; RHEL, Fedora: "
        + "glibc-gconv-extra), or convert the tables to UTF-8 first."))
  /// E822: the system gave no more memory.
  public static let outOfMemory = Code(
    "E822",
    Phrase(zh: "内存不足", en: "Not enough memory"),
    remedy: Phrase(
      zh: "放宽内存限制（ulimit -v、容器或作业的上限），减少 --threads，或换内存更多的机器；"
        + "没有留下不完整的结果。",
      en:
        "Raise the limit on memory (ulimit -v, that of the container or the job), lower --threads, or "
        + "use a machine with more; nothing incomplete was left behind."))
}

/// How the program is called: 9.
extension Code {
  static let usageCodes: [Code] = [usageWrong]

  /// E901: a command line that the program does not understand.
  public static let usageWrong = Code(
    "E901", Phrase(zh: "命令行不符合用法", en: "The command line is not as the usage says"),
    remedy: Phrase(
      zh: "zhibiao 命令 --help 说明该命令的参数和选项，并有例。",
      en: "`zhibiao COMMAND --help` says what a command takes, with examples."))
}
