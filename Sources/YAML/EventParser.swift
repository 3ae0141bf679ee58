internal import CLibYAML
internal import Diagnostics

/// A libyaml parser over a buffer that outlives it.
///
/// libyaml keeps pointers into the parser, so that it must not move: it has an allocation of its
/// own, freed with this value.
struct EventParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeBufferPointer<UInt8>
  private var offsets: OffsetCursor
  private let hasEscapedSlash: Bool
  private let hasQuestionMark: Bool
  /// How many collections in braces or brackets are open.
  private var flowDepth = 0
  /// The length of the byte order mark, which libyaml does not see.
  private let mark: Int

  /// A parser of `input`, whose first byte is at `base` in the file; in JSON a slash may be escaped.
  init(_ input: UnsafeBufferPointer<UInt8>, base: Int, isJSON: Bool) {
    parser = .allocate(capacity: 1)
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // With the encoding given, libyaml does not skip a byte order mark.
    let mark = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    yaml_parser_set_input_string(
      parser, input.baseAddress.map { $0 + mark }, input.count - mark)
    self.input = input
    self.mark = mark
    offsets = OffsetCursor(input, base: base)
    hasEscapedSlash = !isJSON && input.firstEscapedSlash(in: input.indices) != nil
    hasQuestionMark = input.contains(UInt8(ascii: "?"))
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// Hands the next event to `body`, and frees it thereafter.
  mutating func next<R>(
    in file: FileID,
    _ body: (borrowing yaml_event_t, inout OffsetCursor) throws(Diagnostic) -> R
  ) throws(Diagnostic) -> R {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) != 0 else { throw problem(in: file) }
    defer { yaml_event_delete(&event) }
    if hasEscapedSlash { try refuseEscapedSlash(event, in: file) }
    if hasQuestionMark { try refuseQuestionMark(event, in: file) }
    return try body(event, &offsets)
  }

  /// Refuses the escape `\/` of JSON, which libyaml reads and go-yaml, and so Kustomize, does not.
  private mutating func refuseEscapedSlash(
    _ event: borrowing yaml_event_t, in file: FileID
  ) throws(Diagnostic) {
    guard event.type == YAML_SCALAR_EVENT,
      event.data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE
    else { return }
    let range = offsets.range(event, in: file)
    let indices = (Int(range.start) - offsets.base)..<(Int(range.end) - offsets.base)
    guard let index = input.firstEscapedSlash(in: indices) else { return }
    let start = offsets.base + index
    throw .yamlSyntax(
      "found unknown escape character while parsing a quoted scalar",
      hint: "a slash needs no escape",
      at: SourceRange(file: file, start: start, end: start + 2))
  }

  /// Refuses `?` within plain text in braces or brackets, which libyaml reads and go-yaml does not.
  private mutating func refuseQuestionMark(
    _ event: borrowing yaml_event_t, in file: FileID
  ) throws(Diagnostic) {
    switch event.type {
    case YAML_SEQUENCE_START_EVENT:
      let isFlow = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
      if flowDepth > 0 || isFlow { flowDepth += 1 }
    case YAML_MAPPING_START_EVENT:
      let isFlow = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
      if flowDepth > 0 || isFlow { flowDepth += 1 }
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      if flowDepth > 0 { flowDepth -= 1 }
    case YAML_SCALAR_EVENT:
      guard flowDepth > 0, event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE else { return }
      let range = offsets.range(event, in: file)
      let indices = (Int(range.start) - offsets.base)..<(Int(range.end) - offsets.base)
      guard let index = input[indices].firstIndex(of: UInt8(ascii: "?")) else { return }
      let start = offsets.base + index
      throw .yamlSyntax(
        "plain text in braces or brackets must not contain a question mark",
        hint: "put the text in quotes",
        at: SourceRange(file: file, start: start, end: start + 1))
    default: break
    }
  }

  private mutating func problem(in file: FileID) -> Diagnostic {
    let error = parser.pointee
    let problem = error.problem.map { String(cString: $0) } ?? "the text is not YAML"
    if error.error == YAML_READER_ERROR {
      let offset = offsets.base + mark + Int(error.problem_offset)
      return .yamlEncoding(problem, at: SourceRange(file: file, start: offset, end: offset + 1))
    }
    let start = offsets.byteOffset(ofCharacter: Int(error.problem_mark.index))
    var message = problem
    if let context = error.context { message += " \(String(cString: context))" }
    return .yamlSyntax(
      message, hint: hint(at: start - offsets.base),
      at: SourceRange(file: file, start: start, end: start + 1))
  }

  private func hint(at index: Int) -> String? {
    guard index < input.count else { return nil }
    switch input[index] {
    case UInt8(ascii: "\t"): return "indent with spaces: YAML does not allow tabs there"
    case UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "%"):
      return "quote a value that begins with this character"
    default: return nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where `\/` is, a backslash that is no escape of another counted.
  fileprivate func firstEscapedSlash(in indices: Range<Int>) -> Int? {
    var index = indices.lowerBound
    while index + 1 < indices.upperBound {
      if self[index] != UInt8(ascii: "\\") {
        index += 1
      } else if self[index + 1] == UInt8(ascii: "/") {
        return index
      } else {
        index += 2
      }
    }
    return nil
  }
}

/// Turns libyaml's marks, which count characters, into byte offsets.
///
/// Marks come nearly in order, so that a cursor walks to each: linear over a whole document.
struct OffsetCursor {
  /// The offset in the file of the first byte of the input.
  let base: Int
  private let input: UnsafeBufferPointer<UInt8>
  private let isASCII: Bool
  private let start: Int
  private var character = 0
  private var byte: Int

  init(_ input: UnsafeBufferPointer<UInt8>, base: Int) {
    self.base = base
    self.input = input
    isASCII = input.allSatisfy { $0 < 0x80 }
    start = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    byte = start
  }

  mutating func byteOffset(ofCharacter index: Int) -> Int {
    if isASCII { return base + min(index, input.count) }
    while character < index, byte < input.count {
      byte += 1
      while byte < input.count, isContinuation(input[byte]) { byte += 1 }
      character += 1
    }
    while character > index, byte > start {
      byte -= 1
      while byte > start, isContinuation(input[byte]) { byte -= 1 }
      character -= 1
    }
    return base + byte
  }

  mutating func range(_ event: borrowing yaml_event_t, in file: FileID) -> SourceRange {
    let start = byteOffset(ofCharacter: Int(event.start_mark.index))
    let end = byteOffset(ofCharacter: Int(event.end_mark.index))
    return SourceRange(file: file, start: start, end: end)
  }

  private func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0b1100_0000 == 0b1000_0000
  }
}
