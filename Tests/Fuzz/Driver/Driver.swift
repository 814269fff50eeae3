import FuzzTargets
import Glibc

/// The target that `ZHIBIAO_FUZZ` names.
private let target: FuzzTarget = {
  guard let name = unsafe getenv("ZHIBIAO_FUZZ"),
    let target = FuzzTarget(rawValue: unsafe String(cString: name))
  else {
    fatalError("ZHIBIAO_FUZZ names a target: \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  do {
    try target.run(bytes)
  } catch {
    fatalError("\(error)")
  }
  return 0
}
