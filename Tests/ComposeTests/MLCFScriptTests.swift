import Compose
import Foundation
import Testing
import YAML

/// `Scripts/deploy` and `Scripts/cleanup`, with a kubectl that only writes down what it is told.
@Suite struct MLCFScriptTests {
  @Test func deployAppliesInOrderAndWaits() throws {
    let cluster = try StubCluster()
    let result = try cluster.run(
      "deploy", "dev", "--context", "here", "--bundle", cluster.bundle("dev"))
    #expect(result.status == 0)
    #expect(
      try cluster.calls() == [
        "config current-context",
        "--context here apply --server-side --filename -: StorageClass",
        "--context here apply --server-side --filename -: Namespace",
        "--context here apply --server-side --filename -:"
          + " NetworkPolicy Role RoleBinding ServiceAccount",
        "--context here apply --server-side --filename -: ConfigMap Secret",
        "--context here apply --server-side --filename -: Service",
        "--context here apply --server-side --filename -: StatefulSet",
        "--context here --namespace mlcf rollout status statefulset/neo4j --timeout 20m",
        "--context here --namespace mlcf rollout status statefulset/qdrant --timeout 20m",
        "--context here apply --server-side --filename -: Deployment",
        "--context here --namespace mlcf rollout status deployment/mlcf-api --timeout 20m",
        "--context here apply --server-side --filename -: Ingress Issuer",
      ])
  }

  @Test(arguments: MLCFManifests.environments)
  func deployAppliesEveryResourceOnce(_ environment: String) throws {
    let cluster = try StubCluster()
    let bundle = try cluster.bundle(environment)
    #expect(
      try cluster.run(
        "deploy", environment, "--context", "here", "--bundle", bundle, "--yes-i-mean", environment
      ).status == 0)
    let applied = try cluster.received().sorted()
    let rendered = try MLCFManifests.rendered(environment).resources.map(\.title).sorted()
    #expect(applied == rendered)
  }

  @Test func deployBuildsTheOverlayUnlessThereIsABundle() throws {
    let cluster = try StubCluster()
    try cluster.install(
      "mlcf-compose", "case $* in 'build '*/overlays/dev) cat '\(cluster.bundle("dev"))' ;; esac")
    #expect(try cluster.run("deploy", "dev", "--context", "here").status == 0)
    #expect(try cluster.received().count == MLCFManifests.rendered("dev").resources.count)
  }

  @Test func deployStopsWhenSomethingStaysUnhealthy() throws {
    let cluster = try StubCluster(failing: "statefulset/qdrant")
    let result = try cluster.run(
      "deploy", "dev", "--context", "here", "--bundle", cluster.bundle("dev"))
    #expect(result.status == 1)
    #expect(result.errors.contains("statefulset/qdrant is not healthy"))
    #expect(try !cluster.received().contains("Deployment mlcf-api"))
  }

  @Test func deployRefusesPlaceholdersOfSecrets() throws {
    let cluster = try StubCluster()
    let bundle = try cluster.bundle("staging", hasPlaceholders: true)
    let result = try cluster.run("deploy", "staging", "--context", "here", "--bundle", bundle)
    #expect(result.status == 1)
    #expect(result.errors.contains("placeholders"))
    #expect(try cluster.received() == [])
  }

  @Test func cleanupRemovesInReverseAndKeepsTheData() throws {
    let cluster = try StubCluster()
    let result = try cluster.run(
      "cleanup", "dev", "--context", "here", "--bundle", cluster.bundle("dev"))
    let delete = "--context here delete --ignore-not-found --cascade=foreground --timeout 20m"
    #expect(result.status == 0)
    #expect(
      try cluster.calls() == [
        "config current-context",
        delete + " --filename -: Ingress Issuer",
        delete + " --filename -: Deployment",
        delete + " --filename -: StatefulSet",
        delete + " --filename -: Service",
        delete + " --filename -: ConfigMap Secret",
        delete + " --filename -: NetworkPolicy Role RoleBinding ServiceAccount",
      ])
  }

  @Test func cleanupDeletesDataWhenTold() throws {
    let cluster = try StubCluster()
    let bundle = try cluster.bundle("prod")
    let arguments = ["prod", "--context", "here", "--bundle", bundle, "--yes-i-mean", "prod"]
    #expect(try cluster.run("cleanup", arguments).status == 0)
    #expect(try !cluster.received().contains("Namespace mlcf"))
    #expect(try cluster.run("cleanup", arguments + ["--delete-data"]).status == 0)
    for title in ["Namespace mlcf", "StorageClass fast-ssd", "PersistentVolumeClaim neo4j-dumps"] {
      #expect(try cluster.received().filter { $0 == title }.count == 1)
    }
  }

  @Test(arguments: ["deploy", "cleanup"])
  func anotherContextIsRefused(_ script: String) throws {
    let cluster = try StubCluster()
    let result = try cluster.run(
      script, "dev", "--context", "there", "--bundle", cluster.bundle("dev"))
    #expect(result.status == 1)
    #expect(result.errors.contains("the current context is here, not there"))
    #expect(try cluster.received() == [])
  }

  @Test(
    arguments: ["deploy", "cleanup"],
    [
      Consent(input: "", isEnough: false), Consent(input: "yes\n", isEnough: false),
      Consent(input: "prod\n", isEnough: true),
      Consent(options: ["--yes-i-mean", "staging"], isEnough: false),
      Consent(options: ["--yes-i-mean", "prod"], isEnough: true),
    ])
  func prodMustBeMeant(_ script: String, _ consent: Consent) throws {
    let cluster = try StubCluster()
    let arguments = try ["prod", "--context", "here", "--bundle", cluster.bundle("prod")]
    let result = try cluster.run(script, arguments + consent.options, input: consent.input)
    #expect((result.status == 0) == consent.isEnough)
    #expect(try cluster.received().isEmpty != consent.isEnough)
  }

  struct Consent: Sendable {
    var input = ""
    var options: [String] = []
    let isEnough: Bool
  }

  /// Otherwise a bundle of prod would pass as dev, unasked.
  @Test(arguments: ["deploy", "cleanup"])
  func theBundleOfAnotherEnvironmentIsRefused(_ script: String) throws {
    let cluster = try StubCluster()
    let result = try cluster.run(
      script, "dev", "--context", "here", "--bundle", cluster.bundle("prod"))
    #expect(result.status == 1)
    #expect(try cluster.calls() == [])
  }

  @Test(arguments: ["deploy", "cleanup"])
  func dryRunPrintsAndRunsNothing(_ script: String) throws {
    let cluster = try StubCluster()
    let result = try cluster.run(
      script, "prod", "--context", "there", "--bundle", cluster.bundle("prod"), "--dry-run")
    #expect(result.status == 0)
    #expect(result.output.contains("\nkubectl --context there "))
    #expect(try cluster.calls() == [])
  }
}

