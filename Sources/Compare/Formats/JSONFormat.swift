internal import YAML

/// Reports as one JSON object of version 1; `docs/diff.md` describes it.
///
/// It says all that differs: who applies it to the resources before gets those after, apart from what
/// is redacted.
public struct JSONFormat {
  /// The format, which has no options.
  public init() {}

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> [UInt8] {
    let node = Self.object([
      ("version", Node(Scalar("1"))), ("command", Node(string: "diff")),
      ("environments", Self.list(reports.map(node))),
    ])
    var emitter = JSONEmitter()
    do {
      try emitter.emit(node)
    } catch {
      preconditionFailure("every value was made fit for JSON")
    }
    return emitter.bytes + [UInt8(ascii: "\n")]
  }

  private func node(_ report: DifferenceReport) -> Node {
    let summary = report.comparison.summary
    var places = ReportPlaces(report.comparison)
    return Self.object([
      ("name", Node(string: report.name)), ("from", Node(string: report.oldName)),
      ("to", Node(string: report.newName)),
      (
        "summary",
        Self.object([
          ("changed", Self.number(summary.changed)), ("added", Self.number(summary.added)),
          ("deleted", Self.number(summary.deleted)), ("risky", Self.number(summary.risky)),
          ("orderOnly", Self.number(summary.orderOnly)),
          ("changes", Self.number(summary.changes)),
        ])
      ),
      ("resources", Self.list(report.comparison.differences.map { node($0, &places) })),
    ])
  }

  private func node(_ difference: ResourceDifference, _ places: inout ReportPlaces) -> Node {
    let identity = difference.identity
    return Self.object([
      ("action", Node(string: difference.action.rawValue)),
      ("group", Node(string: identity.group)), ("kind", Node(string: identity.kind)),
      ("namespace", Node(string: identity.namespace)), ("name", Node(string: identity.name)),
      ("changes", Self.list(difference.changes.map { node($0, &places) })),
    ])
  }

  private func node(_ change: Change, _ places: inout ReportPlaces) -> Node {
    var fields: [(String, Node)] = [
      ("path", Node(string: change.path.description)),
      ("steps", Self.list(change.path.steps.map(node))),
      ("class", Node(string: change.category.rawValue)),
    ]
    if let risk = change.risk { fields.append(("risk", Node(string: risk))) }
    if change.isRedacted { fields.append(("redacted", Node(Scalar("true")))) }
    if let order = change.order {
      fields.append(("order", Self.list(order.map(Self.number))))
    } else {
      if let old = change.old { fields.append(("from", old.fitForJSON)) }
      if let new = change.new { fields.append(("to", new.fitForJSON)) }
    }
    if !change.within.isEmpty {
      fields.append(("within", Self.list(change.within.map { node($0, &places) })))
    }
    if let place = places.before(change) { fields.append(("fromPlace", Self.node(place))) }
    if let place = places.after(change) { fields.append(("toPlace", Self.node(place))) }
    return Self.object(fields)
  }

  private func node(_ step: ChangePath.Step) -> Node {
    switch step {
    case .key(let name): return Node(string: name)
    case .element(let element):
      var fields: [(String, Node)] = []
      if !element.keys.isEmpty {
        fields.append(
          ("keys", Self.object(element.keys.map { ($0.name, Node(string: $0.value)) })))
      }
      if let index = element.oldIndex { fields.append(("from", Self.number(index))) }
      if let index = element.newIndex { fields.append(("to", Self.number(index))) }
      return Self.object(fields)
    }
  }

  private static func node(_ place: PlaceTable.Place) -> Node {
    object([
      ("path", Node(string: place.path)), ("line", number(place.line)),
      ("column", number(place.column)),
    ])
  }

  static func number(_ value: Int) -> Node { Node(Scalar(String(value))) }

  static func list(_ nodes: [Node]) -> Node { Node(.sequence(ContiguousArray(nodes))) }

  static func object(_ fields: [(String, Node)]) -> Node {
    Node(.mapping(ContiguousArray(fields.map { Node.Entry(key: Node(string: $0), value: $1) })))
  }
}

extension Node {
  /// The value with what JSON has not, or `build` does not print, as text.
  fileprivate var fitForJSON: Node {
    switch content {
    case .scalar(let scalar):
      switch scalar.type(in: .resource) {
      case .float(let value) where !value.isFinite: return Node(string: scalar.text)
      case .invalid, .timestamp, .binary: return Node(string: scalar.text)
      case .null, .boolean, .integer, .unsignedInteger, .float, .string: return self
      }
    case .sequence(let elements):
      return Node(.sequence(ContiguousArray(elements.map(\.fitForJSON))))
    case .mapping(let entries):
      var known: Set<String> = []
      return Node(
        .mapping(
          ContiguousArray(
            entries.compactMap { entry in
              let key = entry.key.text ?? ""
              guard known.insert(key).inserted else { return nil }
              return Entry(key: Node(string: key), value: entry.value.fitForJSON)
            })))
    }
  }
}
