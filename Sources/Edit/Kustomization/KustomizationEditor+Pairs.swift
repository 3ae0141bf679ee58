package import Diagnostics
internal import YAML

/// Which labels or annotations an edit is about.
package enum PairField: Sendable {
  /// `commonAnnotations`.
  case annotations
  /// `commonLabels`, which selectors get too.
  case labels
  /// An entry of `labels` that no selector gets.
  case labelsWithoutSelectors(inTemplates: Bool)
}

extension KustomizationEditor {
  /// Gives keys values; `force` allows that they have one.
  package mutating func set(
    _ pairs: [(key: String, value: String)], in field: PairField, force: Bool
  ) throws(Diagnostic) {
    for pair in pairs {
      if !force, let range = place(of: pair.key, in: field) {
        throw .alreadyThere(pair.key, in: name(of: field), at: range, hint: "--force overwrites it")
      }
      try set(pair.key, to: pair.value, in: field)
    }
  }

  private mutating func set(
    _ key: String, to value: String, in field: PairField
  ) throws(Diagnostic) {
    switch field {
    case .annotations, .labels:
      let path = EditPath(keys: name(of: field), key)
      try apply(.set(path, Node(string: value)))
    case .labelsWithoutSelectors(let inTemplates):
      try removeLabel(key) { !$0.isPlainLabels(inTemplates: inTemplates) }
      let entries = yaml.root["labels"]?.elements ?? []
      if let position = entries.firstIndex(where: { $0.isPlainLabels(inTemplates: inTemplates) }) {
        let pairs = element(position, of: "labels", "pairs")
        return try apply(.set(pairs.appending(.key(key)), Node(string: value)))
      }
      let pairs = Node.fields([], (key, Node(string: value)))
      let templates = Node(Scalar("true", tag: .boolean))
      try apply(
        .append(
          EditPath(keys: "labels"),
          inTemplates
            ? .fields([], ("includeTemplates", templates), ("pairs", pairs))
            : .fields([], ("pairs", pairs))))
    }
  }

  /// Removes labels wherever they are set, or annotations; `ignoresMissing` allows that there are none.
  package mutating func remove(
    _ keys: [String], from field: PairField, ignoresMissing: Bool
  ) throws(Diagnostic) {
    for key in keys {
      let isRemoved: Bool
      switch field {
      case .annotations: isRemoved = try removePair(key, from: "commonAnnotations")
      case .labels, .labelsWithoutSelectors: isRemoved = try removeLabel(key) { _ in true }
      }
      guard isRemoved || ignoresMissing else {
        let field = name(of: field)
        let known = yaml.root[field]?.entries?.compactMap(\.key.text) ?? []
        throw .notThere(key, in: field, among: known, at: place(of: yaml.root[field]))
      }
    }
  }

  /// Removes a label from `commonLabels` and from the entries of `labels` that are meant.
  @discardableResult
  private mutating func removeLabel(
    _ key: String, where isMeant: (Node) -> Bool
  ) throws(Diagnostic) -> Bool {
    var isRemoved = try removePair(key, from: "commonLabels")
    let entries = yaml.root["labels"]?.elements ?? []
    for position in entries.indices.reversed() {
      guard isMeant(entries[position]), let pairs = entries[position]["pairs"],
        pairs.index(of: key) != nil
      else { continue }
      isRemoved = true
      if pairs.entries?.count == 1 {
        try removeElements([position], of: "labels")
      } else {
        try apply(.remove(element(position, of: "labels", "pairs").appending(.key(key))))
      }
    }
    return isRemoved
  }

  private mutating func removePair(
    _ key: String, from field: String
  ) throws(Diagnostic) -> Bool {
    guard let pairs = yaml.root[field], pairs.index(of: key) != nil else { return false }
    let isOnly = pairs.entries?.count == 1
    try apply(.remove(isOnly ? EditPath(keys: field) : EditPath(keys: field, key)))
    return true
  }

  private func name(of field: PairField) -> String {
    switch field {
    case .annotations: "commonAnnotations"
    case .labels: "commonLabels"
    case .labelsWithoutSelectors: "labels"
    }
  }

  /// Where a key has a value.
  private func place(of key: String, in field: PairField) -> SourceRange? {
    let mappings: [Node]
    switch field {
    case .annotations, .labels: mappings = [yaml.root[name(of: field)]].compactMap(\.self)
    case .labelsWithoutSelectors:
      mappings = yaml.root["labels"]?.elements?.compactMap { $0["pairs"] } ?? []
    }
    for mapping in mappings {
      if let index = mapping.index(of: key) {
        return place(of: mapping.entries?[index].key) ?? .unknown
      }
    }
    return nil
  }
}

extension Node {
  /// Whether this is an entry of `labels` that no selector gets, and templates as said.
  fileprivate func isPlainLabels(inTemplates: Bool) -> Bool {
    self["includeSelectors"]?.isScalar("true") != true
      && (self["includeTemplates"]?.isScalar("true") == true) == inTemplates
      && self["fields"] == nil
  }
}
