internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A line on a terminal that says how far the work is, once it takes longer than a moment.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var isShown = false
  }

  private let count: Int
  private let start: Double
  private let isOnTerminal: Bool
  private let state = Mutex(State())

  /// The progress of so many tasks.
  init(count: Int) {
    self.count = count
    start = Self.now()
    isOnTerminal = isatty(STDERR_FILENO) == 1
  }

  /// Notes that one more task is done.
  func advance() {
    state.withLock { state in
      state.done += 1
      guard isOnTerminal, Self.now() - start > 0.5 else { return }
      state.isShown = true
      Standard.error.writeOrLeave("\r\(state.done) of \(count) environments\u{1B}[K")
    }
  }

  /// Takes the line away.
  func finish() {
    if state.withLock({ $0.isShown }) { Standard.error.writeOrLeave("\r\u{1B}[K") }
  }

  /// Says that another run has to end first.
  static func announceWaiting() {
    Standard.error.writeOrLeave("waiting for another run of mlcf-compose to end\n")
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
