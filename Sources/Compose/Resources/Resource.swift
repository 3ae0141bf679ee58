internal import Diagnostics
internal import Schema
public import YAML

/// One Kubernetes object on its way through the build: its content, its identity, its history.
///
/// Identity and history are fields, never annotations. The identity is a copy of what the content
/// says; whoever changes `apiVersion`, `kind`, `metadata.name` or `metadata.namespace` other than
/// through this type calls ``readIdentity(schema:)`` afterwards.
public struct Resource: Sendable {
  /// An identity that the resource had before a transformer changed it.
  ///
  /// Kustomize keeps no group and version in it: those of the present stand for them. The namespace
  /// is the effective one.
  struct PreviousIdentity: Sendable {
    var kind: String
    var namespace: String
    var name: String
  }

  /// What a generator does when the resource exists already.
  enum Behavior: Sendable {
    case create
    case replace
    case merge
  }

  /// The content.
  public internal(set) var node: Node
  /// The present identity.
  public private(set) var id: ResourceID
  /// Whether the kind is certainly cluster-scoped; unknown kinds count as namespaced.
  public private(set) var isClusterScoped: Bool
  /// Whether the schema knows the kind.
  private(set) var hasKnownScope = true

  /// Earlier identities, the oldest first.
  private(set) var previousIdentities: [PreviousIdentity] = []
  /// The name prefixes that were added, the innermost first.
  private(set) var namePrefixes: [String] = []
  /// The name suffixes that were added, the innermost first.
  private(set) var nameSuffixes: [String] = []
  /// Whether references to a Secret find this resource, because it took the place of one.
  var standsForSecret = false
  /// What to do with an existing resource of this identity, for a generated one.
  var behavior: Behavior?
  /// Whether the name gets a hash of the content at the end.
  var needsHashSuffix = false
  /// The number that a recorder knows the resource by; 0 without one.
  package internal(set) var serial: UInt32 = 0
  /// Whether a chart made the resource, so that helm gave it its namespace.
  var isMadeByHelm = false
  /// The entries of labels and annotations that made several fields, which share their value.
  var sharedPlaces: Set<SourceRange> = []
  /// Where the resource comes from, if that is asked for; Kustomize notes it in the annotations.
  var origin: BuildOrigin? {
    didSet { if origin != nil { demandAnnotations() } }
  }
  /// What changed the resource, the first change first, if that is asked for.
  var transformations: [BuildOrigin] = []
  /// The variables of `vars` whose value is a field of this resource.
  var variableNames: [String] = []

  /// A resource of that content.
  init(_ node: Node, schema: KubernetesSchema) {
    self.node = node
    id = ResourceID(gvk: GroupVersionKind(), namespace: "", name: "")
    isClusterScoped = false
    readIdentity(schema: schema)
  }

