internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Threads that share a list of tasks.
///
/// Each has a stack large enough for input that nests 10,000 levels deep, which those of Swift's own
/// pool have not.
package enum WorkerThreads {
  private static let stackSize = 1 << 29

  /// The results of `body` for each index below `count`, on as many threads as there are processors.
  ///
  /// The calling thread, whose stack is large too, is one of them.
  package static func map<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let results = ResultTable<Result>()
    let work = Work(count: count) { results.store(body($0), at: $0) }
    return withExtendedLifetime(work) {
      var threads: [pthread_t] = []
      for _ in 1..<max(1, min(count, sysconf(CInt(_SC_NPROCESSORS_ONLN)))) {
        // Not a variable: the initialiser of its type is in more than one module of the system.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        pthread_attr_init(attributes)
        pthread_attr_setstacksize(attributes, stackSize)
        var thread = pthread_t()
        if pthread_create(&thread, attributes, runWork, Unmanaged.passUnretained(work).toOpaque())
          == 0
        {
          threads.append(thread)
        }
        pthread_attr_destroy(attributes)
      }
      work.run()
      for thread in threads { pthread_join(thread, nil) }
      return (0..<count).map { results.value(at: $0) }
    }
  }
}

/// The tasks of which none is done twice.
private final class Work: Sendable {
  private let count: Int
  private let next = Atomic(0)
  private let body: @Sendable (Int) -> Void

  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  /// Does tasks until there are none.
  func run() {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }
}

/// The results so far, by task.
private final class ResultTable<Result: Sendable>: Sendable {
  private let results = Mutex<[Int: Result]>([:])

  func store(_ result: Result, at index: Int) {
    results.withLock { $0[index] = result }
  }

  func value(at index: Int) -> Result {
    guard let result = results.withLock({ $0[index] }) else {
      preconditionFailure("every task has run")
    }
    return result
  }
}

private func runWork(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let work { Unmanaged<Work>.fromOpaque(work).takeUnretainedValue().run() }
  return nil
}
