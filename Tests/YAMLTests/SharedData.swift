import Foundation

/// Data that stand beside the checkout, in `../shared`; suites that need them are skipped elsewhere.
///
/// `MLCF_SHARED` names another folder, for checkouts that stand elsewhere.
enum SharedData {
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

  /// The cases in a file; none if it is not there.
  static func cases<Case: Decodable>(_ type: Case.Type, in path: String) -> [Case] {
    guard let data = try? Data(contentsOf: folder.appending(path: path)) else { return [] }
    do {
      return try JSONDecoder().decode([Case].self, from: data)
    } catch {
      preconditionFailure("\(path) is not what the tests expect: \(error)")
    }
  }
}
