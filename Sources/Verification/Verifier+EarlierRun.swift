import Diagnostics

/// What stands before a later round.
extension Verifier {
  /// The run after which this one was made; nil where there is none, or, with findings, where it is
  /// not the one. To check the run alone it `isNeeded` not, and is held against the run's own
  /// record.
  mutating func earlierRound(isNeeded: Bool) -> EarlierRound? {
    var named: String?
    if case .text(let hex) = facts!["after"] { named = hex }
    let place = Place(file: RunFactsCheck.file)
    if named != folder.after {
      result.findings.differs(
        .caseChanged, at: place, { Phrase(zh: "前一轮的指纹", en: "the earlier run's fingerprint") },
        found: named ?? "", expected: folder.after ?? "")
    }
    guard let named else {
      if after != nil {
        result.findings.add(.caseChanged, at: place) {
          Phrase(zh: "该结果没有前一轮", en: "this run has no earlier one")
        }
      }
      return nil
    }
    guard let after else {
      if !isNeeded {
        result.unchecked.append(
          Phrase(
            zh: "这是后一轮，没有看它之前指纹为 \(named) 的一轮（加 --after RUN）",
            en: "this is a later round; the earlier run, with the fingerprint \(named), was not "
              + "looked at (add --after RUN)"))
        return nil
      }
      result.findings.add(.beyondCheck, at: place) {
        Phrase(
          zh: "这是后一轮；核验它还需要指纹为 \(named) 的前一轮结果（--after RUN）",
          en: "this is a later round: the earlier run with the fingerprint \(named) is needed too "
            + "(--after RUN)")
      }
      return nil
    }
    var own = Findings()
    let opened = EarlierRound(after, threads: threads, findings: &own)
    result.findings.merge(own.within(after))
    guard let round = opened else { return nil }
    if round.fingerprint != named {
      result.findings.differs(
        .caseChanged, at: place,
        { Phrase(zh: "前一轮的指纹", en: "the earlier run's fingerprint") }, found: named,
        expected: round.fingerprint)
    }
    result.checked(1, zh: "前一轮的结果（指纹与摘要）", en: "earlier run (fingerprint and digests)")
    result.earlier = Verification.Earlier(
      path: after, fingerprint: round.fingerprint, isLater: round.isLater)
    return round
  }

  /// What the earlier run decided is taken as it stands, unless it keeps its own case and is the
  /// first of its kind: then it is computed again as well.
  mutating func checkEarlier() {
    guard let earlier = result.earlier else { return }
    let kept = earlier.path + "/case"
    if result.caseFolder != nil, !earlier.isLater, plainKind(kept) == .folder {
      let own = Verification.verify(
        earlier.path, programVersion: programVersion, threads: threads)
      result.findings.merge(own.findings.within(earlier.path))
      result.earlier?.isComputed = own.isGood
      result.checked(
        1, zh: "前一轮的结果（由它所带的案例复算）", en: "earlier run (computed again from the case it keeps)")
      return
    }
    result.unchecked.append(
      Phrase(
        zh: "前一轮自身的录取：没有复算，本轮以它所记的名额和录取为准；请用它的案例另行核验",
        en:
          "what the earlier run decided: it was not computed again, its seats and admissions were "
          + "taken as they stand; verify it by itself with its case"))
  }
}
