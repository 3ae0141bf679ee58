extension BlockReader {
  /// Reads a value that begins on this line, in a collection in a column, and goes behind its lines.
  mutating func readValue(below column: Int) throws(Unusual) {
    switch byte(position) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let start = position
      let (text, style) = try quotedText()
      try add(text, style, from: start, to: position)
      try endLine()
    case UInt8(ascii: "|"): try readBlock(.literal, below: column)
    case UInt8(ascii: ">"): try readBlock(.folded, below: column)
    case UInt8(ascii: "["):
      try readFlowSequence()
      try endLine()
    case UInt8(ascii: "{"):
      guard byte(position + 1) == UInt8(ascii: "}") else { throw Unusual() }
      try open(isMapping: true, isFlow: true)
      position += 2
      try closeCollection(at: position)
      try endLine()
    default: try readPlain(below: column)
    }
  }

  // MARK: Plain scalars

  /// Reads a plain scalar with the lines that continue it.
  private mutating func readPlain(below column: Int) throws(Unusual) {
    let start = position
    var end = try plainLine(isKey: false)
    var isBuffered = false
    while byte(position) == 0x0A {
      // The next line with content continues the scalar if it is indented more than the collection.
      var index = position
      var breaks = 0
      var lineStart = index
      while byte(index) == 0x0A {
        breaks += 1
        index += 1
        lineStart = index
        while byte(index) == 0x20 { index += 1 }
      }
      let first = byte(index)
      guard index - lineStart > column, first != 0, first != UInt8(ascii: "#") else { break }
      if !isBuffered {
        buffer.removeAll(keepingCapacity: true)
        appendToBuffer(start, end)
        isBuffered = true
      }
      if breaks == 1 {
        buffer.append(0x20)
      } else {
        for _ in 1..<breaks { buffer.append(0x0A) }
      }
      position = index
      end = try plainText(isKey: false)
      appendToBuffer(index, end)
    }
    let text = isBuffered ? String(decoding: buffer, as: UTF8.self) : text(start, end)
    try add(text, .plain, from: start, to: end)
    try endLine()
  }

  /// The end of the plain text that begins here and may not begin as anything else.
  mutating func plainLine(isKey: Bool) throws(Unusual) -> Int {
    switch byte(position) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...,
      UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "$"),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "^"), UInt8(ascii: "+"),
      UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: "~"), UInt8(ascii: ";"),
      UInt8(ascii: "\\"):
      break
    case UInt8(ascii: "-") where !isBlankOrEnd(at: position + 1) && byte(position + 1) != 0x09:
      break
    default: throw Unusual()
    }
    return try plainText(isKey: isKey)
  }

  /// The end of the plain text on this line, without the blanks behind it.
  ///
  /// Goes to what ends it: the `:` of a key, which must follow at once and which a value must not
  /// have, a comment, or the end of the line.
  private mutating func plainText(isKey: Bool) throws(Unusual) -> Int {
    var index = position
    var end = position
    while true {
      // Nearly all characters come behind those that may end the text, but for the colon.
      let start = index
      while byte(index) > UInt8(ascii: "#"), byte(index) != UInt8(ascii: ":") { index += 1 }
      if index > start { end = index }
      switch byte(index) {
      case 0, 0x0A:
        position = index
        return end
      case 0x20:
        index += 1
        continue
      case 0x09:
        throw Unusual()
      case UInt8(ascii: ":") where isBlankOrEnd(at: index + 1) || byte(index + 1) == 0x09:
        guard isKey, end == index else { throw Unusual() }
        position = index
        return end
      case UInt8(ascii: "#") where index > position && byte(index - 1) == 0x20:
        position = index
        return end
      default:
        index += 1
        end = index
      }
    }
  }

  // MARK: Quoted scalars

  /// The text of the quoted scalar that begins and ends on this line; goes behind it.
  mutating func quotedText() throws(Unusual) -> (text: String, style: Scalar.Style) {
    let quote = byte(position)
    let isDouble = quote == UInt8(ascii: "\"")
    let style: Scalar.Style = isDouble ? .doubleQuoted : .singleQuoted
    position += 1
    let start = position
    while true {
      switch byte(position) {
      case 0, 0x0A, 0x09:
        throw Unusual()
      case quote where isDouble || byte(position + 1) != quote:
        position += 1
        return (text(start, position - 1), style)
      case quote:
        return (try unescapedText(from: start, quote), style)
      case UInt8(ascii: "\\") where isDouble:
        return (try unescapedText(from: start, quote), style)
      default:
        position += 1
      }
    }
  }

  /// The text of a quoted scalar from `start` on, of which what comes before the next byte has no
  /// escapes.
  private mutating func unescapedText(from start: Int, _ quote: UInt8) throws(Unusual) -> String {
    buffer.removeAll(keepingCapacity: true)
    appendToBuffer(start, position)
    while true {
      let next = byte(position + 1)
      switch byte(position) {
      case 0, 0x0A, 0x09:
        throw Unusual()
      case quote where quote == UInt8(ascii: "'") && next == quote:
        buffer.append(quote)
        position += 2
      case quote:
        position += 1
        return String(decoding: buffer, as: UTF8.self)
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.append(next)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "t"): buffer.append(0x09)
        default: throw Unusual()
        }
        position += 2
      case let byte:
        buffer.append(byte)
        position += 1
      }
    }
  }

  // MARK: Block scalars

  /// What happens to the line breaks at the end of a block.
  private enum Chomping {
    case strip
    case clip
    case keep
  }

  /// Reads a literal or folded block whose indentation follows from its first line.
  private mutating func readBlock(
    _ style: Scalar.Style, below column: Int
  ) throws(Unusual) {
    let start = position
    position += 1
    var chomping = Chomping.clip
    switch byte(position) {
    case UInt8(ascii: "-"): chomping = .strip
    case UInt8(ascii: "+"): chomping = .keep
    default: break
    }
    if chomping != .clip { position += 1 }
    skipSpaces()
    guard byte(position) == 0x0A else { throw Unusual() }
    position += 1
    buffer.removeAll(keepingCapacity: true)
    let indent = try blockIndent()
    guard indent > column else { throw Unusual() }
    var end: Int
    var breaks: Int
    repeat {
      let lineStart = position
      let isIndented = isBlank(at: position)
      while byte(position) != 0x0A, byte(position) != 0 { position += 1 }
      appendToBuffer(lineStart, position)
      end = position
      breaks = 0
      // Goes behind the line break, the blank lines, and the indentation of the next line.
      while byte(position) == 0x0A {
        breaks += 1
        position += 1
        end = position
        while position - end < indent, byte(position) == 0x20 { position += 1 }
      }
      if byte(position) == 0x09, position - end < indent { throw Unusual() }
      guard position - end == indent, byte(position) != 0, breaks > 0 else { break }
      // A single break between two lines that are not indented further folds into a space.
      let isFolded = style == .folded && !isIndented && !isBlank(at: position)
      if isFolded, breaks == 1 { buffer.append(0x20) }
      for _ in (isFolded ? 1 : 0)..<breaks { buffer.append(0x0A) }
    } while true
    switch chomping {
    case .strip: break
    case .clip: if breaks > 0 { buffer.append(0x0A) }
    case .keep: for _ in 0..<breaks { buffer.append(0x0A) }
    }
    position = end
    try add(String(decoding: buffer, as: UTF8.self), style, from: start, to: end)
  }

  /// The indentation of the first line of a block scalar that is not blank, behind which it goes;
  /// the line breaks before are put into the buffer.
  private mutating func blockIndent() throws(Unusual) -> Int {
    var widest = 0
    while true {
      let lineStart = position
      skipSpaces()
      let width = position - lineStart
      switch byte(position) {
      case 0x0A:
        widest = max(widest, width)
        buffer.append(0x0A)
        position += 1
      case 0, 0x09: throw Unusual()
      default:
        guard widest <= width else { throw Unusual() }
        return width
      }
    }
  }

  private func isBlank(at index: Int) -> Bool {
    byte(index) == 0x20 || byte(index) == 0x09
  }

  // MARK: Flow style

  /// Reads a list of scalars in flow style that ends on this line.
  private mutating func readFlowSequence() throws(Unusual) {
    try open(isMapping: false, isFlow: true)
    position += 1
    skipSpaces()
    var isEmpty = true
    while byte(position) != UInt8(ascii: "]") || !isEmpty {
      isEmpty = false
      let start = position
      switch byte(position) {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let (text, style) = try quotedText()
        try add(text, style, from: start, to: position)
      default:
        try skipFlowText()
        try add(text(start, position), .plain, from: start, to: position)
      }
      skipSpaces()
      if byte(position) == UInt8(ascii: "]") { break }
      guard byte(position) == UInt8(ascii: ",") else { throw Unusual() }
      position += 1
      skipSpaces()
    }
    position += 1
    try closeCollection(at: position)
  }

  /// Goes behind a plain scalar in flow style that is made of nothing that could mean something.
  private mutating func skipFlowText() throws(Unusual) {
    let start = position
    while true {
      switch byte(position) {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "/"),
        UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "+"):
        position += 1
      case UInt8(ascii: "-") where position > start || Self.isAlphanumeric(byte(position + 1)):
        position += 1
      case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "*"):
        guard position > start else { throw Unusual() }
        position += 1
      case UInt8(ascii: ":") where position > start && Self.isAlphanumeric(byte(position + 1)),
        UInt8(ascii: ":") where position > start && byte(position + 1) == UInt8(ascii: "/"):
        position += 1
      default:
        guard position > start else { throw Unusual() }
        return
      }
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
