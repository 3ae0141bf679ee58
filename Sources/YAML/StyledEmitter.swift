internal import CLibYAML

/// Prints a tree in the style of the text that it was read from, through libyaml's emitter.
///
/// The order of keys, quotes, block scalars and flow collections stay; comments and anchors are
/// lost, since a node has none.
public struct StyledEmitter: ~Copyable {
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private let output: UnsafeMutablePointer<[UInt8]>

  /// An emitter that has printed nothing.
  public init() {
    emitter = .allocate(capacity: 1)
    output = .allocate(capacity: 1)
    output.initialize(to: [])
    yaml_emitter_initialize(emitter)
    yaml_emitter_set_unicode(emitter, 1)
    yaml_emitter_set_width(emitter, -1)
    yaml_emitter_set_output(
      emitter,
      { output, bytes, count in
        output?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        return 1
      }, output)
  }

  deinit {
    yaml_emitter_delete(emitter)
    emitter.deallocate()
    output.deinitialize(count: 1)
    output.deallocate()
  }

  /// The text of one document; nil if libyaml cannot print it.
  public consuming func text(of node: Node) -> [UInt8]? {
    var event = yaml_event_t()
    yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING)
    guard yaml_emitter_emit(emitter, &event) != 0 else { return nil }
    yaml_document_start_event_initialize(&event, nil, nil, nil, 1)
    guard yaml_emitter_emit(emitter, &event) != 0, emit(node) else { return nil }
    yaml_document_end_event_initialize(&event, 1)
    guard yaml_emitter_emit(emitter, &event) != 0 else { return nil }
    yaml_stream_end_event_initialize(&event)
    guard yaml_emitter_emit(emitter, &event) != 0 else { return nil }
    return output.pointee
  }

  private borrowing func emit(_ node: Node) -> Bool {
    var event = yaml_event_t()
    switch node.content {
    case .scalar(let scalar):
      return emit(scalar)
    case .sequence(let elements):
      let style = node.isFlow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
      yaml_sequence_start_event_initialize(&event, nil, nil, 1, style)
      guard yaml_emitter_emit(emitter, &event) != 0 else { return false }
      for element in elements where !emit(element) { return false }
      yaml_sequence_end_event_initialize(&event)
    case .mapping(let entries):
      let style = node.isFlow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
      yaml_mapping_start_event_initialize(&event, nil, nil, 1, style)
      guard yaml_emitter_emit(emitter, &event) != 0 else { return false }
      for entry in entries where !emit(entry.key) || !emit(entry.value) { return false }
      yaml_mapping_end_event_initialize(&event)
    }
    return yaml_emitter_emit(emitter, &event) != 0
  }

  private borrowing func emit(_ scalar: Scalar) -> Bool {
    var event = yaml_event_t()
    let style = scalar.needsQuotes ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : scalar.style.libyamlStyle
    var tag = scalar.tagThatTextDenies.map { "tag:yaml.org,2002:" + $0 } ?? ""
    var text = scalar.text
    let isMade = text.withUTF8 { text in
      tag.withUTF8 { tag in
        yaml_scalar_event_initialize(
          &event, nil, tag.isEmpty ? nil : tag.baseAddress, text.baseAddress, Int32(text.count),
          tag.isEmpty ? 1 : 0, tag.isEmpty ? 1 : 0, style)
      }
    }
    return isMade != 0 && yaml_emitter_emit(emitter, &event) != 0
  }
}

extension Scalar {
  /// The scalar as YAML in its own style, without blanks at its end.
  package var printedInStyle: String {
    if style == .plain, !needsQuotes, tagThatTextDenies == nil { return text }
    guard var bytes = StyledEmitter().text(of: Node(self)) else { return text }
    while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether it is a string only by its tag.
  fileprivate var needsQuotes: Bool {
    tag == .string && style == .plain && !Scalar(text).isString(in: .resource)
  }

  /// The name of the type that a plain scalar has by its tag and not by its text.
  fileprivate var tagThatTextDenies: String? {
    guard style == .plain else { return nil }
    return switch (tag, Scalar(text).type(in: .resource)) {
    case (.integer, .integer), (.integer, .unsignedInteger), (.float, .float), (.null, .null),
      (.boolean, .boolean):
      nil
    case (.integer, _): "int"
    case (.float, _): "float"
    case (.boolean, _): "bool"
    case (.null, _): "null"
    default: nil
    }
  }
}

extension Scalar.Style {
  fileprivate var libyamlStyle: yaml_scalar_style_t {
    switch self {
    case .plain: YAML_PLAIN_SCALAR_STYLE
    case .singleQuoted: YAML_SINGLE_QUOTED_SCALAR_STYLE
    case .doubleQuoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
    case .literal: YAML_LITERAL_SCALAR_STYLE
    case .folded: YAML_FOLDED_SCALAR_STYLE
    }
  }
}
