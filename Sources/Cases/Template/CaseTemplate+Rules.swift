extension CaseTemplate {
  /// `rules.json` of a new case.
  static let rules = #"""
    // 普通高中招生规则（吉林省默认方案，2026 年编）。
    // 指标到校不低于优质高中计划的 75%；学业水平考试成绩结合综合素质评价录取；公办民办同批；
    // 竞赛、证书、培训、面试、学校自行测试等一律不作为依据。
    // 本方案供填写，不是法律意见；请以本市当年文件为准。改动后先运行 zhibiao check。
    //
    // Admission rules, Jilin default, edition 2026: at least 75% of the quality high schools' seats
    // go to middle schools; admission by exam and comprehensive evaluation; public and private
    // together; no competitions, certificates, training, interviews or tests of a school's own.
    // To be filled in, not legal advice. After any change run zhibiao check.
    {
      "format": 1,
      "name": "某市 2026 年普通高中招生",
      "year": 2026,
      // 所依据的文件名称和文号。 The documents that these rules follow.
      "basis": [],
      "language": "zh",

      // 待定事项：公开文件没有统一规定，须由主管部门决定。逐项决定并改好下文后，删去对应的一行；
      // 只要还有一行，plan 和 allocate 就不会执行。
      // Open points that the office must decide. Settle each below, then delete its line here:
      // plan and allocate refuse to run as long as one is left.
      "undecided": {
        "/scores/exam": "考试科目、折算比例和加分上限？ Which subjects, weights and bonus cap?",
        "/grades/evaluation": "综合素质评价等级及折合分数？ Which grades, worth how many points?",
        "/rankings/composite": "同分比较的顺序，仍相同时怎样处理？ Which keys break ties, and what then?",
        "/plan/splits/school": "指标分到全市还是本区县初中，按什么分？ Over which schools, by what?",
        "/stages/quota/eligible": "指标生条件：三年学籍？评价等级？ Who may take a quota seat?",
        "/stages/quota/lines": "指标生最低控制线？ Which minimum score for quota seats?",
        "/stages/quota/order": "先指标后统招？志愿方式和个数？ Stage order, mechanism, choices?",
        "/stages/quota/unfilled": "未完成的指标怎样使用？ Where do unfilled quota seats go?",
        "/stages/open/lines": "普通高中最低控制线？ The minimum score of the unified stage?"
      },

      // 表头不同时在此对照："本程序的名称": "本市表格的表头"。准考证号、招生代码、计划数等已内置。
      // Other headers: "our name": "the office's header". The usual Chinese ones are built in.
      "columns": {},

      // 志愿：每个志愿一列；也可以一格内用 | 分隔，写成 "quota": "quota_choices"。
      // Choices: a column each, or one column with codes separated by |.
      "lists": {
        "quota": ["quota1", "quota2"],
        "open": ["choice1", "choice2", "choice3", "choice4", "choice5",
                 "choice6", "choice7", "choice8", "choice9", "choice10"]
      },

      // 综合素质评价：由好到差，以及计入总分的分数。
      // Comprehensive evaluation: best first, with the points that count toward the total.
      "grades": {
        "evaluation": {
          "order": ["A", "B", "C", "D"],
          "points": {"A": "20", "B": "15", "C": "10", "D": "0"}
        }
      },

      // 成绩精确计算。折算写 {"column": "physics", "times": "0.9"}，此时用 "round" 规定小数位数。
      // Exact sums. A weight is {"column": "physics", "times": "0.9"}; then say how to "round".
      "scores": {
        // 学业水平考试成绩，加分取最高一项，不超过 10 分。 The exam; the highest bonus, at most 10.
        "exam": {
          "sum": ["chinese", "math", "english", "physics", "chemistry", "politics", "history", "pe",
                  {"bonus": ["bonus"], "take": "highest", "cap": "10"}]
        },
        // 录取总分：考试成绩加综合素质评价。 What admission is by: exam plus evaluation.
        "total": {"sum": [{"score": "exam"}, {"grade": "evaluation"}]},
        // 语文、数学、外语之和，用于同分比较。 For equal totals.
        "cme": {"sum": ["chinese", "math", "english"]}
      },

      // 排序由上到下比较。仍相同："lottery" 公开抽签，"admitAll" 同分同录，"stop" 停下待决定。
      // Compared from left to right. Still equal: "lottery", "admitAll" or "stop" (and decide).
      "rankings": {
        "composite": {
          "by": [{"score": "total"}, {"grade": "evaluation"}, {"score": "cme"}, {"column": "math"}],
          "ties": "lottery"
        }
      },

      // quota 指标到校：每所初中各有名额；open 统招：计划减去全部指标。
      // Quota seats belong to a middle school; open seats are the plan minus all quota seats.
      "pools": {
        "quota": {"audience": "middle_school", "quota": true},
        "open": {"audience": "everyone", "seats": "rest"}
      },

      // 指标数 = 计划 × 75%，向上取整；按本区县各初中符合条件的毕业生数（eligible）分配，
      // 不足一个名额的由公开抽签（plan-seed.txt）决定。面向全市分配时删去 "within"。
      // 75% of each plan, rounded up, over the district's middle schools by eligible graduates,
      // fractions by a public draw. Delete "within" to split over the whole city.
      // 各校比例不同（含没有指标的普通高中，填 0）时写 "share": {"column": "quota_share"}。
      // Where shares differ, 0 for schools without quota seats: "share": {"column": "quota_share"}.
      "plan": {
        "minimumShare": "0.75",
        "splits": [
          {"name": "school", "pool": "quota", "share": "0.75", "round": "up",
           "weights": "eligible", "within": "district", "method": "lottery"}
        ]
      },

      "stages": [
        // 第一批 指标到校。 First the quota seats.
        {
          "name": "quota",
          "list": "quota",
          "pools": ["quota"],
          "ranking": "composite",
          // "parallel" 平行志愿（分数优先）；"immediate" 志愿优先。
          // "parallel": score first; "immediate": choice first.
          "order": "parallel",
          "eligible": [
            {"column": "enrolled_3y", "equals": "yes"},
            {"grade": "evaluation", "atLeast": "C"}
          ],
          // 固定分数写 {"score": "exam", "atLeast": "430"};
          // 各校不同写 {"score": "exam", "atLeast": {"column": "line"}}，在 programmes.csv 加 line 列。
          // A fixed line, or a column of programmes.csv, or a cutoff of an earlier stage.
          "lines": [],
          "maxChoices": 2,
          // 未完成的指标转入统招；不转写 "keep"。 Unfilled seats are open to all; or "keep".
          "unfilled": {"to": "open"}
        },

        // 第二批 统招。 Then the rest of the plan.
        {
          "name": "open",
          "list": "open",
          "pools": ["open"],
          "ranking": "composite",
          "order": "parallel",
          "lines": [],
          "maxChoices": 10
        }
      ]
    }

    """#
}
