internal import Diagnostics
internal import YAML

/// Which fields of a resource are asked for, as `spec.template.spec.containers[name=api].image`.
///
/// Names are separated by dots. `[0]` is an element of a list, `[-1]` the last one, `[name=api]` those
/// whose field has that value, `*` or `[*]` every value. A name with dots needs no quotes where the
/// resource tells what is meant; `['app.kubernetes.io/name']` and `app\.kubernetes\.io/name` say it. A
/// path that begins with a slash is a JSON pointer.
struct FieldQuery {
  /// One part of a query.
  enum Segment: Equatable {
    case name(String)
    case index(Int)
    case match(key: String, value: String)
    case every
  }

  let text: String
  private(set) var segments: [Segment] = []

  /// The query of a text.
  init(_ text: String) throws(Diagnostic) {
    self.text = text
    if text.hasPrefix("/") {
      segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        .map { .name(Self.unescaped($0)) }
      return
    }
    var rest = Substring(text.hasPrefix(".") ? String(text.dropFirst()) : text)
    while !rest.isEmpty {
      if rest.first == "[" {
        segments.append(try bracketed(&rest))
        // Kustomize separates brackets by dots, kubectl does not.
        if rest.first == "." {
          rest.removeFirst()
          if rest.isEmpty { throw .pathInvalid(text, "it ends with a dot") }
        } else if let next = rest.first, next != "[" {
          throw .pathInvalid(text, "a dot is missing before \"\(next)\"")
        }
      } else {
        segments.append(try name(&rest))
      }
    }
    if segments.isEmpty { throw .pathInvalid(text, "it is empty") }
  }

  private static func unescaped(_ token: Substring) -> String {
    var text = ""
    var isEscaped = false
    for character in token {
      if isEscaped {
        text.append(character == "1" ? "/" : character == "0" ? "~" : character)
        isEscaped = false
      } else if character == "~" {
        isEscaped = true
      } else {
        text.append(character)
      }
    }
    return text
  }

  private func name(_ rest: inout Substring) throws(Diagnostic) -> Segment {
    var name = ""
    while let character = rest.first, character != "[" {
      rest.removeFirst()
      if character == "." {
        guard !name.isEmpty else { throw .pathInvalid(text, "a name is empty") }
        guard !rest.isEmpty else { throw .pathInvalid(text, "it ends with a dot") }
        return segment(name)
      }
      if character == "\\", let escaped = rest.first {
        rest.removeFirst()
        name.append(escaped)
      } else if character == "]" {
        throw .pathInvalid(text, "\"]\" has no \"[\" before it")
      } else {
        name.append(character)
      }
    }
    return segment(name)
  }

  private func segment(_ name: String) -> Segment {
    name == "*" ? .every : .name(name)
  }

  private func bracketed(_ rest: inout Substring) throws(Diagnostic) -> Segment {
    rest.removeFirst()
    var content = ""
    if let quote = rest.first, quote == "'" || quote == "\"" {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: quote) else {
        throw .pathInvalid(text, "a quote is not closed")
      }
      content = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      guard rest.first == "]" else { throw .pathInvalid(text, "\"[\" is not closed") }
      rest.removeFirst()
      return .name(content)
    }
    guard let end = rest.firstIndex(of: "]") else {
      throw .pathInvalid(text, "\"[\" is not closed")
    }
    content = String(rest[..<end])
    rest = rest[rest.index(after: end)...]
    if content == "*" { return .every }
    if let index = Int(content) { return .index(index) }
    guard let equals = content.firstIndex(of: "="), equals > content.startIndex else {
      throw .pathInvalid(
        text, "\"[\(content)]\" is no index such as [0], no [name=value] and no [*]")
    }
    return .match(
      key: String(content[..<equals]),
      value: Self.unquoted(content[content.index(after: equals)...]))
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, let first = text.first, first == text.last, first == "'" || first == "\""
    else { return String(text) }
    return String(text.dropFirst().dropLast())
  }
}

extension FieldQuery {
  /// The values of a resource that are meant, in their order.
  func paths(in root: Node) -> [NodePath] {
    var found: [NodePath] = []
    resolve(segments[...], in: root, at: NodePath(), &found)
    return found
  }

  private func resolve(
    _ segments: ArraySlice<Segment>, in node: Node, at path: NodePath, _ found: inout [NodePath]
  ) {
    guard let segment = segments.first else {
      found.append(path)
      return
    }
    for (step, count) in steps(to: segment, segments, in: node) {
      guard let child = node.child(at: step) else { continue }
      resolve(segments.dropFirst(count), in: child, at: path.appending(step), &found)
    }
  }

  /// The steps down that a segment means, each with the number of segments that it takes.
  private func steps(
    to segment: Segment, _ segments: ArraySlice<Segment>, in node: Node
  ) -> [(NodePath.Step, count: Int)] {
    switch segment {
    case .every: return node.allSteps.map { ($0, 1) }
    case .index(let index):
      guard let elements = node.elements else { return [] }
      let position = index < 0 ? elements.count + index : index
      return elements.indices.contains(position) ? [(.index(position), 1)] : []
    case .match(let key, let value):
      return (node.elements ?? []).indices
        .filter { node.elements?[$0][key]?.isScalar(value) ?? false }.map { (.index($0), 1) }
    case .name(let name):
      if let elements = node.elements {
        if let index = Int(name), elements.indices.contains(index) { return [(.index(index), 1)] }
        return elements.indices.filter { elements[$0]["name"]?.isScalar(name) ?? false }
          .map { (.index($0), 1) }
      }
      // The dots of a name look like those of a path: the shortest name that is there counts.
      var joined = name
      for (count, next) in (1...).lazy.map({ ($0, segments.dropFirst($0).first) }) {
        if node[joined] != nil { return [(.key(joined), count)] }
        guard case .name(let part) = next else { return [] }
        joined += ".\(part)"
      }
      return []
    }
  }

  /// How far the query leads, and which names are there instead of what comes next.
  func miss(in root: Node) -> (path: NodePath, wanted: String, names: [String]) {
    var path = NodePath()
    var node = root
    var rest = segments[...]
    while let segment = rest.first {
      guard let (step, count) = steps(to: segment, rest, in: node).first,
        let next = node.child(at: step)
      else { break }
      path = path.appending(step)
      node = next
      rest = rest.dropFirst(count)
    }
    let names =
      node.entries?.compactMap(\.key.text) ?? node.elements?.compactMap { $0["name"]?.text } ?? []
    return (path, rest.first?.wanted ?? "", names)
  }
}

extension FieldQuery.Segment {
  /// The name that is looked for.
  fileprivate var wanted: String {
    switch self {
    case .name(let name): name
    case .match(_, let value): value
    case .index(let index): "\(index)"
    case .every: "*"
    }
  }
}

extension Node {
  /// The steps to all values directly below.
  var allSteps: [NodePath.Step] {
    switch content {
    case .scalar: []
    case .sequence(let elements): elements.indices.map { .index($0) }
    case .mapping(let entries): entries.compactMap { $0.key.text.map { .key($0) } }
    }
  }
}
