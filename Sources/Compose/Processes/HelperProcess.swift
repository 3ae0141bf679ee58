internal import Synchronization
package import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A program that a build starts because the user asked for it: git, curl, helm or a function.
///
/// It gets bytes on its standard input, and both its outputs are kept. It has a process group of its
/// own, which is killed as a whole if it takes too long.
package struct HelperProcess {
  /// The program, looked up on `PATH` if it has no slash, and its arguments.
  var arguments: [String]
  /// What it reads.
  var input: [UInt8] = []
  /// Where it runs; nil for the working directory.
  var directory: FilePath?
  /// Variables beside those of this process; an empty list of names to take away.
  var environment: [String: String] = [:]
  /// Whether it sees the variables of this process.
  var inheritsEnvironment = true
  /// After how many seconds it is killed.
  var timeout: Double = 300

  /// A program with what it is given.
  package init(
    arguments: [String], input: [UInt8] = [], directory: FilePath? = nil,
    environment: [String: String] = [:], inheritsEnvironment: Bool = true, timeout: Double = 300
  ) {
    self.arguments = arguments
    self.input = input
    self.directory = directory
    self.environment = environment
    self.inheritsEnvironment = inheritsEnvironment
    self.timeout = timeout
  }

  /// What came of it.
  package struct Output {
    package var status: CInt
    package var output: [UInt8]
    package var errors: [UInt8]

    /// The last lines of standard error, for a message.
    package var errorTail: String {
      let text = String(decoding: errors.suffix(4096), as: UTF8.self)
      let lines = text.split(separator: "\n").suffix(6)
      return lines.joined(separator: "\n")
    }
  }

  /// Why there is no output.
  package enum Failure: Error {
    /// The program could not be started, with the reason of the system.
    case notStarted(String)
    /// It took longer than allowed.
    case timedOut(seconds: Double)
    /// A signal ended it.
    case killed(signal: CInt)

    /// The failure in a few words.
    package var reason: String {
      switch self {
      case .notStarted(let words): "it cannot be started: \(words)"
      case .timedOut(let seconds): "it did not end within \(Int(seconds)) seconds"
      case .killed(let signal): "it was ended by signal \(signal)"
      }
    }
  }

  /// Runs the program to its end.
  package func run() throws(Failure) -> Output {
    // A pipe each for standard input, output and error: ends to read and ends to write.
    var pipes: [[CInt]] = []
    defer { for pipe in pipes { for end in pipe where end >= 0 { close(end) } } }
    let process = try start(&pipes, count: 3)
    var exchange = Exchange(
      input: input, standardInput: pipes[0][1], output: pipes[1][0], errors: pipes[2][0])
    let hasEnded = exchange.run(timeout: timeout)
    pipes[0][1] = exchange.standardInput
    if !hasEnded { kill(-process, SIGKILL) }
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    guard hasEnded else { throw .timedOut(seconds: timeout) }
    let signal = status & 0x7F
    guard signal == 0 else { throw .killed(signal: signal) }
    return Output(
      status: (status >> 8) & 0xFF, output: exchange.outputs[0], errors: exchange.outputs[1])
  }

  /// Makes pipes for the first of the standard streams, and starts the program, whose own ends are
  /// closed here; a stream without a pipe leads nowhere.
  ///
  /// Whoever calls closes what is left of the pipes, also where this throws.
  func start(_ pipes: inout [[CInt]], count: Int) throws(Failure) -> pid_t {
    let started = Self.starting.withLock { _ in
      Result { () throws(Failure) in
        for _ in 0..<count { pipes.append(try Self.pipe()) }
        return try spawn(standard: pipes.enumerated().map { $1[$0 == 0 ? 0 : 1] })
      }
    }
    let process = try started.get()
    for index in pipes.indices {
      let end = index == 0 ? 0 : 1
      close(pipes[index][end])
      pipes[index][end] = -1
    }
    return process
  }

  /// One program is started at a time: another one would inherit the ends of a pipe between its
  /// making and its being closed for programs.
  private static let starting = Mutex(())

  private static func pipe() throws(Failure) -> [CInt] {
    var ends: [CInt] = [-1, -1]
    let error: CInt
    #if canImport(Glibc)
      error = Glibc.pipe(&ends)
    #else
      error = Darwin.pipe(&ends)
    #endif
    guard error == 0 else { throw .notStarted(String(cString: strerror(errno))) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  private func spawn(standard: [CInt]) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, end) in standard.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, CInt(descriptor))
    }
    for descriptor in standard.count..<3 {
      posix_spawn_file_actions_addopen(&actions, CInt(descriptor), "/dev/null", O_RDWR, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var process: pid_t = 0
    let command = command
    let error = withCStrings(command) { pointers in
      withCStrings(variables) { variables in
        posix_spawnp(&process, command[0], &actions, &attributes, pointers, variables)
      }
    }
    guard error == 0 else { throw .notStarted(String(cString: strerror(error))) }
    return process
  }

  /// The arguments; a shell goes to the directory first, which POSIX leaves to no other.
  private var command: [String] {
    guard let directory else { return arguments }
    return ["/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", directory.string]
      + arguments
  }

  private var variables: [String] {
    var result = environment.map { "\($0.key)=\($0.value)" }
    var next = inheritsEnvironment ? environ : nil
    while let variable = next?.pointee {
      let text = String(cString: variable)
      let name = text.prefix { $0 != "=" }
      if environment[String(name)] == nil { result.append(text) }
      next = next.map { $0 + 1 }
    }
    return result.sorted()
  }
}

