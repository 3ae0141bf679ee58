import Diagnostics
import Patch
import Schema
import Testing
import YAML

/// The first document of a text; null if it has none.
func parse(_ text: String, path: String = "test.yaml", in sources: SourceTable = SourceTable())
  throws(Diagnostic) -> Node
{
  let file = sources.add(path: path, bytes: Array(text.utf8))
  return try YAMLReader().firstDocument(of: file) ?? .null()
}

/// The node as JSON, which tells what it stands for; the order of keys does not count.
func json(_ node: Node) throws(Diagnostic) -> String {
  var emitter = JSONEmitter()
  try emitter.emit(node)
  return String(decoding: emitter.bytes, as: UTF8.self)
}

/// The node as Kustomize prints it.
func yaml(_ node: Node) throws(Diagnostic) -> String {
  var emitter = YAMLEmitter()
  try emitter.emit(node)
  return String(decoding: emitter.bytes, as: UTF8.self)
}

/// What `body` refuses with; nil if it does not.
func refusal<R>(_ body: () throws(Diagnostic) -> R) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// The schema that Kustomize v5.8.1 merges with.
func kustomizeSchema() throws -> KubernetesSchema {
  try #require(KubernetesSchema.named("v1.21.2"))
}

/// The result of a strategic merge; nil if the patch deletes the target.
func merged(_ patch: Node, into base: Node) throws -> Node? {
  var target = base
  let outcome = try StrategicMergePatch(patch).apply(to: &target, schema: kustomizeSchema())
  if case .deleted = outcome { return nil }
  return target
}
