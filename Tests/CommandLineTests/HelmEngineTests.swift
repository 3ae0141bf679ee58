import Foundation
import Testing

/// Renders charts with Helm's own engine, where `HELM_PYTHON` names a Python that has it, and compares
/// with what Kustomize v5.8.1 printed; see `Tests/Helm/run`.
@Suite struct HelmEngineTests {
  private static let python = ProcessInfo.processInfo.environment["HELM_PYTHON"] ?? ""

  @Test(.enabled(if: !python.isEmpty, "HELM_PYTHON is not set"))
  func buildsAsKustomize() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Helm/run")
    process.arguments = [Program.binary.path + " build"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && !output.hasPrefix("skipped"), "\(output)")
  }
}
