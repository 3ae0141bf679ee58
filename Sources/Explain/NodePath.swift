package import YAML

/// The way from the root of a resource to one of its values.
package struct NodePath: Hashable, Sendable {
  /// One step down.
  package enum Step: Hashable, Sendable {
    /// To the value of a key.
    case key(String)
    /// To an element of a list.
    case index(Int)
  }

  /// The steps from the root.
  package var steps: [Step]

  /// A path of these steps; without any it is the root itself.
  package init(_ steps: [Step] = []) {
    self.steps = steps
  }

  /// The path to a value below this one.
  func appending(_ step: Step) -> NodePath { NodePath(steps + [step]) }

  /// The value at the end; nil if there is none.
  package func node(in root: Node) -> Node? {
    var node = root
    for step in steps {
      guard let next = node.child(at: step) else { return nil }
      node = next
    }
    return node
  }

  /// The path as a JSON pointer.
  ///
  /// See RFC 6901.
  package var pointer: String {
    steps.map { step in
      switch step {
      case .key(let key):
        "/"
          + key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
          .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
      case .index(let index): "/\(index)"
      }
    }.joined()
  }

  /// The path as kubectl writes it: `spec.template.spec.containers[name=api].image`.
  ///
  /// An element of a list is told by its name, if it has one of its own, or else by its position.
  package func description(in root: Node) -> String {
    var text = ""
    var node: Node? = root
    for step in steps {
      switch step {
      case .key(let key):
        if key.isPlainName {
          text += text.isEmpty ? key : ".\(key)"
        } else {
          text += "['\(key)']"
        }
      case .index(let index):
        let name = node?.elements.flatMap { $0.name(ofElementAt: index) }
        text += name.map { "[name=\($0)]" } ?? "[\(index)]"
      }
      node = node?.child(at: step)
    }
    return text
  }
}

extension Node {
  /// The value one step down.
  func child(at step: NodePath.Step) -> Node? {
    switch step {
    case .key(let key): return self[key]
    case .index(let index):
      guard let elements, elements.indices.contains(index) else { return nil }
      return elements[index]
    }
  }
}

extension ContiguousArray<Node> {
  /// The name by which an element is told from all others.
  fileprivate func name(ofElementAt index: Int) -> String? {
    guard indices.contains(index), let name = self[index]["name"]?.text, name.isPlainName,
      count(where: { $0["name"]?.isScalar(name) ?? false }) == 1
    else { return nil }
    return name
  }
}

extension String {
  /// Whether a path may hold the text without quotes.
  fileprivate var isPlainName: Bool {
    !isEmpty
      && utf8.allSatisfy { byte in
        byte >= 0x80 || byte.isAlphanumeric || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "$")
      }
  }
}

extension UInt8 {
  fileprivate var isAlphanumeric: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}
