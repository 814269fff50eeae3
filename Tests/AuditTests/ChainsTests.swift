import Testing

@testable import Audit

/// Who took whose seat, on moves made by hand.
@Suite struct ChainsTests {
  private func seat(_ programme: String, stage: String = "open") -> RunDifference.SeatName {
    RunDifference.SeatName(
      programme: programme, stage: stage, pool: "open", audience: "*", choice: 1)
  }

  private func move(_ student: String, _ from: String?, _ to: String?) -> RunDifference.Move {
    RunDifference.Move(
      student: student, kind: .changed, from: from.map { seat($0) }, to: to.map { seat($0) })
  }

  private func chains(_ moves: [RunDifference.Move]) -> [[String]] {
    var moves = moves
    return Chains.link(&moves).map { $0.map { moves[$0].student } }
  }

  @Test func aChainGoesThroughToTheEnd() {
    // a comes in at X, b goes from X to Y, c from Y to Z, d loses Z.
    let moves = [
      move("d", "Z", nil), move("b", "X", "Y"), move("a", nil, "X"), move("c", "Y", "Z"),
    ]
    #expect(chains(moves) == [["a", "b", "c", "d"]])
  }

  @Test func aVacantSeatEndsAChain() {
    #expect(chains([move("a", nil, "X"), move("b", "X", "Y")]) == [["a", "b"]])
  }

  @Test func anExchangeEndsWhereItBegan() {
    #expect(chains([move("a", "X", "Y"), move("b", "Y", "X")]) == [["a", "b", "a"]])
  }

  @Test func manyAtOneCellAreTakenInOrder() {
    let moves = [
      move("a", nil, "X"), move("b", nil, "X"), move("c", "X", nil), move("d", "X", nil),
      move("e", "X", nil),
    ]
    #expect(chains(moves) == [["a", "c"], ["b", "d"], ["e"]])
  }

  @Test func whoKeepsTheSeatInAnotherStageMovesNobody() {
    let stayed = RunDifference.Move(
      student: "a", kind: .otherPool, from: seat("X"), to: seat("X", stage: "later"))
    #expect(chains([stayed, move("b", nil, "X")]) == [["a"], ["b"]])
  }
}
