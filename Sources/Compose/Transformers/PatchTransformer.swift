internal import Diagnostics
internal import Patch
internal import Schema
internal import YAML

/// A patch of a kustomization, read and ready to be applied to any number of resources.
struct LoadedPatch {
  /// What the text turned out to be.
  enum Content {
    /// One document of a strategic merge, to be found by its own identity or by a selector.
    case strategicMerge([Resource])
    /// The operations of RFC 6902.
    case json(JSONPatch)
  }

  var content: Content
  var target: Selector?
  var allowsNameChange = false
  var allowsKindChange = false
  /// Whether this is an entry of `patchesStrategicMerge`.
  var isStrategicMergeEntry = false
  /// Whether an applied JSON patch leaves an earlier identity behind.
  var remembersIdentity = true
  /// The entry of the kustomization.
  var range: SourceRange?

  /// Whether this is a strategic merge for which Kustomize puts all resources into a new set.
  ///
  /// Two of one identity are refused then. Labels and annotations of the patch are strings, whatever
  /// they look like: a null deletes nothing there.
  var makesSet: Bool {
    guard case .strategicMerge = content else { return false }
    return isStrategicMergeEntry || target != nil
  }

  /// Whether its options let it change a name or kind.
  var changesIdentity: Bool { allowsNameChange || allowsKindChange }

  /// Whether there is nothing to apply.
  var isEmpty: Bool {
    if case .strategicMerge(let documents) = content { documents.isEmpty } else { false }
  }
}

/// Applies the patches of one field, in their order.
///
/// A patch that names its resource costs a look-up; one with a pattern costs O(resources).
struct PatchTransformer: Transformer {
  private let patches: [LoadedPatch]
  private let schema: KubernetesSchema
  private(set) var warnings: [Diagnostic] = []
  /// Whether a patch was applied to a resource, be it that it changed nothing.
  private(set) var hasPatched = false

  init(_ patches: [LoadedPatch], schema: KubernetesSchema) {
    self.patches = patches
    self.schema = schema
  }

  var entries: [any Transformer] { patches.map { PatchTransformer([$0], schema: schema) } }

  var place: SourceRange? { patches.first?.range }

  func describe(_ step: inout BuildStep, in resources: inout ResourceSet) {
    for patch in patches {
      switch patch.content {
      case .strategicMerge(let documents):
        step.patchForm = .strategicMerge
        step.merges += documents.map(\.node)
      case .json(let operations):
        step.patchForm = .json
        step.removals += operations.removals
      }
    }
  }

  mutating func apply(to resources: inout ResourceSet) throws(Diagnostic) {
    for patch in patches {
      let selected = patch.target.map { resources.positions(selectedBy: $0) }
      var hasDeleted = false
      if let target = patch.target, selected?.isEmpty == true {
        warnings.append(
          .selectsNothing(
            target, of: "the patch",
            among: warnings.count < Diagnostic.hintedWarnings ? resources.resources : []))
      } else {
        // A name that two share would be changed in both.
        if patch.makesSet, patch.changesIdentity { try resources.requireDistinctIdentities() }
        switch patch.content {
        case .json(let operations):
          try apply(operations, of: patch, to: selected, in: &resources)
        case .strategicMerge(let documents):
          for document in documents
          where try merge(document, of: patch, into: selected, in: &resources) {
            hasDeleted = true
          }
        }
      }
      if hasDeleted { resources.removeAll(where: \.isEmpty) }
      if patch.makesSet { try resources.requireDistinctIdentities() }
    }
  }

  private mutating func apply(
    _ operations: JSONPatch, of patch: LoadedPatch, to selected: [Int]?,
    in resources: inout ResourceSet
  ) throws(Diagnostic) {
    guard let selected else { throw .jsonPatchWithoutTarget(at: patch.range) }
    if operations.isEmpty, operations.defect == nil { return }
    hasPatched = true
    if let defect = operations.defect { throw defect }
    let test = operations.testOfAnnotations
    for path in operations.pathsWithoutLeadingSlash {
      warnings.append(.pointerBeginIgnored(path.text, at: path.range))
    }
    let schema = schema
    for position in selected {
      let changesIdentity = try resources.update(at: position) { (resource) throws(Diagnostic) in
        let before = resource.id
        // On its way through JSON each field gets a value of its own.
        resource.sharedPlaces.removeAll()
        if patch.remembersIdentity { resource.demandAnnotations() }
        do throws(Diagnostic) {
          // Kustomize remembers identities among the annotations.
          if let test, patch.remembersIdentity || !resource.previousIdentities.isEmpty {
            throw .annotationsTested(test.path, at: test.range)
          }
          try operations.apply(to: &resource.node)
        } catch {
          throw error.about(resource.id)
        }
        do throws(Diagnostic) {
          try ResourceReader(schema: schema).check(resource.node)
        } catch {
          var error = error.about(resource.id)
          error.notes.append(Diagnostic.Note("after this patch", at: patch.range))
          throw error
        }
        if operations.replacesAnnotations { resource.forgetOrigin() }
        if patch.remembersIdentity { resource.rememberIdentity() }
        resource.readIdentity(schema: schema)
        return resource.id != before
      }
      if changesIdentity {
        try resources.update(at: position, .changesIdentity) { _ in }
      }
    }
  }