  /// Takes the identity from the content anew.
  mutating func readIdentity(schema: KubernetesSchema) {
    let apiVersion = node["apiVersion"]?.text ?? ""
    let kind = node["kind"]?.text ?? ""
    if id.gvk.kind != kind || !id.gvk.isOf(apiVersion: apiVersion) {
      id.gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind)
      readScope(schema: schema)
    }
    let metadata = node["metadata"]
    id.name = metadata?["name"]?.textUnlessNull ?? ""
    id.namespace = metadata?["namespace"]?.textUnlessNull ?? ""
  }

  /// Takes from a schema whether the kind is cluster-scoped.
  mutating func readScope(schema: KubernetesSchema) {
    let apiVersion = node["apiVersion"]?.text ?? ""
    let scope = schema.isClusterScoped(apiVersion: apiVersion, kind: id.gvk.kind)
    isClusterScoped = scope ?? false
    hasKnownScope = scope != nil
  }

  /// The first identity that the resource had, of the present group and version.
  var originalID: ResourceID {
    previousIDs.first { _ in true } ?? id
  }

  /// The earlier identities, the oldest first, of the present group and version.
  var previousIDs: some Sequence<ResourceID> {
    previousIdentities.lazy.map { [gvk = standsForSecret ? .secret : id.gvk] previous in
      ResourceID(
        gvk: GroupVersionKind(group: gvk.group, version: gvk.version, kind: previous.kind),
        namespace: previous.namespace, name: previous.name)
    }
  }

  /// The present identity and all earlier ones.
  var allIDs: [ResourceID] {
    [id] + previousIDs
  }

  /// Whether nothing is left, because a patch deleted the resource.
  var isEmpty: Bool {
    node.entries?.isEmpty ?? true
  }

  /// The namespace that counts when identities are compared.
  var effectiveNamespace: String {
    effectiveNamespace(of: id)
  }

  /// The namespace of an identity of this resource that counts when identities are compared.
  func effectiveNamespace(of id: ResourceID) -> String {
    id.effectiveNamespace(isClusterScoped: isClusterScoped)
  }

  /// Makes an empty mapping of annotations unless there is one.
  ///
  /// Kustomize keeps notes there, so that patches and field specs find the mapping. Without content
  /// it disappears at the end.
  mutating func demandAnnotations() {
    node.update("metadata") { metadata in
      guard metadata["annotations"]?.isMapping != true else { return }
      if metadata.isNull { metadata = .emptyMapping(range: metadata.range) }
      metadata.set("annotations", to: .emptyMapping(range: metadata.range))
    }
  }

  // MARK: Changes of the identity

  /// Remembers the present identity as an earlier one.
  mutating func rememberIdentity() {
    remember(asPrevious)
  }

  /// Remembers the identity of a resource that this one replaces as an earlier one.
  mutating func rememberIdentity(of other: Resource) {
    remember(other.asPrevious)
  }

  /// The present identity as it is remembered.
  private var asPrevious: PreviousIdentity {
    PreviousIdentity(kind: id.gvk.kind, namespace: effectiveNamespace, name: id.name)
  }

  private mutating func remember(_ identity: PreviousIdentity) {
    demandAnnotations()
    previousIdentities.append(identity)
  }

  /// Gives the resource another name; the place of `name` becomes that of the field.
  mutating func setName(_ name: Node) {
    node.update("metadata") { $0.set("name", to: name) }
    id.name = name.text ?? ""
  }

  /// Remembers that `prefix` was put before the name.
  mutating func rememberPrefix(_ prefix: String) {
    guard !prefix.isEmpty else { return }
    demandAnnotations()
    namePrefixes.append(prefix)
  }

  /// Remembers that `suffix` was put behind the name.
  mutating func rememberSuffix(_ suffix: String) {
    guard !suffix.isEmpty else { return }
    demandAnnotations()
    nameSuffixes.append(suffix)
  }

  /// Takes for history what Kustomize would have noted in the annotations of its own output.
  mutating func readHistory() {
    guard let annotations = node[path: "metadata", "annotations"]?.entries else { return }
    var notes: [String: [String]] = [:]
    for entry in annotations {
      guard let key = entry.key.text, key.hasPrefix("internal.config.kubernetes.io/") else {
        continue
      }
      let values = entry.value.text?.split(separator: ",", omittingEmptySubsequences: false)
      notes[String(key.dropFirst("internal.config.kubernetes.io/".count))] =
        values?.map(String.init)
    }
    if notes.isEmpty { return }
    let names = notes["previousNames"] ?? []
    let kinds = notes["previousKinds"] ?? []
    let namespaces = notes["previousNamespaces"] ?? []
    if names.count == kinds.count, names.count == namespaces.count {
      for (index, name) in names.enumerated() {
        previousIdentities.append(
          PreviousIdentity(kind: kinds[index], namespace: namespaces[index], name: name))
      }
    }
    namePrefixes += notes["prefixes"] ?? []
    nameSuffixes += notes["suffixes"] ?? []
    needsHashSuffix = needsHashSuffix || notes["needsHashSuffix"] == ["enabled"]
  }

  /// Whether Kustomize would have notes about the resource in its annotations.
  var hasNotes: Bool {
    needsHashSuffix || isMadeByHelm || !previousIdentities.isEmpty || !namePrefixes.isEmpty
      || !nameSuffixes.isEmpty || behavior != nil || origin != nil || !transformations.isEmpty
  }

  /// Forgets all that Kustomize notes in the annotations, which a patch took away.
  mutating func forgetHistory() {
    previousIdentities = []
    namePrefixes = []
    nameSuffixes = []
    behavior = nil
    needsHashSuffix = false
    isMadeByHelm = false
    forgetOrigin()
  }

  /// Forgets where the resource comes from and what changed it.
  mutating func forgetOrigin() {
    origin = nil
    transformations = []
  }

  /// Takes over the history of a resource that this one replaces.
  mutating func inheritHistory(of other: Resource) {
    previousIdentities = other.previousIdentities
    namePrefixes = other.namePrefixes
    nameSuffixes = other.nameSuffixes
    needsHashSuffix = needsHashSuffix && other.needsHashSuffix
  }
}
