internal import Compose
internal import Diagnostics
internal import Seal
internal import YAML

/// The values of the Secrets of a build, which are never shown, wherever they went.
struct HiddenValues {
  /// What stands in the place of a value.
  static let mark = "(not shown)"

  private let values: SecretValues
  /// Texts that were copied from Secrets, however short.
  private let copies: Set<String>

  init(_ recorder: BuildRecorder) {
    let secrets = recorder.histories.lazy.flatMap(\.states).compactMap(\.node)
      .filter(\.isSecret)
    values = SecretValues(of: secrets)
    copies = Set(
      recorder.steps.flatMap(\.sources).compactMap { source in
        let states = recorder.history(of: source.serial).states
        guard source.path.hasPrefix("data") || source.path.hasPrefix("stringData"),
          states.contains(where: { $0.node?.isSecret ?? false })
        else { return nil }
        return source.value?.text
      })
  }

  /// Whether a text holds a value of a Secret.
  func occur(in text: String) -> Bool {
    copies.contains(text) || values.occur(in: text)
  }

  /// The value at a path of a resource as it may be shown.
  func shown(_ value: Node, at path: NodePath, of resource: Node?) -> Node {
    guard resource?.isSecret ?? false, let first = path.steps.first else {
      return shown(value, isSecret: resource?.isSecret ?? false)
    }
    guard first == .key("data") || first == .key("stringData") else {
      return shown(value, isSecret: false)
    }
    return shown(value, hidesAll: true)
  }

  /// A resource, or a part of one that holds no data of a Secret.
  private func shown(_ value: Node, isSecret: Bool) -> Node {
    guard isSecret else { return shown(value, hidesAll: false) }
    var value = value
    value.updateEntries { entries in
      for index in entries.indices {
        let key = entries[index].key
        let hides = key.isScalar("data") || key.isScalar("stringData")
        entries[index].value = shown(entries[index].value, hidesAll: hides)
      }
    }
    return value
  }

  private func shown(_ value: Node, hidesAll: Bool) -> Node {
    if case .scalar(let scalar) = value.content {
      guard hidesAll || occur(in: scalar.text) else { return value }
      return Node(string: Self.mark, range: value.range)
    }
    var value = value
    value.updateElements { elements in
      for index in elements.indices { elements[index] = shown(elements[index], hidesAll: hidesAll) }
    }
    value.updateEntries { entries in
      for index in entries.indices {
        entries[index].value = shown(entries[index].value, hidesAll: hidesAll)
      }
    }
    return value
  }
}

extension Node {
  /// Whether this is a Secret of the core group.
  fileprivate var isSecret: Bool {
    self["kind"]?.isScalar("Secret") ?? false
      && !(self["apiVersion"]?.text?.utf8.contains(UInt8(ascii: "/")) ?? false)
  }
}
