/// Where one student was admitted, or nowhere.
public struct Placement: BitwiseCopyable, Sendable, Hashable {
  /// So many stages, and no more, can a placement tell apart.
  public static let stagesMax = 254

  private var stageNumber: UInt8 = 0  // the stage + 1, so that zeroed memory means "nowhere"
  private var poolNumber: UInt8 = 0
  private var programmeNumber: UInt16 = 0
  private var choiceNumber: UInt16 = 0

  /// Nowhere.
  public init() {}

  /// Admitted in `stage`.
  public init(stage: Int, pool: Int, programme: Int, choice: Int) {
    stageNumber = UInt8(stage + 1)
    poolNumber = UInt8(pool)
    programmeNumber = UInt16(programme)
    choiceNumber = UInt16(choice)
  }

  /// The same seat of another programme, by another choice.
  @inline(__always)
  func at(programme: UInt16, choice: UInt16) -> Placement {
    var other = self
    (other.programmeNumber, other.choiceNumber) = (programme, choice)
    return other
  }

  /// Whether the student was admitted.
  public var isAdmitted: Bool { stageNumber != 0 }
  /// The stage; −1 for a student who was not admitted, of whom the rest is meaningless.
  public var stage: Int { Int(stageNumber) - 1 }
  /// The pool whose seat was taken.
  public var pool: Int { Int(poolNumber) }
  /// The programme.
  public var programme: Int { Int(programmeNumber) }
  /// The number of the choice, from 0.
  public var choice: Int { Int(choiceNumber) }
}
