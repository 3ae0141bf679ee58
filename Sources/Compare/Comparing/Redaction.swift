internal import Compose
internal import Seal
internal import YAML

/// Takes the values of Secrets out of what is shown, wherever they turn up.
///
/// Of a Secret every value is replaced, whatever it is. Elsewhere a text is replaced if it is such a
/// value, or holds one of eight bytes or more in any form that the leak scan knows. Costs time linear
/// in the values and in the texts that are looked at.
struct Redaction {
  /// What stands for a value.
  static let replacement = "<redacted>"

  /// Shorter values are not looked for at all: `on` would blank half of every report.
  private static let minimalLength = 4

  /// Values that are hidden within texts too.
  private let values: SecretValues
  /// Texts that are values as a whole, in plain and in base64.
  private let whole: Set<String>
  /// Whether there is nothing to look for.
  private var isEmpty: Bool { whole.isEmpty }

  /// Hides the values of the Secrets among resources.
  init(of resources: [Resource]) {
    let secrets = resources.lazy.filter(\.isSecret).map(\.node)
    values = SecretValues(of: secrets)
    var whole: Set<String> = []
    func add(_ text: some Collection<UInt8>) {
      if text.count >= Self.minimalLength { whole.insert(String(decoding: text, as: UTF8.self)) }
    }
    for secret in secrets {
      for field in ["data", "stringData"] {
        for entry in secret[field]?.entries ?? [] {
          guard let text = entry.value.text else { continue }
          add(text.utf8)
          let value = field == "data" ? Base64.decode(text.utf8) : Array(text.utf8)
          guard let value, value.count >= Self.minimalLength else { continue }
          add(value)
          add(Base64.encode(value))
        }
      }
    }
    self.whole = whole
  }

  // MARK: Redaction

  /// The change without what must not be shown.
  func redacted(_ change: Change, of identity: ComparedIdentity) -> Change {
    var change = change
    if identity.isSecret, isOfSecret(change.path.keys) {
      change.old = change.old.map(blank)
      change.new = change.new.map(blank)
      change.within = []
      change.isRedacted = true
      return change
    }
    if isEmpty || Self.names.contains(change.path.keys.last ?? "") { return change }
    var isRedacted = false
    change.old = change.old.map { redacted($0, &isRedacted) }
    change.new = change.new.map { redacted($0, &isRedacted) }
    change.within = change.within.map { redacted($0, of: identity) }
    if isRedacted { change.within = change.within.filter { !$0.isRedacted } }
    change.isRedacted = isRedacted
    return change
  }

  /// The resource without what must not be shown; a value that one of the changes is about says that
  /// it is one of two.
  func redacted(
    _ node: Node, of identity: ComparedIdentity, _ changes: [Change] = [], as side: String = ""
  ) -> (node: Node, isRedacted: Bool) {
    var isRedacted = false
    guard identity.isSecret else {
      return (isEmpty ? node : redacted(node, &isRedacted), isRedacted)
    }
    let changed = Set(changes.filter(\.isRedacted).compactMap { $0.path.keys.dropFirst().first })
    var node = node
    node.updateEntries { entries in
      for index in entries.indices {
        switch entries[index].key.text {
        case "data", "stringData":
          isRedacted = true
          if entries[index].value.entries == nil {
            entries[index].value = blank(entries[index].value)
          }
          entries[index].value.updateEntries { values in
            for index in values.indices {
              let isChanged = changed.contains(values[index].key.text ?? "")
              values[index].value = blank(values[index].value)
              if isChanged {
                values[index].value.content = .scalar(
                  Scalar("<redacted: \(side)>", tag: .string))
              }
            }
          }
        case "metadata":
          entries[index].value.update("annotations") { annotations in
            annotations.update(Self.applied) { $0 = blank($0) }
          }
        default: break
        }
      }
    }
    node = redacted(node, &isRedacted)
    return (node, isRedacted)
  }

  /// Fields whose text names something and is no value, even if a development Secret says `password`.
  private static let names: Set = [
    "apiVersion", "kind", "name", "namespace", "key", "secretName", "claimName", "serviceName",
  ]

  /// Where kubectl keeps all of a resource, its data too.
  private static let applied = "kubectl.kubernetes.io/last-applied-configuration"

  private func isOfSecret(_ keys: [String]) -> Bool {
    keys.first == "data" || keys.first == "stringData" || keys.last == Self.applied
  }

  /// The value with every scalar in it replaced.
  private func blank(_ node: Node) -> Node {
    var node = node
    if node.scalar != nil {
      node.content = .scalar(Scalar(Self.replacement, tag: .string))
    }
    node.updateElements { for index in $0.indices { $0[index] = blank($0[index]) } }
    node.updateEntries { for index in $0.indices { $0[index].value = blank($0[index].value) } }
    return node
  }

  private func redacted(_ node: Node, _ isRedacted: inout Bool) -> Node {
    switch node.content {
    case .scalar(let scalar):
      guard isSecret(scalar.text) else { return node }
      isRedacted = true
      return blank(node)
    case .sequence, .mapping:
      var (node, found) = (node, isRedacted)
      node.updateElements { for index in $0.indices { $0[index] = redacted($0[index], &found) } }
      node.updateEntries { entries in
        for index in entries.indices where !Self.names.contains(entries[index].key.text ?? "") {
          entries[index].value = redacted(entries[index].value, &found)
        }
      }
      isRedacted = found
      return node
    }
  }

  private func isSecret(_ text: String) -> Bool {
    whole.contains(text) || values.occur(in: text)
  }
}

extension ComparedIdentity {
  /// Whether this is a Secret of the core group.
  var isSecret: Bool { kind == "Secret" && group.isEmpty }
}
