internal import Diagnostics
internal import YAML

/// A unified diff of the resources that differ, printed as `build` prints them.
public struct UnifiedFormat {
  /// The format, which has no options.
  public init() {}

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> String {
    var bytes: [UInt8] = []
    for report in reports {
      for difference in report.comparison.differences { append(difference, to: &bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func append(_ difference: ResourceDifference, to bytes: inout [UInt8]) {
    let name = fileName(of: difference.identity)
    // What is not shown cannot differ in the text, but its change is told.
    if difference.action == .changed, !difference.identity.isSecret {
      for change in difference.changes where change.isRedacted && change.old != nil {
        bytes += "# \(name): \(ShownChange(change).headline)\n".utf8
      }
    }
    bytes +=
      UnifiedDiff(
        from: yaml(difference.old), at: difference.old.map { _ in name },
        to: yaml(difference.new), at: difference.new.map { _ in name }
      ).bytes
  }

  /// `mlcf/deployment.apps_api.yaml`.
  private func fileName(of identity: ComparedIdentity) -> String {
    let kind = [identity.kind, identity.group].filter { !$0.isEmpty }.joined(separator: ".")
    let directory = identity.namespace.isEmpty ? "" : "\(identity.namespace)/"
    return ShownLine.printable("\(directory)\(kind.lowercased())_\(identity.name).yaml")
  }

  private func yaml(_ node: Node?) -> [UInt8] {
    guard let node else { return [] }
    var emitter = YAMLEmitter()
    guard (try? emitter.emit(node)) != nil else { return Array("(not printable)\n".utf8) }
    return emitter.bytes
  }
}
