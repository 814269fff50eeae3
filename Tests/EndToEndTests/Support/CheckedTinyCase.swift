import TestSupport

/// What `check` says of `tiny`, with these options.
func check(
  _ tiny: TinyCase, _ options: String..., language: String = "en"
) throws -> Program.Result {
  let folder = try TempFolder()
  try tiny.write(to: folder)
  return try Program.run(["check", folder("case"), "--lang", language] + options)
}
