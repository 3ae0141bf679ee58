internal import Compose
internal import Diagnostics
internal import Seal
internal import YAML

/// The values of the Secrets of a build, which are never shown, wherever they went.
struct HiddenValues {
  /// What stands in the place of a value.
  static let mark = "(not shown)"

  private let values: SecretValues
  /// Texts that steps made of what they copied from Secrets, however short that is.
  private let copies: Set<String>

  init(_ recorder: BuildRecorder) {
    let secrets = recorder.histories.lazy.flatMap(\.states).compactMap(\.node)
      .filter(\.isSecret)
    values = SecretValues(of: secrets)
    copies = Self.copies(recorder)
  }

  private static func copies(_ recorder: BuildRecorder) -> Set<String> {
    var copies: Set<String> = []
    for (index, step) in recorder.steps.enumerated() where !step.sources.isEmpty {
      let sources = step.sources.filter { source in
        source.isOfSecret(in: recorder) || source.value?.text.map(copies.contains) ?? false
      }
      guard !sources.isEmpty else { continue }
      copies.formUnion(sources.compactMap { $0.value?.text })
      for history in recorder.histories {
        guard let (before, after) = history.states(around: index) else { continue }
        for change in TreeDifference.changes(from: before, to: after)
        where sources.contains(where: { $0.mayBe(in: change.before) }) {
          change.after?.addTexts(to: &copies)
        }
      }
    }
    return copies
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

extension BuildStep.Source {
  /// Whether this is a value of a Secret.
  fileprivate func isOfSecret(in recorder: BuildRecorder) -> Bool {
    (path.hasPrefix("data") || path.hasPrefix("stringData"))
      && recorder.history(of: serial).states.contains { $0.node?.isSecret ?? false }
  }

  /// Whether what a step made of a text may have this in it.
  fileprivate func mayBe(in before: Node?) -> Bool {
    guard let variable else { return true }
    return before?.text?.contains("$(\(variable))") ?? true
  }
}

extension BuildRecorder.History {
  /// What the resource was before and after a step; nil if that did not change it.
  fileprivate func states(around step: Int) -> (before: Node, after: Node)? {
    guard let position = states.firstIndex(where: { $0.step == step }), position > 0,
      let before = states[position - 1].node, let after = states[position].node
    else { return nil }
    return (before, after)
  }
}

extension Node {
  /// Adds all scalars in the value.
  fileprivate func addTexts(to texts: inout Set<String>) {
    switch content {
    case .scalar(let scalar): texts.insert(scalar.text)
    case .sequence(let elements): for element in elements { element.addTexts(to: &texts) }
    case .mapping(let entries): for entry in entries { entry.value.addTexts(to: &texts) }
    }
  }
}
