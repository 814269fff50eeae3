extension Verification {
  /// Checks what the run in folder `run` shows by itself, also where it keeps its case: that it is
  /// whole, and that its tables and its page say the same.
  ///
  /// Complexity: O(bytes of the run) on all threads.
  public static func verifyAlone(
    _ run: String, programVersion: String, threads: PlainThreads
  ) -> Verification {
    var verifier = Verifier(run, programVersion: programVersion, threads: threads)
    verifier.verify()
    return verifier.result
  }
}
