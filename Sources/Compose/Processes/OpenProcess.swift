#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A program that is asked many times before it ends, such as `git cat-file --batch`.
///
/// Each question gets its answer before the next one is asked. What the program prints to standard
/// error is lost. It ends when its input is closed, with this value.
package final class OpenProcess {
  private let process: pid_t
  private var input: CInt
  private var output: CInt
  /// What was read and is not yet taken.
  private var buffer: ArraySlice<UInt8> = []

  /// Starts a program; neither its input nor its time limit counts.
  package init(_ program: HelperProcess) throws(HelperProcess.Failure) {
    var pipes: [[CInt]] = []
    do throws(HelperProcess.Failure) {
      process = try program.start(&pipes, count: 2)
    } catch {
      for end in pipes.joined() where end >= 0 { close(end) }
      throw error
    }
    input = pipes[0][1]
    output = pipes[1][0]
  }

  deinit {
    close(input)
    close(output)
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// Sends bytes; false if the program takes none any more.
  package func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let (count, error) = withoutBrokenPipeSignal {
        rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      }
      if count > 0 { rest = rest.dropFirst(count) } else if error != EINTR { return false }
    }
    return true
  }

  /// The next line, without its line feed; nil if the program ended.
  package func line() -> [UInt8]? {
    var searched = 0
    while true {
      if let end = buffer.dropFirst(searched).firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(buffer[..<end])
        buffer = buffer[(end + 1)...]
        return line
      }
      searched = buffer.count
      guard fill() else { return nil }
    }
  }

  /// The next bytes; nil if the program ended before it printed so many.
  package func bytes(_ count: Int) -> [UInt8]? {
    while buffer.count < count {
      guard fill(atLeast: count - buffer.count) else { return nil }
    }
    let bytes = Array(buffer.prefix(count))
    buffer = buffer.dropFirst(count)
    return bytes
  }

  private func fill(atLeast wanted: Int = 0) -> Bool {
    var failure: CInt = EINTR
    while failure == EINTR {
      failure = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: max(1 << 16, wanted)) { bytes, count in
        let result = read(output, bytes.baseAddress, bytes.count)
        if result < 0 { failure = errno }
        count = max(0, result)
      }
      if !chunk.isEmpty {
        buffer = buffer.isEmpty ? chunk[...] : buffer + chunk
        return true
      }
    }
    return false
  }
}
