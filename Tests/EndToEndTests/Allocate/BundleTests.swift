import Foundation
import TestSupport
import Testing

/// `allocate --bundle` keeps the inputs, and the lists of digests check them with nothing of ours.
@Suite struct BundleTests {
  @Test func inputsAreKeptByteForByte() throws {
    let folder = try TempFolder()
    try TinyCase().write(to: folder)
    try folder.write("case/notes.txt", Array("not an input\n".utf8))
    let result = try Program.run("allocate", folder("case"), "-o", folder("run"), "--bundle")
    #expect(result.exit == 0, "\(result.error)")
    #expect(try folder.names("run/case") == TinyCase().files.keys.sorted())
    for (name, bytes) in TinyCase().files { #expect(try folder.read("run/case/" + name) == bytes) }
    for line in [
      "cd \(folder("run")) && sha256sum -c --strict SHA256SUMS",
      "cd \(folder("run/case")) && sha256sum -c --strict ../INPUTS.sha256",
      "cd \(folder("case")) && sha256sum -c --strict ../run/INPUTS.sha256",
    ] { #expect(try Program.shell(line).exit == 0, "\(line)") }
    // A bundle is a case: it allocates to the same bytes, and a run without one differs in nothing
    // else.
    #expect(try Program.run("allocate", folder("run/case"), "-o", folder("again")).exit == 0)
    for name in try folder.names("again") where name != "SHA256SUMS" {
      #expect(try folder.read("again/" + name) == folder.read("run/" + name), "\(name)")
    }
    let replaced = try Program.run(
      "allocate", folder("case"), "-o", folder("run"), "--bundle", "--replace")
    #expect(replaced.exit == 0, "\(replaced.error)")
  }
}
