package import Foundation
package import SystemPackage
import Testing

/// A case of the conformance suite that gives an output.
///
/// The suite stands beside the checkout, in `../shared/conformance` or where `CONFORMANCE` says; there
/// are no cases elsewhere.
package struct ConformanceCase: CustomTestStringConvertible, Sendable {
  package let testDescription: String
  /// The directory to build.
  package let target: FilePath
  /// The flags to build it with.
  package let flags: [String]
  /// The file with what Kustomize prints.
  package let expected: URL

  /// All of them, in the order of their names.
  package static let all: [ConformanceCase] = {
    let folder: URL
    if let path = ProcessInfo.processInfo.environment["CONFORMANCE"] {
      folder = URL(filePath: path, directoryHint: .isDirectory)
    } else {
      let checkout = Fixture.root.deletingLastPathComponent().deletingLastPathComponent()
      folder = checkout.deletingLastPathComponent().appending(path: "shared/conformance")
    }
    let root = folder.appending(path: "kustomize")
    return names(in: root).flatMap { group in
      names(in: root.appending(path: group)).compactMap { name in
        ConformanceCase("\(group)/\(name)", in: root)
      }
    }
  }()

  private init?(_ name: String, in root: URL) {
    let folder = root.appending(path: name)
    guard let data = try? Data(contentsOf: folder.appending(path: "case.json")),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      object["expect"] as? String == "output", let target = object["target"] as? String
    else { return nil }
    testDescription = name
    self.target = FilePath(folder.appending(path: "input").appending(path: target).path)
    flags = object["flags"] as? [String] ?? []
    expected = folder.appending(path: "expected.yaml")
  }

  private static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }
}
