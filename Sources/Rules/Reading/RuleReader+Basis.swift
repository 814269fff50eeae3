import Diagnostics

/// The documents that the rules follow, and which point follows which clause.
extension RuleReader {
  /// Documents, each a text or `{"document": TEXT, "clauses": {KEY PATH: TEXT}}`.
  mutating func readBasis(
    _ node: Node?
  ) -> (documents: [String], clauses: [(clause: BasisClause, node: Node)]) {
    var documents: [String] = []
    var clauses: [(clause: BasisClause, node: Node)] = []
    guard let node else { return ([], []) }
    for element in elements(node) ?? [] {
      guard case .object = element.value.kind else {
        if let document = sentence(element) { documents.append(document) }
        continue
      }
      guard let fields = fields(element, ["document", "clauses"]),
        let name = required("document", in: fields), let document = sentence(name)
      else { continue }
      documents.append(document)
      guard let node = fields["clauses"] else { continue }
      for (path, node) in entries(node) ?? [] {
        guard let text = sentence(node) else { continue }
        let clause = BasisClause(document: documents.count - 1, path: path, clause: text)
        clauses.append((clause, node))
      }
    }
    return (documents, clauses)
  }

  /// A clause belongs to something that the file says.
  mutating func checkClauses(_ clauses: [(clause: BasisClause, node: Node)]) {
    for (clause, node) in clauses where clause.path.isEmpty || places[clause.path] == nil {
      let near = nearestName(to: clause.path, among: places.keys.filter { !$0.isEmpty }.sorted())
      report(
        .wrongClause, at: places[node.path]!, path: node.path,
        zh: "文件中没有键路径 \(asciiQuoted(clause.path))"
          + (near.map { "；是否想写 \(asciiQuoted($0))？" } ?? ""),
        en: "the file has nothing at the key path \(asciiQuoted(clause.path))"
          + (near.map { "; did you mean \(asciiQuoted($0))?" } ?? ""))
    }
  }
}
