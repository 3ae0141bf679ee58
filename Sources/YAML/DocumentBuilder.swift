internal import CLibYAML
internal import Diagnostics

/// Builds the tree of one document from libyaml's events, expanding aliases and merge keys.
///
/// Keeps its own stack, so that the depth of a document costs heap and not call stack.
struct DocumentBuilder: ~Copyable {
  private struct Frame {
    var anchor: String?
    /// The number of the node that the anchor stands before.
    var number = 0
    var start: SourceRange
    var isMapping: Bool
    var isFlow: Bool
    /// Where the parts of the collection begin in `elements` or `entries`.
    var first: Int
    var key: Node?
    var hasMergeKey = false
    var aliasedNodes = 0
    var aliasedNodesAtStart = 0
  }

  private enum Anchor {
    case open(number: Int)
    case complete(Node, count: Int)
  }

  private let file: FileID
  private let limits: YAMLLimits
  private let isInStream: Bool
  private var frames: [Frame] = []
  private var elements = PartStack<Node>()
  private var entries = PartStack<Node.Entry>()
  private var anchors: [String: Anchor] = [:]
  private var nodes = 0
  private var aliasedNodes = 0

  /// The finished document; nil until its end.
  private(set) var root: Node?

  /// A builder; a mapping of a stream is taken for a resource where merge keys are expanded:
  /// Kustomize has another reader for all else.
  init(file: FileID, limits: YAMLLimits, isInStream: Bool = false) {
    self.file = file
    self.limits = limits
    self.isInStream = isInStream
  }

