internal import Diagnostics

extension Node {
  /// Gives every scalar the form that it has after Kustomize wrote and read it once: folded text is
  /// folded once more, a timestamp is text, and base64 is decoded.
  public mutating func rewriteScalars() {
    switch content {
    case .scalar(let scalar):
      content = .scalar(scalar.rewritten)
    case .sequence:
      updateElements { elements in
        for index in elements.indices { elements[index].rewriteScalars() }
      }
    case .mapping:
      updateEntries { entries in
        for index in entries.indices { entries[index].value.rewriteScalars() }
      }
    }
  }
}

extension Scalar {
  /// Whether this is a block scalar whose text begins with a tab.
  ///
  /// Kustomize writes such text without saying how far it is indented, and cannot read it again;
  /// unless it must be escaped and is written in double quotes.
  var isBlockStartingWithTab: Bool {
    (style == .literal || style == .folded) && text.utf8.first == 0x09 && !isWrittenInQuotes
  }

  /// Whether Kustomize writes a block scalar of this text in double quotes: for a space before a line
  /// break, and for characters that must be escaped.
  private var isWrittenInQuotes: Bool {
    if hasSpaceBeforeBreak { return true }
    // Its writer prints tabs as they are.
    let others = String(decoding: text.utf8.filter { $0 != 0x09 }, as: UTF8.self)
    return ScalarLayout(others.utf8.span, needsQuotes: false).style == .doubleQuoted
  }

  /// The text of a folded scalar after Kustomize wrote and read it once.
  ///
  /// Its writer, go-yaml 3, looks at the first line of the text where it should look at the next one
  /// to decide whether a line break must be doubled. So the text gains a line feed before lines that
  /// are indented further, and loses some if its first line is indented. Text that is written in
  /// quotes stays as it is.
  var refoldedText: String {
    guard text.utf8.contains(UInt8(ascii: "\n")), !isWrittenInQuotes else { return text }
    let file = SourceFile(id: SourceRange.unknown.file, path: "", bytes: foldedSource)
    // The text was made to be read: an error would be one of this type.
    let document = try? YAMLReader().firstDocument(of: file)
    return document?.text ?? text
  }

  private var hasSpaceBeforeBreak: Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0A, previous == 0x20 { return true }
      previous = byte
    }
    return previous == 0x20
  }

  private var foldedSource: [UInt8] {
    let text = Array(text.utf8)
    var source: [UInt8] = Array(">".utf8)
    if text[0] == 0x20 || text[0] == 0x0A { source.append(UInt8(ascii: "2")) }
    if text[text.count - 1] != 0x0A {
      source.append(UInt8(ascii: "-"))
    } else if text.count == 1 || text[text.count - 2] == 0x0A {
      source.append(UInt8(ascii: "+"))
    }
    source.append(0x0A)
    let firstContent = text.first { $0 != 0x0A }
    let doublesBreaks = firstContent.map { !isBlank($0) } ?? false
    var isAtLineStart = true
    var isIndentedLine = true
    for byte in text {
      if byte == 0x0A {
        if !isAtLineStart, !isIndentedLine, doublesBreaks { source.append(0x0A) }
        source.append(0x0A)
        isAtLineStart = true
      } else {
        if isAtLineStart {
          source += [0x20, 0x20]
          isIndentedLine = isBlank(byte)
        }
        source.append(byte)
        isAtLineStart = false
      }
    }
    return source
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
