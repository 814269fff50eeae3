extension CaseTemplate {
  /// `README.md` of a new case whose rules ask for these columns.
  static func readme(_ columns: TemplateColumns) -> String {
    head + rows("programmes", columns.programmes) + rows("middle_schools", columns.middleSchools)
      + rows("quotas", ["programme", "pool", "audience", "seats"])
      + rows("students", columns.students) + tail
  }

  /// A line of the list of columns for each of a table's.
  private static func rows(_ table: String, _ columns: [String]) -> String {
    columns.enumerated().map { at, column in
      let (other, meaning) = meanings[table + "/" + column] ?? meanings[column] ?? choice(column)
      return "| \(at == 0 ? table : "") | `\(column)` | \(other) | \(meaning) |\n"
    }.joined()
  }

  /// What a column is that only the rules know: a choice of the unified list, or their own.
  private static func choice(_ column: String) -> (other: String, meaning: String) {
    if column.hasPrefix("choice"), let number = Int(column.dropFirst(6)) {
      return ("志愿\(number)", "统招志愿 a unified choice")
    }
    return ("", "见 rules.json see the rules")
  }

  /// Other headers and the meaning of the columns that mean the same in every case.
  private static let meanings: [String: (other: String, meaning: String)] = [
    "programme": ("招生代码、zsxxdm", "学生填报的代码 what a student chooses"),
    "programmes/school": ("学校代码", "所属高中，可不填 the high school, optional"),
    "district": ("区县、县区、xqdm", "所在区县代码，两表一致 the district, the same in both tables"),
    "plan": ("计划数", "招生计划 seats"),
    "sector": ("", "`public` 公办，`private` 民办"),
    "quality": ("", "优质高中 `yes`，其他 `no`"),
    "middle_school": ("毕业学校代码、初中代码、byxxdm", "初中代码 the middle school"),
    "students/middle_school": ("毕业学校代码、初中代码、byxxdm", "空：不属于任何初中 empty: of none"),
    "name": ("", "名称 the name"),
    "students/name": ("姓名", "可不填 optional"),
    "eligible": ("", "符合指标生条件的毕业生数 eligible graduates"),
    "pool": ("", "名额类别，rules.json 中 pools 的名字 a pool of the rules"),
    "audience": ("", "名额给谁：初中代码、区县代码等；面向所有人写 * a school, a district, or *"),
    "seats": ("名额、数量、zbssl", "名额数 seats"),
    "student": ("准考证号、报名号", "考生代码 the student"),
    "evaluation": ("综合素质评价", "等级或分数 grade or points"),
  ]

  private static let head = #"""
    # 招生案例 / An admission case

    这个文件夹是一个城市一年的招生数据。按顺序做：

    1. 在 `rules.json` 中决定 `undecided` 列出的每一项，改好规则后删去对应的行。
    2. 填写 `programmes.csv` 和 `middle_schools.csv`。
    3. 运行 `zhibiao check . --for plan`，公布承诺值，公开抽取种子写入 `plan-seed.txt`，再运行
       `zhibiao plan . --replace`：写出 `quotas.csv`（每所高中分到每所初中或区县的名额）、`plan.csv` 和
       `plan-summary.json`。已有名额矩阵的，用 `--import` 核对后采用；也可以自己填写 `quotas.csv`。
    4. 填写 `students.csv`，运行 `zhibiao check . --for allocate`。
    5. 公布承诺值，另行抽取种子，写入 `seed.txt`，运行 `zhibiao allocate . -o ../run`。

    This folder is one city's admission in one year. In this order: settle each point listed under
    `undecided` in `rules.json`; fill in the high schools and middle schools; check for `plan`, publish
    the commitment, draw a seed into `plan-seed.txt` and `plan . --replace`, which writes the seats of
    each high school for each middle school or district into `quotas.csv` (or bring a matrix of your own
    with `--import`); fill in the students and check; publish the commitment, draw another seed into
    `seed.txt`, and `allocate`.

    ## 表格 / Tables

    每张表可以是 CSV、.xlsx 或 .dbf，名字如 `students.csv`、`students.xlsx` 或 `STUDENTS.DBF`，只留一个。
    其他名字、工作表或表头所在的行写在 `rules.json` 中：
    `"files": { "students": { "file": "考生.xlsx", "sheet": "名单", "headerRow": 3 } }`。
    在表格软件中，代码列必须是文本：存为数值的代码丢了开头的 0，程序不猜，会拒绝。

    A table is CSV, .xlsx or .dbf, one file each; another name, a sheet, or a header below a title is
    told under `files` as above. In a workbook codes must be texts: a code stored as a number has lost
    its zeros and is refused, not guessed.

    表头可用下面任一名称；列的顺序不限，可以有多余的列。文件用 UTF-8（表格软件中选“CSV UTF-8”）或
    GB18030。代码按文本填写，开头的 0 不能丢。

    Any of these headers will do, in any order, among other columns. UTF-8 or GB18030. Codes are
    text: keep their leading zeros.

    | 表 table | 列 column | 也可写作 or | 含义 meaning |
    |---|---|---|---|

    """#

  private static let tail = #"""

    种子是一行 1 至 64 个可打印的 ASCII 字符，两次抽签不能相同。
    A seed is one line of 1 to 64 printable ASCII characters; the two must differ.

    """#
}
