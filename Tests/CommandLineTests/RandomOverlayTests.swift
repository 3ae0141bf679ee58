import Foundation
import Testing

/// Builds random overlays with this program and with the Kustomize that `KUSTOMIZE` names, such as
/// `kustomize build`, and expects the same bytes or two refusals; see `Tests/RandomOverlays/run`.
///
/// `OVERLAYS` says how many, `SEED` which; the seed is printed.
@Suite struct RandomOverlayTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(.enabled(if: environment["KUSTOMIZE"]?.isEmpty == false, "KUSTOMIZE is not set"))
  func buildsAsKustomize() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("RandomOverlays/run")
    let seed = Self.environment["SEED"] ?? String(UInt32.random(in: 0...9999))
    process.arguments = [
      "--bin", Program.binary.path + " build", "--count", Self.environment["OVERLAYS"] ?? "300",
      "--seed", seed,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    print(output)
    #expect(process.terminationStatus == 0, "seed \(seed)\n\(output)")
  }
}
