package import Compose
import Diagnostics
package import Foundation
package import SystemPackage
import Testing

/// A folder that is a test: `input/` is built and must give `expected.yaml` on success or
/// `expected.err`, the rendered diagnostics, on failure.
///
/// Warnings stand in `expected.warn`.
///
/// Optional files: `target`, the directory below `input/` to build; `options`, a line an option.
package struct Fixture: CustomTestStringConvertible, Sendable {
  package let name: String
  package let folder: URL

  package var testDescription: String { name }

  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  package static func all(in group: String) -> [Fixture] {
    let folder = root.appendingPathComponent(group)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.map {
      Fixture(name: $0, folder: folder.appendingPathComponent($0))
    }
  }

  package var input: FilePath { FilePath(folder.appendingPathComponent("input").path) }

  private func text(_ file: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
  }

  /// The directory to build.
  package var target: FilePath {
    guard let target = text("target")?.trimmingCharacters(in: .whitespacesAndNewlines) else {
      return input
    }
    return input.pushing(FilePath(target))
  }

  package var options: BuildOptions {
    var options = BuildOptions()
    for line in (text("options") ?? "").split(separator: "\n") {
      switch line {
      case "--load-restrictor=LoadRestrictionsNone": options.loadRestrictor = .none
      case "--reorder=none": options.order = .none
      case "--enable-managedby-label": options.addsManagedByLabel = true
      case "--enable-alpha-plugins": options.functions.areEnabled = true
      case "--enable-exec": options.functions.allowExecutables = true
      case "--enable-helm":
        options.helm.isEnabled = true
        options.helm.command = input.appending("helm").string
      default: Issue.record("\(name): unknown option \(line)")
      }
    }
    return options
  }

  /// Compares what a build gave with the files of the folder; with `RECORD=1` writes them instead,
  /// and fails, so that no run that records can pass.
  package func expect(_ outputs: [String: String?]) throws {
    let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
    for file in ["expected.yaml", "expected.err", "expected.warn", "expected.txt"] {
      let path = folder.appendingPathComponent(file)
      let expected = text(file)
      let actual = outputs[file] ?? nil
      guard expected != actual else { continue }
      if isRecording {
        if let actual {
          try actual.write(to: path, atomically: true, encoding: .utf8)
        } else {
          try FileManager.default.removeItem(at: path)
        }
      }
      Issue.record(
        """
        \(name)/\(file) \(isRecording ? "was rewritten" : "differs")
        \(unifiedDiff(expected ?? "", actual ?? ""))
        """)
    }
  }
}

/// The changed lines between two texts, with two lines around them.
package func unifiedDiff(_ expected: String, _ actual: String) -> String {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let new = actual.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let difference = new.difference(from: old)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in difference {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var lines: [(text: String, isChange: Bool)] = []
  var i = 0
  var j = 0
  while i < old.count || j < new.count {
    if removed.contains(i), i < old.count {
      lines.append(("-" + old[i], true))
      i += 1
    } else if inserted.contains(j), j < new.count {
      lines.append(("+" + new[j], true))
      j += 1
    } else {
      lines.append((" " + (i < old.count ? old[i] : ""), false))
      i += 1
      j += 1
    }
  }
  let kept = lines.indices.filter { index in
    lines[max(0, index - 2)...min(lines.count - 1, index + 2)].contains(where: \.isChange)
  }
  return kept.map { lines[$0].text }.joined(separator: "\n")
}