  /// Takes one event; true while the document goes on.
  mutating func take(
    _ event: borrowing yaml_event_t, _ offsets: inout OffsetCursor
  ) throws(Diagnostic) -> Bool {
    switch event.type {
    case YAML_SCALAR_EVENT:
      let range = offsets.range(event, in: file)
      let data = event.data.scalar
      let text = String(
        decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
      let tag = tag(data.tag)
      // A tag says what the text is, in quotes too.
      let style = tag.namesOtherType ? .plain : Scalar.Style(data.style)
      let node = node(Scalar(text, style: style, tag: tag), at: range)
      if let anchor = data.anchor {
        anchors[String(cString: anchor)] = .complete(node, count: 1)
      }
      try add(node)
    case YAML_ALIAS_EVENT:
      let range = offsets.range(event, in: file)
      try addAlias(String(cString: event.data.alias.anchor), at: range)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      try open(
        start.anchor, at: offsets.range(event, in: file), isMapping: false,
        isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      try open(
        start.anchor, at: offsets.range(event, in: file), isMapping: true,
        isFlow: start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      try close(at: offsets.range(event, in: file))
    case YAML_DOCUMENT_END_EVENT, YAML_STREAM_END_EVENT:
      return false
    default:
      break
    }
    return true
  }

  /// Takes a scalar without an anchor.
  mutating func add(_ scalar: consuming Scalar, at range: SourceRange) throws(Diagnostic) {
    try add(node(scalar, at: range))
  }

  private mutating func node(_ scalar: Scalar, at range: SourceRange) -> Node {
    nodes += 1
    return Node(scalar, range: range)
  }

  /// Takes the start of a collection.
  mutating func open(
    _ anchor: UnsafeMutablePointer<UInt8>?, at range: SourceRange, isMapping: Bool, isFlow: Bool
  ) throws(Diagnostic) {
    guard frames.count < limits.depth else { throw .yamlTooDeep(limit: limits.depth, at: range) }
    let name = anchor.map { String(cString: $0) }
    nodes += 1
    if let name { anchors[name] = .open(number: nodes) }
    frames.append(
      Frame(
        anchor: name, number: nodes, start: range, isMapping: isMapping, isFlow: isFlow,
        first: isMapping ? entries.count : elements.count, aliasedNodesAtStart: nodes))
  }

  /// The tag of a scalar.
  ///
  /// The non-specific tag does not stop a plain scalar of a resource from being a number, as in
  /// go-yaml 3; elsewhere it makes a string of it, as in go-yaml 2.
  private func tag(_ tag: UnsafeMutablePointer<UInt8>?) -> Scalar.Tag {
    if !isInStream, let tag, String(cString: tag) == "!" { return .string }
    return Scalar.Tag(tag)
  }

  /// Takes the end of the innermost collection.
  mutating func close(at end: SourceRange) throws(Diagnostic) {
    guard let frame = frames.popLast() else { return }
    var range = frame.start
    let content: Node.Content
    if frame.isMapping {
      var own = entries.take(from: frame.first)
      if frame.hasMergeKey {
        let isOfResource = isInStream && (frames.first ?? frame).isMapping
        if isOfResource {
          try MergeKey.expand(&own)
        } else {
          try MergeKey.expandInPlace(&own)
        }
      }
      range = covering(frame, to: own.last?.value.range, or: end)
      content = .mapping(own)
    } else {
      let own = elements.take(from: frame.first)
      range = covering(frame, to: own.last?.range, or: end)
      content = .sequence(own)
    }
    var node = Node(content, range: range)
    node.isFlow = frame.isFlow
    // The anchor may have been given again to a node within.
    if let anchor = frame.anchor, case .open(frame.number) = anchors[anchor] {
      anchors[anchor] = .complete(node, count: nodes - frame.aliasedNodesAtStart + 1)
    }
    try add(node)
  }

  /// From the start of a collection to the end of its last part: libyaml's own end mark of a block
  /// collection lies behind the blank lines and comments that follow it.
  private func covering(
    _ frame: Frame, to last: SourceRange?, or end: SourceRange
  ) -> SourceRange {
    let stop = frame.isFlow ? end.end : (last ?? end).end
    return SourceRange(file: file, start: Int(frame.start.start), end: Int(stop))
  }

  private mutating func addAlias(_ name: String, at range: SourceRange) throws(Diagnostic) {
    switch anchors[name] {
    case nil: throw .yamlUnknownAlias(name, at: range)
    case .open: throw .yamlAliasCycle(name, at: range)
    case .complete(let node, let count):
      nodes += count
      aliasedNodes += count
      guard aliasedNodes <= limits.aliasedNodes else {
        throw .yamlAliasBomb(limit: limits.aliasedNodes, at: range)
      }
      // Only in a list of its own may a merge key name several mappings.
      if !node.isMapping, let key = frames.last?.key, key.isMergeKey {
        throw .yamlMergeValue(at: range)
      }
      try add(node)
    }
  }

  private mutating func add(_ node: consuming Node) throws(Diagnostic) {
    let top = frames.count - 1
    guard top >= 0 else {
      root = node
      return
    }
    guard frames[top].isMapping else {
      elements.push(node)
      return
    }
    if let key = frames[top].key.take() {
      entries.push(Node.Entry(key: key, value: node))
    } else {
      if node.isMergeKey { frames[top].hasMergeKey = true }
      frames[top].key = node
    }
  }
}

extension Scalar.Style {
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}

extension Scalar.Tag {
  /// Whether it names a type other than a string that is written as text.
  fileprivate var namesOtherType: Bool {
    switch self {
    case .integer, .float, .boolean, .null, .timestamp: true
    case .implicit, .string, .binary, .merge, .other, .unresolved: false
    }
  }

  init(_ tag: UnsafeMutablePointer<UInt8>?) {
    guard let tag else {
      self = .implicit
      return
    }
    switch String(cString: tag) {
    case "!": self = .implicit
    case "tag:yaml.org,2002:str": self = .string
    case "tag:yaml.org,2002:int": self = .integer
    case "tag:yaml.org,2002:float": self = .float
    case "tag:yaml.org,2002:bool": self = .boolean
    case "tag:yaml.org,2002:null": self = .null
    case "tag:yaml.org,2002:binary": self = .binary
    case "tag:yaml.org,2002:timestamp": self = .timestamp
    case "tag:yaml.org,2002:merge": self = .merge
    default: self = .other
    }
  }
}
