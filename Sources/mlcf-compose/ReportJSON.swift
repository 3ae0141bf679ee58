internal import Bundles
internal import YAML

/// Reports as one JSON object of version 1, on one line.
///
/// ```
/// {"version": 1, "command": "bundle", "committed": ["prod"], "environments": [{
///   "name": "prod", "bundle": "environments/prod", "outcome": "written", "resources": 57,
///   "added": [], "changed": ["mlcf/deployment.apps_mlcf-api.yaml"], "removed": [],
///   "findings": [{"state": "stale", "path": "…", "message": "…", "mend": "…"}]}]}
/// ```
struct ReportJSON {
  let command: String
  let committed: [String]?

  func bytes(of reports: [EnvironmentReport]) -> [UInt8] {
    var object: [(String, Node)] = [
      ("version", Node(Scalar("1"))), ("command", Node(string: command)),
      ("environments", list(reports.map(node))),
    ]
    if let committed { object.append(("committed", strings(committed))) }
    var emitter = JSONEmitter()
    do {
      try emitter.emit(mapping(object))
    } catch {
      preconditionFailure("the object has no key twice and no number that JSON cannot hold")
    }
    return emitter.bytes + [UInt8(ascii: "\n")]
  }

  private func node(of report: EnvironmentReport) -> Node {
    mapping([
      ("name", Node(string: report.environment)), ("bundle", Node(string: report.bundle)),
      ("outcome", Node(string: report.outcome.rawValue)),
      ("resources", report.resourceCount.map { Node(Scalar(String($0))) } ?? .null()),
      ("added", strings(report.added)), ("changed", strings(report.changed)),
      ("removed", strings(report.removed)),
      (
        "findings",
        list(
          report.findings.map { finding in
            mapping([
              ("state", Node(string: finding.state.rawValue)), ("path", Node(string: finding.path)),
              ("message", Node(string: finding.message)), ("mend", Node(string: finding.mend)),
            ])
          })
      ),
    ])
  }

  private func mapping(_ fields: [(String, Node)]) -> Node {
    Node(.mapping(ContiguousArray(fields.map { Node.Entry(key: Node(string: $0), value: $1) })))
  }

  private func list(_ nodes: [Node]) -> Node {
    Node(.sequence(ContiguousArray(nodes)))
  }

  private func strings(_ texts: [String]) -> Node {
    list(texts.map { Node(string: $0) })
  }
}
