import Commands

/// The program. What it does is in `Commands`, where a test can run it too.
@main
enum Main {
  static func main() { Zhibiao.main(Array(CommandLine.arguments.dropFirst())) }
}
