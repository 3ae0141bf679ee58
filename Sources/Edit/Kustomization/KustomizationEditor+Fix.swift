package import Diagnostics
internal import YAML

extension KustomizationEditor {
  /// Replaces deprecated fields by those that took their place, and says what kind of file this is.
  ///
  /// `isFile` tells whether a name of `patchesStrategicMerge` is that of a file; any other is a patch.
  package mutating func fix(isFile: (String) -> Bool) throws(Diagnostic) {
    try addType()
    try fixPatches(isFile: isFile)
    try move("bases", to: "resources")
    try move("imageTags", to: "images")
    try move("patchesJson6902", to: "patches")
    try move("patchesStrategicMerge", to: "patches")
    try fixLabels()
    for field in ["configMapGenerator", "secretGenerator"] { try fixEnvs(of: field) }
  }

  private mutating func addType() throws(Diagnostic) {
    let isComponent = yaml.root["kind"]?.isScalar("Component") == true
    let version = "kustomize.config.k8s.io/\(isComponent ? "v1alpha1" : "v1beta1")"
    if yaml.root["kind"] == nil {
      try apply(.prepend(EditPath(keys: "kind"), Node(string: "Kustomization")))
    }
    if yaml.root["apiVersion"] == nil {
      try apply(.prepend(EditPath(keys: "apiVersion"), Node(string: version)))
    }
  }

  /// Makes of names and patches entries that say which they are.
  private mutating func fixPatches(isFile: (String) -> Bool) throws(Diagnostic) {
    let field = "patchesStrategicMerge"
    for (position, node) in (yaml.root[field]?.elements ?? []).enumerated() {
      guard let text = node.text else { continue }
      let path = EditPath(keys: field).appending(.index(position))
      try apply(.wrap(path, key: isFile(text) ? "path" : "patch"))
    }
  }

  /// Gives a list the name of another, or moves its elements to the end of that.
  private mutating func move(_ field: String, to newField: String) throws(Diagnostic) {
    guard let list = yaml.root[field] else { return }
    let (path, newPath) = (EditPath(keys: field), EditPath(keys: newField))
    guard let target = yaml.root[newField], !target.isNull else {
      if yaml.root[newField] != nil { try apply(.remove(newPath)) }
      return try apply(.rename(path, newField))
    }
    try refuseComments(at: path)
    try append(Array(list.elements ?? []), to: newPath)
    try apply(.remove(path))
  }

  /// Makes of `commonLabels` an entry of `labels` that selectors get.
  private mutating func fixLabels() throws(Diagnostic) {
    let path = EditPath(keys: "commonLabels")
    guard let common = yaml.root["commonLabels"] else { return }
    guard common.entries?.isEmpty == false else { return try apply(.remove(path)) }
    for entry in common.entries ?? [] {
      let key = entry.key.text ?? ""
      for labels in yaml.root["labels"]?.elements ?? [] where labels["pairs"]?.index(of: key) != nil
      {
        throw .alreadyThere(key, in: "labels", at: place(of: entry.key))
      }
    }
    try refuseComments(at: path)
    let yes = Node(Scalar("true", tag: .boolean))
    let entry = Node.fields([], ("includeSelectors", yes), ("pairs", common))
    try apply(.append(EditPath(keys: "labels"), entry))
    try apply(.remove(path))
  }

  private mutating func fixEnvs(of field: String) throws(Diagnostic) {
    for (position, generator) in (yaml.root[field]?.elements ?? []).enumerated() {
      guard let env = generator["env"] else { continue }
      let path = element(position, of: field, "env")
      try apply(.append(element(position, of: field, "envs"), env))
      try apply(.remove(path))
    }
  }

  /// Refuses to move what has comments within, which would be lost.
  func refuseComments(at path: EditPath) throws(Diagnostic) {
    if yaml.hasComment(at: path) {
      throw .commentsInTheWay(path, at: place(of: yaml.root[at: path]))
    }
  }
}
