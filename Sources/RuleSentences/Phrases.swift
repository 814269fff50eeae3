import Diagnostics
import Exact
import Rules

/// A name as the author wrote it, in the quotes of each language.
func named(_ name: String) -> Phrase { Phrase(zh: "“\(name)”", en: "\"\(name)\"") }

/// A column by its name; those that mean the same in every case by their usual Chinese header too.
func header(_ column: String) -> Phrase {
  let plain = named(column)
  guard let usual = usualHeaders[column] else { return plain }
  return Phrase(zh: "“\(usual)”（\(column)）", en: plain.en)
}

private let usualHeaders = [
  "district": "区县", "evaluation": "综合素质评价", "eligible": "符合条件的毕业生数", "plan": "计划数",
  "middle_school": "初中", "school": "高中", "sector": "办学性质", "quality": "优质高中",
]

/// A text of a cell, which may be empty.
func cell(_ text: String) -> Phrase {
  text.isEmpty ? Phrase(zh: "空", en: "empty") : named(text)
}

/// Phrases in a row: `a、b` and `a, b`, or with words of their own between.
func joined(
  _ phrases: [Phrase], zh: String = "、", en: String = ", "
) -> Phrase {
  Phrase(
    zh: phrases.map(\.zh).joined(separator: zh), en: phrases.map(\.en).joined(separator: en))
}

/// `a and b`, `a, b and c`; in Chinese `a、b`.
func listed(_ phrases: [Phrase], _ last: String = "and") -> Phrase {
  let all = joined(phrases)
  guard phrases.count > 1 else { return all }
  let head = phrases.dropLast().map(\.en).joined(separator: ", ")
  return Phrase(zh: all.zh, en: "\(head) \(last) \(phrases[phrases.count - 1].en)")
}

/// Columns by name; three or more that count upward are told by the first and the last.
func columnList(_ columns: [String]) -> Phrase {
  var shown: [Phrase] = []
  var at = 0
  while at < columns.count {
    let end = endOfRun(columns, from: at)
    if end - at >= 3 {
      let (first, last) = (named(columns[at]), named(columns[end - 1]))
      shown.append(Phrase(zh: "\(first.zh)至\(last.zh)", en: "\(first.en) to \(last.en)"))
    } else {
      shown += columns[at..<end].map(header)
    }
    at = end
  }
  return listed(shown)
}

/// Behind the last of the columns that have the same name but for a number, each one higher.
private func endOfRun(_ columns: [String], from start: Int) -> Int {
  guard let (stem, first) = numbered(columns[start]) else { return start + 1 }
  var end = start + 1
  while end < columns.count, let next = numbered(columns[end]), next.stem == stem,
    next.number == first + (end - start)
  {
    end += 1
  }
  return end
}

/// `志愿12` as its stem and 12. A number with zeros before it could be written in two ways.
private func numbered(_ name: String) -> (stem: String, number: Int)? {
  let stem = name.utf8.reversed().drop { (48...57).contains($0) }.count
  let digits = String(decoding: name.utf8.dropFirst(stem), as: UTF8.self)
  guard let number = Int(digits), String(number) == digits, number < 1_000_000 else { return nil }
  return (String(decoding: name.utf8.prefix(stem), as: UTF8.self), number)
}

/// `0.75` as `75%`, exactly.
func percent(_ share: Decimal) -> String {
  let places = max(share.places, 2)
  let mantissa = share.mantissa * Decimal.power(places - share.places)
  return Decimal(mantissa: mantissa, places: places - 2)!.description + "%"
}

/// How a result is rounded, before "to".
func rounding(_ mode: RoundingMode) -> Phrase {
  switch mode {
  case .halfUp: Phrase(zh: "四舍五入", en: "rounded half up")
  case .up: Phrase(zh: "向上取整", en: "rounded up")
  case .down: Phrase(zh: "向下取整", en: "rounded down")
  }
}
