import Diagnostics

/// A workbook (ISO/IEC 29500, `.xlsx`): its sheets by name, read when they are asked for.
public struct Workbook: Sendable {
  /// A sheet that holds cells.
  struct Sheet: Sendable {
    let name: String
    let isHidden: Bool
    /// Its relation, `rId1`.
    let relation: String
  }
  /// Where a part lies, and what it is: the last word of the relation's type, `worksheet`.
  struct Relation: Sendable {
    let id: String
    let kind: String
    let target: String
  }

  /// The most sheets, and relations of a part.
  private static let partsMax = 4096

  let file: String
  let archive: ZipArchive
  private(set) var sheets: [Sheet] = []
  private(set) var relations: [Relation] = []
  let strings: SharedStrings
  let styles: CellStyles

  /// The names of the sheets, in the order of their tabs.
  public var sheetNames: [String] { sheets.map(\.name) }

  /// Opens the workbook in `bytes`, which messages call `file`. Nil, with what is wrong in `log`,
  /// where it is damaged, protected or no workbook. Complexity: O(bytes of its shared texts).
  public init?(_ bytes: [UInt8], file: String, log: inout ProblemLog) {
    do throws(OfficeFault) {
      self = try Workbook(opening: bytes, file: file)
    } catch {
      log.add(error.problem(in: file))
      return nil
    }
  }

  private init(opening bytes: [UInt8], file: String) throws(OfficeFault) {
    self.file = file
    archive = try ZipArchive(bytes)
    let main = try Workbook.mainPart(archive)
    relations = try Workbook.relations(archive, of: main)
    guard let text = try Workbook.content(archive, main) else {
      throw OfficeFault(
        .officeUnsupported, zh: "这个压缩包不是 .xlsx 工作簿", en: "this archive is no .xlsx workbook")
    }
    sheets = try Workbook.parse(main) { () throws(XMLFault) in try Workbook.sheets(text) }
    let (known, archive) = (relations, archive)
    func part(_ kind: String) throws(OfficeFault) -> (name: String, content: [UInt8])? {
      guard let name = known.first(where: { $0.kind == kind })?.target,
        let content = try Workbook.content(archive, name)
      else { return nil }
      return (name, content)
    }
    strings =
      if let (name, content) = try part("sharedStrings") {
        try Workbook.parse(name) { () throws(XMLFault) in try SharedStrings(content) }
      } else { SharedStrings() }
    styles =
      if let (name, content) = try part("styles") {
        try Workbook.parse(name) { () throws(XMLFault) in try CellStyles(content) }
      } else { CellStyles() }
  }

  // MARK: Parts

  /// The bytes of a part; nil where there is none.
  static func content(_ archive: ZipArchive, _ name: String) throws(OfficeFault) -> [UInt8]? {
    guard let entry = try archive.entry(name) else { return nil }
    return try archive.read(entry)
  }

  /// Runs `body`; what is wrong with the XML of `part` becomes a fault of the file.
  static func parse<Value>(
    _ part: String, _ body: () throws(XMLFault) -> Value
  ) throws(OfficeFault) -> Value {
    do throws(XMLFault) {
      return try body()
    } catch {
      throw OfficeFault(
        .sheetBroken, zh: "\(part) 第 \(error.at) 字节：\(error.words.zh)",
        en: "\(part), byte \(error.at): \(error.words.en)")
    }
  }

  /// The workbook's own part, by the package's relations; nearly always `xl/workbook.xml`.
  private static func mainPart(_ archive: ZipArchive) throws(OfficeFault) -> String {
    let roots = try relations(archive, of: "")
    return roots.first { $0.kind == "officeDocument" }?.target ?? "xl/workbook.xml"
  }

  /// The relations of `part`; those of the package where it is empty.
  private static func relations(
    _ archive: ZipArchive, of part: String
  ) throws(OfficeFault) -> [Relation] {
    let folder = part.split(separator: "/").dropLast().map { $0 + "/" }.joined()
    let name = "\(folder)_rels/\(part.split(separator: "/").last ?? "").rels"
    guard let xml = try content(archive, name) else { return [] }
    return try parse(name) { () throws(XMLFault) in
      var reader = try XMLReader(xml)
      var relations: [Relation] = []
      while true {
        switch try reader.next() {
        case .end: return relations
        case .open(let tag, _):
          guard reader.isNamed(tag, "Relationship"), let id = try reader.attributeText("Id"),
            let type = try reader.attributeText("Type"),
            let target = try reader.attributeText("Target")
          else { continue }
          guard relations.count < partsMax else {
            throw XMLFault(kind: .tooMany, at: reader.position)
          }
          let kind = String(type.split(separator: "/").last ?? "")
          relations.append(Relation(id: id, kind: kind, target: resolve(target, in: folder)))
        case .close, .text: continue
        }
      }
    }
  }

  /// The name of the part that `target` means: from the folder, or from the root with a `/` in
  /// front. Steps up beyond the root go nowhere.
  static func resolve(_ target: String, in folder: String) -> String {
    var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") {
      if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }

  private static func sheets(_ xml: [UInt8]) throws(XMLFault) -> [Sheet] {
    var reader = try XMLReader(xml)
    var sheets: [Sheet] = []
    while true {
      switch try reader.next() {
      case .end: return sheets
      case .open(let tag, _):
        guard reader.isNamed(tag, "sheet"), let name = try reader.attributeText("name"),
          let relation = try reader.attributeText("id")
        else { continue }
        guard sheets.count < partsMax else {
          throw XMLFault(kind: .tooMany, at: reader.position)
        }
        let state = try reader.attributeText("state") ?? "visible"
        sheets.append(Sheet(name: name, isHidden: state != "visible", relation: relation))
      case .close, .text: continue
      }
    }
  }
}

extension XMLFault {
  /// The fault in words.
  var words: Phrase {
    switch kind {
    case .truncated: Phrase(zh: "元素没有结束，文件不完整", en: "an element does not end")
    case .tag: Phrase(zh: "标签损坏", en: "a damaged tag")
    case .name: Phrase(zh: "标签没有名称", en: "a tag without a name")
    case .nesting: Phrase(zh: "标签没有正确嵌套", en: "tags that do not nest")
    case .tooDeep: Phrase(zh: "标签嵌套太深", en: "tags nested too deep")
    case .tooMany: Phrase(zh: "项数太多", en: "too many entries")
    case .attribute: Phrase(zh: "属性损坏", en: "a damaged attribute")
    case .entity: Phrase(zh: "未知的实体或字符引用", en: "an unknown entity or character reference")
    case .doctype:
      Phrase(zh: "含文档类型声明（DTD），拒绝读取", en: "a document type (DTD), which is refused")
    case .encoding: Phrase(zh: "不是 UTF-8", en: "not UTF-8")
    }
  }
}
