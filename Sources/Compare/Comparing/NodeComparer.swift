internal import Diagnostics
internal import Schema
internal import YAML

/// Finds what differs between two values by their meaning.
///
/// Whether a text is quoted, in which order keys stand, and how a number or quantity is spelt does not
/// matter. Costs time linear in both values.
struct NodeComparer {
  /// What was found, in the order of the value after.
  var changes: [Change] = []
  /// The way to the values that are being compared.
  var path: [ChangePath.Step] = []

  /// Mappings of more entries are searched through a table.
  private static let shortMapping = 16

  /// Compares two values of a type.
  mutating func compare(_ old: Node, _ new: Node, _ type: SchemaType?) {
    switch (old.content, new.content) {
    case (.mapping(let olds), .mapping(let news)):
      compareEntries(olds, news, of: new, type)
    case (.sequence(let olds), .sequence(let news)):
      compareElements(olds, news, of: new, type)
    case (.scalar(let a), .scalar(let b)):
      if a.means(b) { return }
      if isQuantity, let a = Quantity(a.text), let b = Quantity(b.text), a == b { return }
      report(old, new, within: new)
      if let within = TextComparison(a, b)?.changes {
        changes[changes.count - 1].within = within
        if within.isEmpty { changes[changes.count - 1].category = .layout }
      }
    default:
      report(old, new, within: new)
    }
  }

  /// Notes that a value differs, is added or is gone; `container` is what stays around it.
  mutating func report(_ old: Node?, _ new: Node?, within container: Node) {
    changes.append(
      Change(
        path: ChangePath(steps: path), old: old, new: new, category: .other,
        oldPlace: old?.firstRange, newPlace: new?.firstRange ?? container.firstRange))
  }

  private mutating func compareEntries(
    _ olds: ContiguousArray<Node.Entry>, _ news: ContiguousArray<Node.Entry>, of container: Node,
    _ type: SchemaType?
  ) {
    var partners = EntryTable(olds, isTable: olds.count > Self.shortMapping)
    for (index, entry) in news.enumerated() {
      let key = entry.key.text ?? ""
      path.append(.key(key))
      if let partner = partners.take(key, near: index) {
        compare(olds[partner].value, entry.value, type?.field(key))
      } else {
        report(nil, entry.value, within: container)
      }
      path.removeLast()
    }
    for index in olds.indices where !partners.isTaken(index) {
      path.append(.key(olds[index].key.text ?? ""))
      report(olds[index].value, nil, within: container)
      path.removeLast()
    }
  }

  /// Whether the present field is a quantity, which may be spelt in several ways.
  private var isQuantity: Bool {
    guard case .key(let last) = path.last else { return false }
    if Quantity.fields.contains(last) { return true }
    guard path.count > 1, case .key(let parent) = path[path.count - 2] else { return false }
    return Quantity.parents.contains(parent)
  }
}

/// The entries of a mapping, each of which has one partner at most.
private struct EntryTable {
  private let entries: ContiguousArray<Node.Entry>
  private var taken: [Bool]
  private var table: [String: Int]?

  init(_ entries: ContiguousArray<Node.Entry>, isTable: Bool) {
    self.entries = entries
    taken = Array(repeating: false, count: entries.count)
    guard isTable else { return }
    table = Dictionary(
      entries.enumerated().map { ($1.key.text ?? "", $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The entry of a key, most likely at a place.
  mutating func take(_ key: String, near place: Int) -> Int? {
    let position: Int? =
      if entries.indices.contains(place), entries[place].key.isScalar(key) {
        place
      } else if let table {
        table[key]
      } else {
        entries.position(ofKey: key)
      }
    guard let position, !taken[position] else { return nil }
    taken[position] = true
    return position
  }

  func isTaken(_ position: Int) -> Bool { taken[position] }
}

extension Scalar {
  /// Whether both stand for the same value.
  func means(_ other: Scalar) -> Bool {
    if style == other.style, tag == other.tag, text.hasSameBytes(as: other.text) { return true }
    let (a, b) = (type(in: .resource), other.type(in: .resource))
    switch (a, b) {
    case (.string, .string), (.timestamp, .timestamp), (.binary, .binary), (.invalid, .invalid):
      return text.hasSameBytes(as: other.text)
    case (.integer(let a), .float(let b)), (.float(let b), .integer(let a)):
      return Double(a) == b
    default:
      return a == b
    }
  }
}

extension Node {
  /// What set the value, or the first of the values in it.
  var firstRange: SourceRange? {
    if let range { return range }
    switch content {
    case .scalar: return nil
    case .sequence(let elements): return elements.first?.firstRange
    case .mapping(let entries): return entries.first.flatMap { $0.key.range ?? $0.value.firstRange }
    }
  }
}
