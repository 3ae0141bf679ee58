/// What one version of Kubernetes says about its kinds: their types, and whether they have a
/// namespace.
///
/// The tables are part of the executable and are searched where they are: nothing is decoded at
/// start-up, and a look-up allocates nothing. Schemas are equal if they have the same tables in
/// memory.
public struct KubernetesSchema: Equatable, Sendable {
  let table: SchemaTable
  /// Where the scope of a kind is found that the table does not know.
  private let scopes: SchemaTable?
  /// Whether the type of such a kind is found there too.
  private let isExtension: Bool

  init(table: StaticString) {
    self.table = SchemaTable(table)
    scopes = nil
    isExtension = false
  }

  init(table: SchemaTable, extending builtIn: KubernetesSchema, withTypes: Bool) {
    self.table = table
    scopes = builtIn.table
    isExtension = withTypes
  }

  /// The names that `named(_:)` knows, as `openapi: {version: …}` of a kustomization spells them.
  public static let versions = ["v1.21.2", "v1.37.0"]

  /// The built-in schema of a version, such as `v1.21.2`; `nil` if there is none.
  public static func named(_ version: String) -> KubernetesSchema? {
    switch version {
    case "v1.21.2": v1_21
    case "v1.37.0": v1_37
    default: nil
    }
  }

  /// The type of a kind's objects; `nil` for a kind that is not built in, such as a custom resource.
  ///
  /// Both names are compared exactly: a kind of the same name in another group or version is
  /// another kind. Cost: logarithmic in the number of kinds.
  public func type(apiVersion: String, kind: String) -> SchemaType? {
    if let record = table.kind(apiVersion: apiVersion, kind: kind) {
      return SchemaType(table: table, record: record + 1)
    }
    guard isExtension, let scopes else { return nil }
    return scopes.kind(apiVersion: apiVersion, kind: kind).flatMap { record in
      SchemaType(table: scopes, record: record + 1)
    }
  }

  /// Whether objects of a kind have no namespace; `nil` if that is not known.
  ///
  /// Kustomize takes a kind of unknown scope to be namespaced.
  public func isClusterScoped(apiVersion: String, kind: String) -> Bool? {
    Self.isClusterScoped(apiVersion: apiVersion, kind: kind, in: table)
      ?? scopes.flatMap { Self.isClusterScoped(apiVersion: apiVersion, kind: kind, in: $0) }
  }

  private static func isClusterScoped(
    apiVersion: String, kind: String, in table: SchemaTable
  ) -> Bool? {
    guard let record = table.kind(apiVersion: apiVersion, kind: kind) else { return nil }
    return switch SchemaTable.Scope(rawValue: table.digit(at: record)) {
    case .cluster: true
    case .namespaced: false
    case .unknown, nil: nil
    }
  }
}
