import Diagnostics
import Tables

extension StudentChanges {
  /// How much changed, in words.
  var phrase: Phrase {
    if isEmpty {
      return Phrase(zh: "单元格相同，次序或写法不同", en: "the same cells, in another order or form")
    }
    var zh: [String] = []
    var en: [String] = []
    if cells.count > 0 {
      zh.append("\(grouped(cells.count)) 个单元格改动")
      en.append("\(counted(cells.count, "cell")) changed")
    }
    if added.count > 0 {
      zh.append("增加 \(grouped(added.count)) 名学生")
      en.append("\(counted(added.count, "student")) added")
    }
    if removed.count > 0 {
      zh.append("减少 \(grouped(removed.count)) 名学生")
      en.append("\(counted(removed.count, "student")) removed")
    }
    for column in columnsAdded {
      zh.append("增加列 \(column)")
      en.append("column \(column) added")
    }
    for column in columnsRemoved {
      zh.append("减少列 \(column)")
      en.append("column \(column) removed")
    }
    return Phrase(zh: zh.joined(separator: "，"), en: en.joined(separator: ", "))
  }

  /// The members of an object with all of it.
  func append(to json: inout JSONWriter) {
    json.text("file", file)
    json.number("cellsChanged", cells.count)
    json.array("cells") { json in
      for cell in cells.first {
        json.object { json in
          json.text("student", cell.student)
          json.text("column", cell.column)
          json.text("a", cell.a)
          json.text("b", cell.b)
        }
      }
    }
    for (name, some) in [("added", added), ("removed", removed)] {
      json.number("students\(name == "added" ? "Added" : "Removed")", some.count)
      json.texts(name, some.first)
    }
    for (name, columns) in [
      ("columnsAdded", columnsAdded), ("columnsRemoved", columnsRemoved),
    ] {
      json.texts(name, columns)
    }
  }
}
