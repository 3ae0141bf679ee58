internal import Diagnostics
internal import Schema
internal import YAML

/// Sets the number of replicas of the workloads of a name, for each entry of `replicas`.
struct ReplicaTransformer: Transformer {
  private let replicas: [ReplicaCount]
  private let fields: [(FieldSpec, FieldPathTree)]

  init(_ replicas: [ReplicaCount], fields: [FieldSpec]) {
    self.replicas = replicas
    self.fields =
      replicas.isEmpty
      ? [] : fields.map { ($0, FieldPathTree(FieldPath($0.path), creates: $0.create)) }
  }

  private init(_ replica: ReplicaCount, fields: [(FieldSpec, FieldPathTree)]) {
    replicas = [replica]
    self.fields = fields
  }

  var entries: [any Transformer] { replicas.map { ReplicaTransformer($0, fields: fields) } }

  var place: SourceRange? { replicas.first?.name.range }

  func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    for replica in replicas { try apply(replica, to: &resources) }
  }

  private func apply(
    _ replica: ReplicaCount, to resources: inout ResourceSet
  ) throws(Diagnostic) {
    let count = String(replica.count.value)
    let schema = resources.schema
    var isFound = false
    for position in resources.positions(named: replica.name.value) {
      let ids = resources.resources[position].allIDs.filter { $0.name == replica.name.value }
      for (spec, path) in fields where ids.contains(where: { spec.matches($0.gvk) }) {
        isFound = true
        let changesIdentity = try resources.update(at: position) {
          (resource) throws(Diagnostic) in
          guard spec.matches(resource.id.gvk) else { return false }
          let before = resource.id
          try path.update(
            in: &resource.node, creating: .scalar, origin: replica.count.range
          ) { (field, _) throws(Diagnostic) in
            guard let old = field.scalar else { throw .replicasNotScalar(at: field) }
            var scalar = old.replacingText(with: count)
            if scalar.style == .plain { scalar.tag = .integer }
            field = Node(scalar, range: replica.count.range)
          }
          resource.readIdentity(schema: schema)
          return resource.id != before
        }
        if changesIdentity { try resources.update(at: position, .changesIdentity) { _ in } }
      }
    }
    guard isFound else {
      let names = resources.resources.lazy
        .filter { resource in fields.contains { $0.0.matches(resource.id.gvk) } }
        .map(\.id.name)
      throw .replicaTargetMissing(
        replica.name.value, nearest: nearestName(to: replica.name.value, among: names),
        at: replica.name.range)
    }
  }
}
