import Diagnostics
import Foundation
import Testing

/// Codes are a promise to users: each is unique and speaks both languages.
@Suite struct CatalogueTests {
  @Test func codesAreUnique() {
    let names = Code.catalogue.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.utf8.count == 4 && (name.hasPrefix("E") || name.hasPrefix("W")), "\(name)")
      #expect(Code.named(name.lowercased())?.name == name)
    }
  }

  /// A code that is defined and not listed could not be asked for by `help`.
  @Test func everyCodeThatIsDefinedIsListed() throws {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    folder.append(path: "Sources/Diagnostics")
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("Codes+") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for match in text.matches(of: #/"([EW][0-9]{3})"/#) {
        count += 1
        #expect(Code.named(String(match.1)) != nil, "\(name): \(match.1)")
      }
    }
    #expect(count >= Code.catalogue.count)
  }

  @Test func bothLanguages() {
    for code in Code.catalogue {
      for phrase in [code.title, code.remedy] {
        let hasHan = phrase.zh.unicodeScalars.contains { $0.properties.isIdeographic }
        #expect(hasHan, "\(code.name)")
        #expect(!phrase.en.isEmpty, "\(code.name)")
        #expect(!phrase.en.unicodeScalars.contains { $0.properties.isIdeographic }, "\(code.name)")
      }
    }
  }
}
