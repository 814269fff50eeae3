// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is strict: Swift 6 language mode, and `unsafe` spelled out where it is
/// used.
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .strictMemorySafety()]

/// What makes warnings errors, for `.ci/run`; who only builds the project is not held up by one.
let pedantic = Context.environment["ZHIBIAO_WARNINGS"] == "errors"

let package = Package(
  name: "zhibiao",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "zhibiao", targets: ["zhibiao"]),
    .library(name: "Apportionment", targets: ["Apportionment"]),
    .library(name: "Admission", targets: ["Admission"]),
    .library(name: "Columns", targets: ["Columns"]),
    .library(name: "Diagnostics", targets: ["Diagnostics"]),
    .library(name: "Metrics", targets: ["Metrics"]),
  ],
  targets: [
    // What Swift cannot say, or not as fast: SHA-256 and separators by the processor's instructions,
    // cells of whole columns, encodings; renames, signals, memory.
    .target(name: "CKernels"),
    // The plain counterpart, for the quick ways of the independent check: it cuts rows, reads cells
    // and outcomes, settles who should have which seat, and hashes sixteen messages side by side.
    .target(name: "CPlainKernels"),

    // Whatever is asked of the file system, in one place, where a test can see and fail it.
    .target(name: "FileCalls", dependencies: ["CKernels"], swiftSettings: strict),

    // What everything else speaks: problems with a place and a code; exact decimals.
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "Exact", swiftSettings: strict),
    // Where the data of a city lives: big flat columns, filled and read by both cores.
    .target(name: "Columns", dependencies: ["CKernels"], swiftSettings: strict),

    // The formats of offices: XLSX and DBF as CSV text, and XLSX written; knows no other room.
    .target(name: "OfficeFiles", dependencies: ["Diagnostics"], swiftSettings: strict),

    // The rooms. Arrows point one way: a case flows Tables -> Cases -> Admission -> Runs.
    .target(name: "Apportionment", dependencies: ["CKernels"], swiftSettings: strict),
    .target(name: "Admission", dependencies: ["Columns"], swiftSettings: strict),
    .target(name: "Rules", dependencies: ["Diagnostics", "Exact"], swiftSettings: strict),
    // What an outcome means: places on lists, fairness, access, segregation. Knows no files.
    .target(
      name: "Metrics", dependencies: ["Admission", "Columns", "Diagnostics"],
      swiftSettings: strict),
    // The rules read back as sentences, for people who do not read JSON.
    .target(
      name: "RuleSentences", dependencies: ["Diagnostics", "Exact", "Rules"],
      swiftSettings: strict),
    .target(
      name: "Tables",
      dependencies: ["CKernels", "Columns", "Diagnostics", "Exact", "FileCalls", "OfficeFiles"],
      swiftSettings: strict),
    .target(
      name: "SeatTables",
      dependencies: ["Apportionment", "Columns", "Diagnostics", "Exact", "Tables"],
      swiftSettings: strict),
    .target(
      name: "Cases",
      dependencies: [
        "Admission", "Columns", "Diagnostics", "Exact", "OfficeFiles", "Rules", "Tables",
      ],
      swiftSettings: strict),
    // Ready rule files, in the program itself: the files are those of datasets/presets.
    .target(
      name: "Presets", dependencies: ["Diagnostics", "Rules"], resources: [.embedInCode("Rules")],
      swiftSettings: strict),
    .target(
      name: "Planning",
      dependencies: [
        "Apportionment", "Cases", "Columns", "Diagnostics", "Exact", "OfficeFiles", "Rules",
        "Tables",
      ],
      swiftSettings: strict),
    .target(
      name: "Runs",
      dependencies: [
        "Admission", "Cases", "Columns", "Diagnostics", "Exact", "Report", "Rules", "Tables",
      ],
      swiftSettings: strict),
    // The independent check: tables, scores, rankings, stages, seats, plans and digests by code of
    // its own. It shares with `allocate` the reader of rules.json and the wording of compliance
    // (Rules), exact decimals (Exact), the words and sums of the page (Report), messages
    // (Diagnostics), the calls to the system (FileCalls) and the decoder of office files
    // (OfficeFiles); with `plan` the values of Apportionment and its checks for auditors. The
    // kernel's hash may guess; plain code proves.
    .target(
      name: "Verification",
      dependencies: [
        "Apportionment", "CKernels", "CPlainKernels", "Diagnostics", "Exact", "FileCalls",
        "OfficeFiles", "Report", "Rules",
      ],
      swiftSettings: strict),
    // Pages and charts from plain values: text in, HTML and SVG out. Knows no engine and no files.
    .target(name: "Report", dependencies: ["Diagnostics", "Exact"], swiftSettings: strict),
    .target(
      name: "Simulation", dependencies: ["Admission", "Columns", "Diagnostics", "Tables"],
      swiftSettings: strict),
    // Variants of a case's rules, run over shared columns, and what their results come to.
    .target(
      name: "Experiments",
      dependencies: [
        "Admission", "Cases", "Columns", "Diagnostics", "Exact", "Metrics", "Planning", "Report",
        "Rules", "Runs", "Simulation", "Tables",
      ],
      swiftSettings: strict),
    // A run read again: repeated, explained, compared, corrected, sampled, published.
    .target(
      name: "Audit",
      dependencies: [
        "Admission", "Cases", "Columns", "Diagnostics", "Exact", "OfficeFiles", "Rules", "Runs",
        "Tables",
      ],
      swiftSettings: strict),
    // The commands, one file each; no decisions of their own.
    .target(
      name: "Commands",
      dependencies: [
        "Admission", "Apportionment", "Audit", "Cases", "Columns", "Diagnostics", "Experiments",
        "FileCalls", "OfficeFiles", "Planning", "Presets", "Report", "RuleSentences", "Rules",
        "Runs", "SeatTables", "Simulation", "Tables", "Verification",
      ],
      swiftSettings: strict),
    // The program: a main that only wires.
    .executableTarget(name: "zhibiao", dependencies: ["Commands"], swiftSettings: strict),

    // How fast it is, part by part: see Benchmarks/README.md.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Admission", "Apportionment", "Cases", "Columns", "Diagnostics", "Metrics", "Runs",
        "Simulation", "Tables",
      ],
      path: "Benchmarks/Sources", swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Admission", "Columns", "Diagnostics", "Tables"],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    // What random bytes are given to: `Tests/Fuzz/run` compiles it with libFuzzer, tests replay the
    // corpus.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Admission", "Audit", "Cases", "Columns", "Diagnostics", "OfficeFiles", "RuleSentences",
        "Rules", "Runs", "Tables", "TestSupport", "Verification",
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], swiftSettings: strict),
    // The program with a file system that fails where a test says so.
    .executableTarget(
      name: "faults",
      dependencies: [
        "Admission", "Cases", "Columns", "Commands", "Diagnostics", "FileCalls", "Runs", "Tables",
        "TestSupport", "Verification",
      ],
      path: "Tests/Faults", swiftSettings: strict),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: strict),
    .testTarget(name: "ColumnsTests", dependencies: ["Columns"], swiftSettings: strict),
    .testTarget(name: "ExactTests", dependencies: ["Exact"], swiftSettings: strict),
    .testTarget(
      name: "RulesTests", dependencies: ["Rules", "Diagnostics", "Exact", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PresetsTests", dependencies: ["Presets", "Rules"],
      swiftSettings: strict),
    .testTarget(
      name: "RuleSentencesTests",
      dependencies: ["RuleSentences", "Rules", "Diagnostics", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "OfficeFilesTests", dependencies: ["OfficeFiles", "Diagnostics", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "TablesTests",
      dependencies: ["Tables", "CKernels", "Columns", "Diagnostics", "Exact", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "AdmissionTests", dependencies: ["Admission", "Columns", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MetricsTests", dependencies: ["Metrics", "Admission", "Columns", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ApportionmentTests", dependencies: ["Apportionment", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Report", "Diagnostics", "Exact", "Tables", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["Simulation", "Admission", "Cases", "Columns", "Metrics", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CasesTests",
      dependencies: [
        "Cases", "Admission", "Columns", "Diagnostics", "Tables", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "VerificationTests",
      dependencies: [
        "Verification", "Apportionment", "CPlainKernels", "Columns", "Diagnostics", "Exact",
        "Rules", "Tables", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SeatTablesTests",
      dependencies: ["SeatTables", "Apportionment", "Diagnostics", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "PlanningTests",
      dependencies: [
        "Planning", "Apportionment", "Cases", "Columns", "Diagnostics", "Tables", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Admission", "Cases", "Columns", "Diagnostics", "Metrics", "Rules",
        "Simulation", "Tables", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "zhibiao", "faults", "Admission", "Diagnostics", "Report", "Rules", "TestSupport",
        "Verification",
      ],
      exclude: ["Explain/Golden"], swiftSettings: strict),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Runs", "Admission", "Cases", "Columns", "Diagnostics", "Exact", "Rules", "Tables",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "AuditTests",
      dependencies: [
        "Audit", "Columns", "Diagnostics", "OfficeFiles", "Tables", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BenchmarksTests", dependencies: ["Benchmarks", "Columns", "Diagnostics"],
      swiftSettings: strict),
  ]
)

// The engine's tests run as it ships, optimised, too: `ZHIBIAO_TESTS_OF=AdmissionTests swift test
// -c release`. The other tests look inside modules, for which a release build would have to be
// another one.
if let only = Context.environment["ZHIBIAO_TESTS_OF"] {
  package.targets.removeAll { $0.type == .test && $0.name != only }
}

if pedantic {
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.treatAllWarnings(as: .error)]
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
