/// Whether two texts are the same bytes; `==` would take é for e with an accent.
package func sameBytes(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

/// Whether a text is these bytes.
package func sameBytes(_ a: String, _ b: [UInt8]) -> Bool { a.utf8.elementsEqual(b) }