/// Feeds a process and collects what it prints, until it has closed both outputs.
private struct Exchange {
  private let input: [UInt8]
  private var written = 0
  /// The end that is written to; -1 once it is closed.
  private(set) var standardInput: CInt
  private var sources: [CInt]
  private(set) var outputs: [[UInt8]] = [[], []]

  init(input: [UInt8], standardInput: CInt, output: CInt, errors: CInt) {
    self.input = input
    self.standardInput = standardInput
    sources = [output, errors]
  }

  /// False if it took longer than `timeout` seconds.
  mutating func run(timeout: Double) -> Bool {
    _ = fcntl(standardInput, F_SETFL, O_NONBLOCK)
    let end = now() + timeout
    while sources.contains(where: { $0 >= 0 }) {
      if standardInput >= 0, written == input.count { closeInput() }
      let rest = end - now()
      if rest <= 0 { return false }
      var polled = sources.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      polled.append(pollfd(fd: standardInput, events: Int16(POLLOUT), revents: 0))
      _ = poll(&polled, nfds_t(polled.count), CInt(min(rest * 1000 + 1, 60_000)))
      for index in sources.indices where polled[index].revents != 0 { receive(from: index) }
      if standardInput >= 0, polled[2].revents != 0 { send() }
    }
    closeInput()
    return true
  }

  private mutating func receive(from index: Int) {
    let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, read(sources[index], buffer.baseAddress, buffer.count))
    }
    if chunk.isEmpty { sources[index] = -1 } else { outputs[index] += chunk }
  }

  private mutating func send() {
    let (count, error) = withoutBrokenPipeSignal {
      input[written...].withUnsafeBytes { write(standardInput, $0.baseAddress, $0.count) }
    }
    if count > 0 {
      written += count
    } else if count < 0, error != EAGAIN, error != EINTR {
      // It wants no more input, which is its own affair.
      written = input.count
    }
  }

  private mutating func closeInput() {
    guard standardInput >= 0 else { return }
    close(standardInput)
    standardInput = -1
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Calls `body` with an array of C strings that ends with a null pointer.
private func withCStrings<R>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
) -> R {
  let copies = strings.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}

/// Calls `body`, which may write to a pipe that nobody reads any more.
///
/// Returns its result and error number. The signal that such a write raises would end the process:
/// it is taken back.
func withoutBrokenPipeSignal(_ body: () -> Int) -> (result: Int, error: CInt) {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPIPE)
  var before = sigset_t()
  pthread_sigmask(SIG_BLOCK, &signals, &before)
  let result = body()
  let error = errno
  if result < 0, error == EPIPE {
    var now = timespec()
    while sigtimedwait(&signals, nil, &now) < 0, errno == EINTR {}
  }
  pthread_sigmask(SIG_SETMASK, &before, nil)
  return (result, error)
}
