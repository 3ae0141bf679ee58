import Diagnostics
import Foundation
import YAML

/// Data that stand beside the checkout, in `../shared`; suites that need them are skipped elsewhere.
///
/// `MLCF_SHARED` names another folder, for checkouts that stand elsewhere. The cases are JSON, which
/// our own reader reads, so that numbers stay as they are written.
enum SharedCases {
  private static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["MLCF_SHARED"] {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    let package = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appending(path: "shared")
  }()

  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }

  /// The elements of a file's list, or of its list `cases`; none if the file is not there.
  static func all(in path: String) -> [Node] {
    guard let data = try? Data(contentsOf: folder.appending(path: path)) else { return [] }
    let file = SourceTable().add(path: path, bytes: Array(data))
    do throws(Diagnostic) {
      let root = try YAMLReader().firstDocument(of: file)
      return Array(root?.elements ?? root?["cases"]?.elements ?? [])
    } catch {
      preconditionFailure("\(path) is not what the tests expect: \(error.message)")
    }
  }
}
