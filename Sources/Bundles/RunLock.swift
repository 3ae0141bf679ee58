package import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Keeps runs that write into one directory apart from all others: bundles of a project, what a
/// machine remembers.
///
/// The lock is on the directory itself: nothing is left behind, and the system takes it
/// from a process that dies. Those who only read share it.
package struct RunLock: ~Copyable {
  private let descriptor: CInt

  /// Waits until the lock is free; calls `wait` first if it is not.
  package init(_ directory: FilePath, isShared: Bool, wait: () -> Void) throws(FileFailure) {
    descriptor = open(directory.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFailure("lock", directory) }
    let operation = isShared ? LOCK_SH : LOCK_EX
    if flock(descriptor, operation | LOCK_NB) == 0 { return }
    if errno == EWOULDBLOCK { wait() }
    while flock(descriptor, operation) != 0 {
      guard errno == EINTR else {
        let failure = FileFailure("lock", directory)
        close(descriptor)
        throw failure
      }
    }
  }

  deinit { close(descriptor) }
}
