import Diagnostics

extension Workbook {
  /// Reads a sheet as a table: the one called `name`, else the first that is not hidden. Rows from
  /// `headerRow` on are the header and what is below it.
  ///
  /// Nil, with what is wrong in `log`, where there is no such sheet or it is damaged. Warns where
  /// cells of other sheets or hidden rows might be meant otherwise. Complexity: O(bytes of the
  /// sheet).
  public func table(
    sheet name: String?, headerRow: Int = 1, log: inout ProblemLog
  ) -> OfficeTable? {
    do throws(OfficeFault) {
      let sheet = try choose(name)
      guard let part = relations.first(where: { $0.id == sheet.relation }),
        part.kind == "worksheet"
      else {
        throw OfficeFault(
          .sheetUnknown, zh: "工作表“\(sheet.name)”是图表或宏，没有单元格",
          en: "the sheet “\(sheet.name)” is a chart or macro and has no cells")
      }
      guard let xml = try Workbook.content(archive, part.target) else {
        throw OfficeFault(
          .sheetBroken, zh: "工作表“\(sheet.name)”的内容（\(part.target)）不在文件里",
          en: "the sheet “\(sheet.name)” (\(part.target)) is not in the file")
      }
      var reader = try SheetReader(self, part.target, xml, headerRow: headerRow)
      try reader.read()
      if name == nil { try warnOfOthers(sheet, &log) }
      warnOfHidden(reader.hidden, &log)
      var table = reader.finish()
      table.sheet = sheet.name
      return table
    } catch {
      log.add(error.problem(in: file))
      return nil
    }
  }

  private func choose(_ name: String?) throws(OfficeFault) -> Sheet {
    guard let name else {
      if let first = sheets.first(where: { !$0.isHidden }) ?? sheets.first { return first }
      throw OfficeFault(.sheetUnknown, zh: "工作簿里没有工作表", en: "the workbook has no sheet")
    }
    let found = sheets.first { sameBytes($0.name, name) }
    if let found { return found }
    let near = nearestName(to: name, among: sheetNames)
    let known = sheetNames.joined(separator: ", ")
    throw OfficeFault(
      .sheetUnknown,
      zh: "没有名为“\(name)”的工作表" + (near.map { "；最接近的是“\($0)”" } ?? "；有：\(known)"),
      en: "there is no sheet “\(name)”"
        + (near.map { "; the nearest is “\($0)”" } ?? "; there are: \(known)"))
  }

  /// Nobody said which sheet: others with cells in them may have been meant too.
  private func warnOfOthers(_ chosen: Sheet, _ log: inout ProblemLog) throws(OfficeFault) {
    var others: [String] = []
    for sheet in sheets where sheet.relation != chosen.relation {
      guard let part = relations.first(where: { $0.id == sheet.relation }),
        part.kind == "worksheet", let entry = try archive.entry(part.target)
      else { continue }
      // A sheet never used has a few hundred bytes and no row.
      var isEmpty = false
      if entry.size < 8192 {
        isEmpty = !String(decoding: try archive.read(entry), as: UTF8.self).contains("<c ")
      }
      if !isEmpty { others.append("“\(sheet.name)”") }
    }
    guard !others.isEmpty else { return }
    log.add(
      .sheetsIgnored, at: Place(file: file),
      Phrase(
        zh: "只读了工作表“\(chosen.name)”，没有读 \(others.joined(separator: "、"))",
        en: "the sheet “\(chosen.name)” was read, and not \(others.joined(separator: ", "))"))
  }

  private func warnOfHidden(_ hidden: (count: Int, first: Int), _ log: inout ProblemLog) {
    guard hidden.count > 0 else { return }
    log.add(
      .rowsHidden, at: Place(file: file, line: hidden.first, inSheet: true),
      Phrase(
        zh: "有 \(hidden.count) 行被隐藏或筛选掉，仍然读入",
        en: "\(hidden.count) rows are hidden or filtered away; they were read all the same"))
  }
}
