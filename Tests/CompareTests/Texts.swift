import Compare
import Compose
import Diagnostics
import YAML

/// The resources of a text of manifests.
func set(_ text: String) throws -> ComparedSet {
  let sources = SourceTable()
  let file = sources.add(path: "manifests.yaml", bytes: Array(text.utf8))
  return ComparedSet(try ManifestFile.resources(in: file, of: sources), sources: sources)
}

/// What differs between two texts of manifests.
func comparison(_ old: String, _ new: String) throws -> Comparison {
  Comparison(from: try set(old), to: try set(new))
}

/// What differs, a line for each change: `~ spec.replicas 1 → 2 replicas !nothing runs`.
func lines(_ old: String, _ new: String) throws -> [String] {
  try comparison(old, new).differences.flatMap { difference in
    difference.changes.map { change in
      let values = [change.old, change.new].map { $0.map { $0.text ?? "…" } ?? "∅" }
      var line = "\(change.path) \(values[0])→\(values[1]) \(change.category.rawValue)"
      if change.path.steps.isEmpty { line = "\(difference.identity) \(change.category.rawValue)" }
      return line + (change.risk.map { " !\($0)" } ?? "")
    }
  }
}

/// A Deployment with one container of these lines, which stand eight columns in.
func deployment(_ container: String, spec: String = "  replicas: 1", pod: String = "") -> String {
  """
  apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: web
    namespace: shop
  spec:
  \(spec)
    template:
      spec:
  \(pod)
        containers:
        - name: web
  \(container)

  """
}
