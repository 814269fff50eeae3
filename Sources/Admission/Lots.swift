/// Where lottery numbers come from; called only for students who are equal in every key.
public struct Lots: Sendable {
  /// Writes the lottery number of each student, smaller first, to the same place of `numbers`,
  /// which has as many. Many at once, so that memory and the hash are not waited for one by one.
  public let draw: @Sendable (_ students: Span<Int32>, _ numbers: inout MutableSpan<UInt64>) -> Void

  /// Lottery numbers by `draw`; they must depend on nothing but the student's code and the seed.
  public init(
    draw:
      @escaping @Sendable (_ students: Span<Int32>, _ numbers: inout MutableSpan<UInt64>) ->
      Void
  ) {
    self.draw = draw
  }

  /// Lottery numbers by `number`, one after the other.
  public init(number: @escaping @Sendable (_ student: Int) -> UInt64) {
    self.init { students, numbers in
      for i in students.indices { numbers[i] = number(Int(students[i])) }
    }
  }

  /// The lottery number of one student.
  public func number(_ student: Int) -> UInt64 {
    let students: [1 of Int32] = [Int32(student)]
    var numbers: [1 of UInt64] = [0]
    var place = numbers.mutableSpan
    draw(students.span, &place)
    return numbers[0]
  }
}

/// The answer to a stop for a tie: one student of the class at one pool.
public struct Decision: Sendable, Hashable {
  /// The stage that stopped.
  public var stage: Int
  /// The pool, audience and programme whose last seats the class would take.
  public var pool: Int
  /// See `pool`.
  public var audience: Int
  /// See `pool`.
  public var programme: Int
  /// The student.
  public var student: Int
  /// Whether the student is admitted there; a refusal closes this pool alone to the student.
  public var admits: Bool
  /// An answer for `student`.
  public init(
    stage: Int, pool: Int, audience: Int, programme: Int, student: Int, admits: Bool
  ) {
    self.stage = stage
    self.pool = pool
    self.audience = audience
    self.programme = programme
    self.student = student
    self.admits = admits
  }
}
