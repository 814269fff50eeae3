import TestSupport

extension Broken {
  /// Cases in which a file is not there, or nothing is in it, or a column is missing.
  static let files: [Broken] = [
    Broken(
      "no rules.json", [.drop(.rules)],
      ["E206 rules.json"]),
    Broken(
      "no programmes.csv", [.drop(.programmes)],
      ["E206 programmes.csv"]),
    Broken(
      "no middle_schools.csv", [.drop(.schools)],
      ["E206 middle_schools.csv"]),
    Broken(
      "no students.csv", [.drop(.students)],
      ["E206 students.csv"]),
    Broken(
      "no quotas", [.drop(.quotas)],
      ["E501 rules.json:14:13"]),
    Broken(
      "renamed students", [.rename(.students, "student.csv")],
      ["E206 students.csv"]),
    Broken(
      "empty rules.json", [.put(.rules, "")],
      ["E101 rules.json:1:1"]),
    Broken(
      "empty programmes.csv", [.put(.programmes, "")],
      ["E201 programmes.csv:1"]),
    Broken(
      "empty middle_schools.csv", [.put(.schools, "")],
      ["E201 middle_schools.csv:1"]),
    Broken(
      "empty students.csv", [.put(.students, "")],
      ["E201 students.csv:1"]),
    Broken(
      "empty quotas.csv", [.put(.quotas, "")],
      ["E201 quotas.csv:1"]),
    Broken(
      "header only programmes.csv", [.keep(.programmes, lines: 1)],
      ["E201 programmes.csv:1"]),
    Broken(
      "header only middle_schools.csv", [.keep(.schools, lines: 1)],
      ["E201 middle_schools.csv:1"]),
    Broken(
      "header only students.csv", [.keep(.students, lines: 1)],
      ["E201 students.csv:1"]),
    Broken(
      "header without newline", [.keep(.students, lines: 1), .all(.students, "\n", "")],
      ["E201 students.csv:1"]),
    Broken(
      "only blank rows",
      [.keep(.students, lines: 1), .append(.students, String(repeating: ",,,,,,,,\n", count: 5))],
      ["E201 students.csv:1"]),
    Broken(
      "blank lines first", [.edit(.students, "student,", "\n\nstudent,")],
      ["E252 students.csv:3"], says: "row 3 looks like the header"),
    Broken(
      "only newlines", [.put(.students, "\n\n\n")],
      ["E201 students.csv:1"]),
    Broken(
      "only bom", [.put(.students, "\u{FEFF}")],
      ["E201 students.csv:1"]),
    Broken(
      "no column student", [.edit(.students, "student,", "studnt,")],
      ["E207 students.csv:1"], says: "the nearest is studnt"),
    Broken(
      "no column student, but nearly an alias", [.edit(.students, "student,", "准考号,")],
      ["E207 students.csv:1"], says: "the nearest is 准考号"),
    Broken(
      "no column student, nor anything near", [.edit(.students, "student,", "id,")],
      ["E207 students.csv:1"], says: "the header is “id”, “middle_school”"),
    Broken(
      "no column math", [.edit(.students, "math", "maths")],
      ["E207 students.csv:1"], says: "the nearest is maths"),
    Broken(
      "no column plan", [.edit(.programmes, "plan", "plam")],
      ["E207 programmes.csv:1"], says: "the nearest is plam"),
    Broken(
      "no column seats", [.edit(.quotas, "seats", "seat")],
      ["E207 quotas.csv:1"], says: "the nearest is seat"),
    Broken(
      "no column audience", [.edit(.quotas, "audience", "aud")],
      ["E207 quotas.csv:1"]),
    Broken(
      "no column middle_school in schools", [.edit(.schools, "middle_school", "school")],
      ["E207 middle_schools.csv:1"]),
    Broken(
      "no column middle_school in students", [.edit(.students, "middle_school", "ms")],
      ["E207 students.csv:1"]),
    Broken(
      "no column choice2", [.edit(.students, "choice2", "second")],
      ["E207 students.csv:1"], says: "the nearest is choice1"),
    Broken(
      "no column line", [.edit(.programmes, "line", "lines")],
      ["E207 programmes.csv:1"], says: "the nearest is lines"),
    Broken(
      "no column evaluation", [.edit(.students, "evaluation", "eval")],
      ["E207 students.csv:1"]),
    Broken(
      "bom header missing", [.edit(.students, "student,", "\u{FEFF}studnt,")],
      ["E207 students.csv:1"], says: "the nearest is studnt"),
    Broken(
      "two columns for student",
      [.edit(.students, "student,middle_school,math,art", "student,middle_school,准考证号,art")],
      ["E208 students.csv:1:23", "E207 students.csv:1"]),
    Broken(
      "same header twice", [.edit(.students, "art", "math")],
      ["E208 students.csv:1:28", "E207 students.csv:1"]),
    Broken(
      "unused same header twice", [.edit(.programmes, "name", "district")],
      ["E208 programmes.csv:1:25"]),
    Broken(
      "both missing and broken",
      [
        .drop(.programmes), .edit(.students, "S05,M2", "S05,M9"),
        .edit(.quotas, "H1,quota,M1,2", "H1,quota,M1,x"),
      ],
      ["E206 programmes.csv", "E215 quotas.csv:2:13"]),
    Broken(
      "rules files", [.edit(.rules, "\"year\"", "\"files\":{\"students\":\"考生.csv\"},\"year\"")],
      ["E206 考生.csv"]),
    Broken(
      "rules columns", [.edit(.rules, "\"year\"", "\"columns\":{\"math\":\"数学\"},\"year\"")],
      ["E207 students.csv:1"]),
  ]
}
