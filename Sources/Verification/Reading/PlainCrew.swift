#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The threads of a check, never more of them than there may be: whoever waits for something does
/// what there is to do meanwhile.
///
/// First the tasks that somebody waits for. A file's hash is wanted at the end alone, but is a
/// chain, which no number of threads makes faster: so most is hashed beside the tasks, a piece
/// behind each, and the rest while there are none, where otherwise threads would be idle.
final class PlainCrew: Sendable {
  private let common = Common()

  /// A crew of so many threads beside those that ask it for something.
  init(helpers: Int) {
    for _ in 0..<helpers {
      startThread { [common] in common.work(on: nil) { common.isOver } }
    }
  }

  deinit { common.end() }

  /// Runs `body` for each task from 0 to `tasks` − 1, and returns when all are done.
  func run(_ tasks: Int, _ body: @escaping @Sendable (Int) -> Void) {
    if tasks > 0 { common.run(Job(tasks, body)) }
  }

  /// Begins to hash; what it returns waits until that is done.
  ///
  /// The crew holds what is hashed, which must not hold the crew: nobody would let go of either.
  func begin(_ digesting: PlainDigesting) -> @Sendable (PlainDigesting) -> Void {
    common.begin(digesting)
    return { [common] in common.finish($0) }
  }

  /// Tasks of which each is done once.
  private final class Job: @unchecked Sendable {
    let count: Int
    /// What they are; nobody holds it any more when all are done.
    private var body: (@Sendable (Int) -> Void)?
    /// How many have been begun, and are done.
    var begun = 0
    private(set) var done = 0

    init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
      (self.count, self.body) = (count, body)
    }

    func run(_ task: Int) { body!(task) }

    func countAsDone() {
      done += 1
      if done == count { body = nil }
    }
  }

  /// What the threads share, which lives as long as one of them.
  ///
  /// Sound: everything that changes is looked at and changed under the lock alone.
  @safe private final class Common: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    /// Those with tasks that nobody has begun, the latest last.
    private var jobs: [Job] = []
    /// The files that nobody is hashing just now, and how many bytes of all are left and were to be
    /// hashed.
    private var waiting: [PlainDigesting] = []
    private var (bytesLeft, bytesInAll) = (0, 0)
    /// How many threads have nothing to do.
    private var idleCount = 0
    private(set) var isOver = false

    init() {
      unsafe lock = .allocate(capacity: 1)
      unsafe changed = .allocate(capacity: 1)
      unsafe lock.initialize(to: pthread_mutex_t())
      unsafe changed.initialize(to: pthread_cond_t())
      let made = unsafe (pthread_mutex_init(lock, nil), pthread_cond_init(changed, nil))
      precondition(made == (0, 0), "the system has no lock to give")
    }

    deinit {
      unsafe pthread_cond_destroy(changed)
      unsafe pthread_mutex_destroy(lock)
      unsafe changed.deallocate()
      unsafe lock.deallocate()
    }

    private func locked(_ body: () -> Void) {
      unsafe pthread_mutex_lock(lock)
      body()
      unsafe pthread_mutex_unlock(lock)
    }

    private func unlocked(_ body: () -> Void) {
      unsafe pthread_mutex_unlock(lock)
      body()
      unsafe pthread_mutex_lock(lock)
    }

    private func tell() { unsafe pthread_cond_broadcast(changed) }

    func end() {
      var abandoned: [PlainDigesting] = []
      locked {
        isOver = true
        // What nobody wants any more is let go, outside of the lock.
        swap(&abandoned, &waiting)
        tell()
      }
    }

    func run(_ job: Job) {
      locked {
        jobs.append(job)
        if job.count > 1 { tell() }
      }
      work(on: job) { job.done == job.count }
    }

    func begin(_ digesting: PlainDigesting) {
      locked {
        waiting.append(digesting)
        bytesLeft += digesting.bytesLeft
        bytesInAll += digesting.bytesLeft
        tell()
      }
    }

    func finish(_ digesting: PlainDigesting) {
      work(on: nil) {
        // Where the crew is gone, whoever wants a digest makes it.
        if isOver, !digesting.isDone, !digesting.isTaken,
          !waiting.contains(where: { $0 === digesting })
        {
          waiting.append(digesting)
        }
        return digesting.isDone
      }
    }

    /// Does what there is to do until something is done; tasks of `job` before any other.
    func work(on job: Job?, until isDone: () -> Bool) {
      locked {
        while !isDone() {
          if let next = job.flatMap({ $0.begun < $0.count ? $0 : nil }) ?? jobs.last {
            doTask(of: next)
            if bytesLeft > bytesInAll / 4 { _ = hashPiece() }
          } else if !hashPiece() {
            idleCount += 1
            unsafe pthread_cond_wait(changed, lock)
            idleCount -= 1
          }
        }
      }
    }

    private func doTask(of job: Job) {
      let task = job.begun
      job.begun += 1
      if job.begun == job.count { jobs.removeAll { $0 === job } }
      unlocked { job.run(task) }
      job.countAsDone()
      if job.done == job.count { tell() }
    }

    /// Hashes a piece of the file of which the most is left, and of another one, if nobody else
    /// would have nothing to do. False where others are at all of them.
    private func hashPiece() -> Bool {
      waiting.sort { $0.bytesLeft < $1.bytesLeft }
      guard let longest = waiting.popLast() else { return false }
      let other = idleCount == 0 ? waiting.popLast() : nil
      let taken = [longest, other].compactMap { $0 }
      for digesting in taken { digesting.isTaken = true }
      unlocked { PlainDigesting.hashPiece(of: longest, and: other) }
      for digesting in taken {
        digesting.isTaken = false
        bytesLeft -= digesting.passPiece()
        if !digesting.isDone, !isOver { waiting.append(digesting) }
      }
      tell()
      return true
    }
  }
}

/// Starts a thread, if there is one to have.
///
/// Sound: the system holds one reference to the work until the thread has taken it.
private func startThread(_ run: @escaping @Sendable () -> Void) {
  final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  let held = unsafe Unmanaged.passRetained(Work(run))
  #if canImport(Darwin)
    var thread: pthread_t?
  #else
    var thread = pthread_t()
  #endif
  let failed = unsafe pthread_create(
    &thread, nil,
    { argument in
      #if canImport(Darwin)
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
      #else
        unsafe Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().run()
      #endif
      return nil
    }, held.toOpaque())
  if failed != 0 {
    unsafe held.release()
    return
  }
  #if canImport(Darwin)
    if let thread { unsafe pthread_detach(thread) }
  #else
    pthread_detach(thread)
  #endif
}
