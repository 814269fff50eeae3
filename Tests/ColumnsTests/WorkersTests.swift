import Columns
import Synchronization
import Testing

@Suite struct WorkersTests {
  /// Every task is done once, for any number of threads, with work of one's own beside it or none.
  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 5, 100])
  func everyTaskIsDoneOnce(_ threads: Int, _ tasks: Int) {
    let done = Mutex([Int](repeating: 0, count: tasks))
    let workers = Workers(count: threads)
    workers.run(tasks: tasks) { task in done.withLock { $0[task] += 1 } }
    #expect(done.withLock { $0 } == [Int](repeating: 1, count: tasks))
    var own = 0
    workers.run(tasks: tasks, besides: { own += 1 }) { task in done.withLock { $0[task] += 1 } }
    #expect(own == 1)
    #expect(done.withLock { $0 } == [Int](repeating: 2, count: tasks))
  }

  /// With a single worker one's own work comes first, and nothing happens beside it.
  @Test func aSingleWorkerDoesItsOwnFirst() {
    let done = Atomic(0)
    var before = -1
    Workers(count: 1).run(tasks: 4, besides: { before = done.load(ordering: .relaxed) }) { _ in
      done.wrappingAdd(1, ordering: .relaxed)
    }
    #expect(before == 0)
    #expect(done.load(ordering: .relaxed) == 4)
  }

  /// The system does not forgive a thread joined twice.
  @Test func aJobIsJoinedOnce() async {
    await #expect(processExitsWith: .failure) {
      let job = Job {}
      job.join()
      job.join()
    }
    await #expect(processExitsWith: .success) {
      Job {}.join()
      _ = Job {}  // forgotten: nobody waits
    }
  }

  /// The others do not wait for one's own work: it can wait for all of theirs.
  @Test func theOthersDoNotWait() {
    let done = Atomic(0)
    Workers(count: 2).run(
      tasks: 4,
      besides: {
        while done.load(ordering: .acquiring) < 4 {}
      }
    ) { _ in
      done.wrappingAdd(1, ordering: .releasing)
    }
    #expect(done.load(ordering: .relaxed) == 4)
  }
}
