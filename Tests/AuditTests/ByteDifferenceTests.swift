import Foundation
import Tables
import TestSupport
import Testing

@testable import Audit

/// The first difference as an editor shows it.
@Suite struct ByteDifferenceTests {
  private func difference(_ a: String, _ b: String) throws -> (ByteDifference?, Int) {
    let folder = try TempFolder()
    try folder.write("a", Array(a.utf8))
    try folder.write("b", Array(b.utf8))
    let (x, y) = (try MappedFile(folder("a")), try MappedFile(folder("b")))
    return (ByteDifference(x.bytes, y.bytes), ByteDifference.lines(x.bytes, y.bytes))
  }

  @Test func handWorked() throws {
    let (first, lines) = try difference("一,2\n三,4\n五,6\n", "一,2\n三,5\n五,7\n")
    #expect(first?.line == 2 && first?.column == 3 && first?.texts == ["三,4", "三,5"])
    #expect(lines == 2)
    let (none, zero) = try difference("same\n", "same\n")
    #expect(none == nil && zero == 0)
    let (cut, rest) = try difference("a\nb\n", "a\n")
    #expect(cut?.line == 2 && cut?.column == 1 && cut?.texts == ["b", nil] && rest == 1)
    let (end, _) = try difference("a\nb", "a\nb\n")
    #expect(end?.line == 2 && end?.column == 2)
  }

}