  /// Merges a document into the resources that are meant; true if one was deleted by it.
  private mutating func merge(
    _ document: Resource, of patch: LoadedPatch, into selected: [Int]?,
    in resources: inout ResourceSet
  ) throws(Diagnostic) -> Bool {
    let positions: [Int]
    if let selected {
      positions = selected
    } else {
      positions = resources.positions(
        of: document.id, isClusterScoped: document.isClusterScoped)
      try demandOne(positions, document, patch, &resources)
    }
    guard !positions.isEmpty else { return false }
    hasPatched = true
    let prepared = prepared(document, patch)
    var hasDeleted = false
    let effect: ResourceSet.Effect =
      patch.changesIdentity ? .changesIdentity : .keepsIdentity
    for position in positions {
      try resources.update(at: position, effect) { (resource) throws(Diagnostic) in
        do throws(Diagnostic) {
          try merge(prepared, document, of: patch, into: &resource)
        } catch {
          throw error.about(resource.id)
        }
        hasDeleted = hasDeleted || resource.isEmpty
      }
    }
    return hasDeleted
  }

  private func demandOne(
    _ positions: [Int], _ document: Resource, _ patch: LoadedPatch, _ resources: inout ResourceSet
  ) throws(Diagnostic) {
    guard positions.count != 1 else { return }
    if positions.isEmpty {
      throw .patchTargetMissing(document, among: resources.resources, entry: patch.range)
    }
    throw .patchTargetAmbiguous(
      document, positions.map { resources.resources[$0] }, entry: patch.range)
  }

  /// The patch without the fields by which resources are told apart: a merge leaves those as they
  /// are, unless the options of the patch allow it.
  private func prepared(_ document: Resource, _ patch: LoadedPatch) -> StrategicMergePatch {
    var node = document.node
    node.remove("apiVersion")
    if !patch.allowsKindChange { node.remove("kind") }
    node.update("metadata") { metadata in
      if !patch.allowsNameChange { metadata.remove("name") }
      metadata.remove("namespace")
      if patch.makesSet {
        for field in ["labels", "annotations"] { metadata.takeAsText(field) }
      }
    }
    return StrategicMergePatch(node)
  }

  private func merge(
    _ merge: StrategicMergePatch, _ document: Resource, of patch: LoadedPatch,
    into resource: inout Resource
  ) throws(Diagnostic) {
    let before = resource.node
    if patch.changesIdentity { resource.rememberIdentity() }
    let kind = document.id.gvk.kind
    if try merge.apply(to: &resource.node, kind: kind, schema: schema) == .deleted {
      resource.node = .emptyMapping()
    }
    if merge.replacesAnnotations { resource.forgetHistory() }
    guard !resource.isEmpty else { return }
    resource.shareValues(changedSince: before)
    restoreIdentity(of: &resource, from: before, document, patch)
    resource.readIdentity(schema: schema)
  }

  /// Puts back what a `$patch: replace`, or a null, took away from the identity, and what the merge
  /// did to fields that stand in the patch too.
  ///
  /// Kustomize sets these fields anew, so that the text of each decides on its type from now on, and
  /// takes away a namespace that is empty. Where it was told or found what to patch by `target` or
  /// `patchesStrategicMerge`, it sets even an `apiVersion` that is missing.
  private func restoreIdentity(
    of resource: inout Resource, from before: Node, _ document: Resource, _ patch: LoadedPatch
  ) {
    if patch.makesSet {
      let nothing = Node(Scalar(""), range: patch.range)
      resource.node.reset("apiVersion", to: before["apiVersion"] ?? nothing)
    } else if resource.node["apiVersion"] == nil, let version = before["apiVersion"] {
      resource.node.set("apiVersion", to: version)
    }
    if patch.allowsKindChange {
      resource.node.loseType(of: "kind")
    } else {
      resource.node.reset("kind", to: before["kind"])
    }
    guard let metadata = before["metadata"] else { return }
    if resource.node["metadata"]?.isMapping != true {
      resource.node.set("metadata", to: .emptyMapping(range: metadata.range))
    }
    let namesNamespace = document.node[path: "metadata", "namespace"] != nil
    resource.node.update("metadata") { node in
      if !patch.allowsNameChange {
        node.reset("name", to: metadata["name"])
      } else if document.id.name.isEmpty {
        // The patch of a list needs no name; Kustomize takes even that for a change.
        node.set("name", to: Node(Scalar("", tag: .unresolved), range: patch.range))
      } else {
        node.loseType(of: "name")
      }
      if namesNamespace || node["namespace"] == nil {
        node.reset("namespace", to: metadata["namespace"])
      } else {
        node.loseType(of: "namespace")
      }
      if let namespace = node["namespace"], namespace.isNull || namespace.text == "" {
        node.remove("namespace")
      }
    }
  }
}

extension Node {
  /// Leaves the type of a field to its text.
  fileprivate mutating func loseType(of field: String) {
    update(field) { $0.loseType() }
  }

  /// Gives a field a value again, if there is one, and leaves its type to its text.
  fileprivate mutating func reset(_ field: String, to value: Node?) {
    guard var value else { return }
    value.loseType()
    set(field, to: value)
  }

  private mutating func loseType() {
    guard case .scalar(let scalar) = content else { return }
    content = .scalar(scalar.replacingText(with: scalar.text))
  }

  /// Makes strings of the values of a mapping of scalars, and takes the quotes of its keys, as
  /// Kustomize does; takes away a scalar in its place.
  fileprivate mutating func takeAsText(_ field: String) {
    guard let value = self[field] else { return }
    if value.scalar != nil || value.isEmptyMapping { remove(field) }
    update(field) { mapping in
      mapping.updateEntries { entries in
        for index in entries.indices {
          if let key = entries[index].key.text, key != "$patch" {
            entries[index].key = Node(Scalar(key), range: entries[index].key.range)
          }
          guard let scalar = entries[index].value.scalar else {
            entries[index].value = Node(string: "", range: entries[index].value.range)
            continue
          }
          if scalar.isString(in: .resource) { continue }
          entries[index].value = Node(string: scalar.text, range: entries[index].value.range)
        }
      }
    }
  }
}
