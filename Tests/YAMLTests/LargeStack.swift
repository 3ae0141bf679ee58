import Foundation

/// Runs `body` on a thread with the stack that the command gives its work.
///
/// Freeing a tree of 10,000 levels takes more than the stack of a test's thread.
func onLargeStack(_ body: @escaping @Sendable () throws -> Void) throws {
  let outcome = Outcome()
  let thread = Thread {
    outcome.finish(Result(catching: body))
  }
  thread.stackSize = 512 << 20
  thread.start()
  try outcome.wait()
}

/// What the thread hands over: set once, before the semaphore lets the reader pass.
private final class Outcome: @unchecked Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private var result: Result<Void, any Error> = .success(())

  func finish(_ result: Result<Void, any Error>) {
    self.result = result
    semaphore.signal()
  }

  func wait() throws {
    semaphore.wait()
    try result.get()
  }
}
