extension CaseTemplate {
  /// `README.md` of a new case.
  static let readme = #"""
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
    | programmes | `programme` | 招生代码、zsxxdm | 学生填报的代码 what a student chooses |
    | | `name` | | 名称 |
    | | `school` | 学校代码 | 所属高中，可不填 the high school, optional |
    | | `district` | 区县、县区、xqdm | 所在区县代码 |
    | | `plan` | 计划数 | 招生计划 seats |
    | | `sector` | | `public` 公办，`private` 民办 |
    | | `quality` | | 优质高中 `yes`，其他 `no` |
    | middle_schools | `middle_school` | 毕业学校代码、初中代码、byxxdm | 初中代码 |
    | | `name` | | 名称 |
    | | `district` | 区县、县区、xqdm | 所在区县代码，与 programmes 一致 |
    | | `eligible` | | 符合指标生条件的毕业生数 eligible graduates |
    | quotas | `programme` | 招生代码、zsxxdm | |
    | | `pool` | | 名额类别，rules.json 中 pools 的名字 a pool of the rules |
    | | `audience` | | 初中代码或区县代码；面向所有人写 * a school, a district, or * |
    | | `seats` | 名额、数量、zbssl | 名额数 seats |
    | students | `student` | 准考证号、报名号 | 考生代码 |
    | | `name` | 姓名 | 可不填 optional |
    | | `middle_school` | 毕业学校代码、初中代码、byxxdm | 空：不属于任何初中 empty: of none |
    | | `chinese` … `pe` | 在 `columns` 中对照 | 各科成绩，最多三位小数 scores |
    | | `evaluation` | 综合素质评价 | 等级 grade |
    | | `enrolled_3y` | 在 `columns` 中对照 | 三年学籍 `yes` 或 `no` |
    | | `bonus` | 在 `columns` 中对照 | 加分，没有则空 bonus, empty if none |
    | | `quota1` … | 在 `columns` 中对照 | 指标志愿 quota choices |
    | | `choice1` … | 志愿1 … | 统招志愿 unified choices |

    种子是一行 1 至 64 个可打印的 ASCII 字符，两次抽签不能相同。
    A seed is one line of 1 to 64 printable ASCII characters; the two must differ.

    """#
}