/// A folder with a kubectl that logs its arguments and the resources on its standard input.
private final class StubCluster {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  private let folder: URL

  /// A cluster in which a command whose arguments contain `failing` fails.
  init(failing: String = "nothing") throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try install(
      "kubectl",
      """
      echo "$*" >>'\(folder.path)/calls'
      case "$*" in
      'config current-context') echo here ;;
      *'--filename -') cat >>'\(folder.path)/calls' ;;
      *'\(failing)'*) exit 1 ;;
      esac
      """)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Puts a shell script on the path.
  func install(_ name: String, _ script: String) throws {
    let file = folder.appendingPathComponent(name)
    try "#!/bin/sh\n\(script)\n".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// The path of a rendered environment, whose Secrets are real unless they are to be placeholders.
  func bundle(_ environment: String, hasPlaceholders: Bool = false) throws -> String {
    let yaml = try MLCFManifests.yaml(environment)
    let file = folder.appendingPathComponent("\(environment).yaml")
    try
      (hasPlaceholders ? yaml : yaml.replacingOccurrences(of: "Tk9ULUEtU0VDUkVU", with: "cmVhbA=="))
      .write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  func run(_ script: String, _ arguments: String...) throws -> Result {
    try run(script, arguments)
  }

  func run(_ script: String, _ arguments: [String], input: String = "") throws -> Result {
    let files = ["input", "output", "errors"].map(folder.appendingPathComponent)
    try input.write(to: files[0], atomically: true, encoding: .utf8)
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = MLCFManifests.root.appendingPathComponent("Scripts/\(script)")
    process.arguments = arguments
    process.environment = ["PATH": "\(folder.path):/usr/local/bin:/usr/bin:/bin"]
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOf: files[1], encoding: .utf8),
      errors: try String(contentsOf: files[2], encoding: .utf8))
  }

  /// The commands in order, each with the kinds it was handed.
  func calls() throws -> [String] {
    var calls: [String] = []
    var kinds: Set<String> = []
    for line in try log() {
      if line.hasPrefix("kind: ") {
        kinds.insert(String(line.dropFirst(6)))
      } else if line.hasPrefix("--context") || line.hasPrefix("config ") {
        close()
        calls.append(line)
      }
    }
    close()
    return calls

    func close() {
      if !kinds.isEmpty { calls[calls.count - 1] += ": " + kinds.sorted().joined(separator: " ") }
      kinds = []
    }
  }

  /// The resources that were applied or deleted, as kind and name.
  func received() throws -> [String] {
    var titles: [String] = []
    var kind = ""
    var isInMetadata = false
    for line in try log() {
      if line.hasPrefix("kind: ") { kind = String(line.dropFirst(6)) }
      if line.first.map({ $0 != " " }) ?? false { isInMetadata = line == "metadata:" }
      if isInMetadata, line.hasPrefix("  name: ") { titles.append("\(kind) \(line.dropFirst(8))") }
    }
    return titles
  }

  private func log() throws -> [String] {
    let file = folder.appendingPathComponent("calls")
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}
