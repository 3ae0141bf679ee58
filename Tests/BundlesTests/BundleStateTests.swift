import Bundles
import Foundation
import Testing

/// What `--check` and `verify` tell, for each state alone and for pairs.
@Suite struct BundleStateTests {
  typealias State = BundleFinding.State

  static let lock = "environments/dev/bundle.lock"
  static let manifests = "environments/dev/manifests/shop/"

  /// Brings about a state, on a file of its own.
  static func produce(_ state: State, in project: Workspace) throws {
    func editLock(_ edit: (String) -> String) throws {
      try project.write(edit(try #require(project.text(lock))), to: lock)
    }
    switch state {
    case .stale:
      try project.write(configMap("a", "changed"), to: "overlays/dev/a.yaml")
    case .tampered:
      try project.write(configMap("b", "other"), to: manifests + "configmap_b.yaml")
    case .missing:
      try project.remove(manifests + "configmap_c.yaml")
    case .unexpected:
      try project.write("x: y\n", to: manifests + "more.yaml")
    case .epoch:
      try editLock { $0.replacing("epoch: 1\n", with: "epoch: 99\n") }
    case .irreproducible:
      // Both the file and the lock say something that the sources do not make.
      let file = manifests + "configmap_a.yaml"
      let old = sha256(try #require(project.text(file)))
      let forged = configMap("a", "forged")
      try project.write(forged, to: file)
      try editLock { $0.replacing(old, with: sha256(forged)) }
    case .lockCorrupt:
      try editLock { $0.replacing("version: 1", with: "version: one") }
    }
  }

  static func sha256(_ text: String) -> String {
    // The sum of the system's tool, not of the code that is tested.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try? process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try? input.fileHandleForWriting.close()
    let sum = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: sum.prefix(64), as: UTF8.self)
  }

  @Test(arguments: State.allCases)
  func isFoundAlone(_ state: State) throws {
    let project = try smallProject()
    #expect(try project.bundle().map(\.outcome) == [.written])
    #expect(try project.checkedStates() == [])
    #expect(try project.verifiedStates() == [])
    try Self.produce(state, in: project)
    #expect(try project.checkedStates() == [state])
    // What only the sources can tell is not told by their absence.
    let needsSources = [.stale, .irreproducible].contains(state)
    #expect(try project.verifiedStates() == (needsSources ? [] : [state]))
  }

  /// A lock that cannot be read says nothing about files, and an equal rendering is a matter of equal
  /// inputs and epochs: those pairs cannot be told apart.
  static let pairs: [(State, State)] = State.allCases.flatMap { a in
    State.allCases.map { (a, $0) }
  }.filter { a, b in
    guard a.rawValue < b.rawValue else { return false }
    let both: Set<State> = [a, b]
    if both.contains(.lockCorrupt) { return both.contains(.missing) || both.contains(.unexpected) }
    return !(both.contains(.irreproducible) && (both.contains(.stale) || both.contains(.epoch)))
  }

  @Test(arguments: pairs.indices)
  func isFoundInPairs(_ index: Int) throws {
    let (a, b) = Self.pairs[index]
    let project = try smallProject()
    try project.bundle()
    try Self.produce(a, in: project)
    try Self.produce(b, in: project)
    #expect(try project.checkedStates() == [a, b])
  }

  @Test(arguments: State.allCases.filter { $0 != .unexpected })
  func aRunMends(_ state: State) throws {
    let project = try smallProject()
    try project.bundle()
    let before = project.files(below: "environments")
    try Self.produce(state, in: project)
    #expect(
      try project.bundle { $0.isForced = state == .irreproducible }.map(\.outcome) == [.written])
    #expect(try project.checkedStates() == [])
    if state != .stale { #expect(project.files(below: "environments") == before) }
  }

  @Test func theWholeBundleMayBeMissing() throws {
    let project = try smallProject()
    #expect(try project.checkedStates() == [.missing])
    #expect(try project.verifiedStates() == [.missing])
  }

  @Test func aLinkIsNotTheFile() throws {
    let project = try smallProject()
    try project.bundle()
    let file = project.url.appendingPathComponent(Self.manifests + "configmap_b.yaml")
    let copy = project.url.appendingPathComponent("copy.yaml")
    try FileManager.default.moveItem(at: file, to: copy)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: copy)
    #expect(try project.verifiedStates() == [.tampered])
    #expect(try project.bundle().map(\.outcome) == [.written])
    #expect(try project.verifiedStates() == [])
    #expect(FileManager.default.fileExists(atPath: copy.path))
  }

  @Test func optionsThatChangeAreStale() throws {
    let project = try smallProject()
    try project.bundle()
    let reports = try project.bundle {
      $0.mode = .check
      $0.layout = .flat
    }
    #expect(Set(reports.flatMap(\.findings).map(\.state)) == [.stale])
  }
}
