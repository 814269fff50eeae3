/// A part of the work whose time somebody may want to know.
package struct Phase: Hashable, Sendable {
  /// Its name, in English.
  package let name: String
  /// The stage that it belongs to, where it is done once a stage.
  package let stage: Int?

  /// A phase.
  package init(_ name: String, stage: Int? = nil) {
    self.name = name
    self.stage = stage
  }
}

/// Is told, on the calling thread, whenever a phase has ended: how benchmarks see inside one run
/// without the run knowing of clocks.
package struct PhaseObserver: Sendable {
  private let hear: @Sendable (Phase) -> Void

  /// Tells `hear` of every phase that ends.
  package init(_ hear: @escaping @Sendable (Phase) -> Void) { self.hear = hear }

  /// Nobody wants to know.
  package static let nobody = PhaseObserver { _ in }

  /// `phase` has ended: what was done since the phase before it is its work.
  package func ended(_ phase: Phase) { hear(phase) }
}
