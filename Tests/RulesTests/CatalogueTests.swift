import Diagnostics
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
