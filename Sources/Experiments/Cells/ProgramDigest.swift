import Tables

#if canImport(Darwin)
  import Darwin
#endif

/// SHA-256 of the program that is running: lines of cells say which program made them, so that
/// results of two programs are never taken for those of one.
public func digestOfProgram() throws(FileError) -> Digest {
  let file = try MappedFile(pathOfProgram())
  return file.withSpan { SHA256.digest(of: $0) }
}

private func pathOfProgram() -> String {
  #if canImport(Darwin)
    var size = UInt32(4096)
    var buffer = [CChar](repeating: 0, count: Int(size))
    guard unsafe _NSGetExecutablePath(&buffer, &size) == 0 else { return CommandLine.arguments[0] }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  #else
    return "/proc/self/exe"
  #endif
}
