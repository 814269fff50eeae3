import Diagnostics

/// Which file a table is in: a name, or an object with the file, its sheet and the header's row.
extension RuleReader {
  /// What `files` says of one table.
  struct TableFile {
    var file: String?
    var sheet: String?
    var headerRow: Int?
  }

  /// What `files` says, by our names of the tables.
  mutating func readFiles(_ node: Node?) -> [String: TableFile] {
    guard let node, let fields = fields(node, RuleReader.tables) else { return [:] }
    var files: [String: TableFile] = [:]
    for table in RuleReader.tables {
      guard let node = fields[table] else { continue }
      let entry = tableFile(node)
      if let other = clash(entry, table, files) {
        report(
          .doubledName, node,
          zh:
            "文件 \(asciiQuoted(entry.file ?? "")) 已用作 \(asciiQuoted(other))；一个工作簿中的几张表须各写 sheet，decisions 须单独成文件",
          en:
            "the file \(asciiQuoted(entry.file ?? "")) is \(asciiQuoted(other)) already; tables of one "
            + "workbook each name their `sheet`, and decisions are a file of their own")
      }
      files[table] = entry
    }
    return files
  }

  private mutating func tableFile(_ node: Node) -> TableFile {
    guard case .object = node.value.kind else { return TableFile(file: fileName(node)) }
    guard let fields = fields(node, ["file", "sheet", "headerRow"]) else { return TableFile() }
    return TableFile(
      file: fields["file"].flatMap { fileName($0) }, sheet: name(fields["sheet"]),
      headerRow: integer(fields["headerRow"], in: 1...1000))
  }

  private mutating func fileName(_ node: Node) -> String? {
    guard let name = name(node) else { return nil }
    if name.utf8.contains(where: { "/\\".utf8.contains($0) }) || name == "." || name == ".." {
      report(
        .wrongValue, node, zh: "应为案例文件夹中的文件名，不带路径，实为 \(asciiQuoted(name))",
        en: "expected a file name in the case folder, without a path, found \(asciiQuoted(name))")
    }
    return name
  }

  /// A table that has the same file, and not by another sheet.
  private func clash(
    _ entry: TableFile, _ table: String, _ others: [String: TableFile]
  ) -> String? {
    RuleReader.tables.first { other in
      guard let given = others[other], let file = given.file, let mine = entry.file,
        sameBytes(file, mine)
      else { return false }
      // What is decided after the draw must not change what was committed to.
      if table == "decisions" || other == "decisions" { return true }
      guard let a = given.sheet, let b = entry.sheet else { return true }
      return sameBytes(a, b)
    }
  }
}
