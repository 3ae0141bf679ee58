internal import Diagnostics

extension Diagnostic {
  static func yamlSyntax(_ problem: String, hint: String?, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/syntax", problem, at: range, hint: hint)
  }

  static func yamlEncoding(_ problem: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/encoding", "the file is not valid UTF-8 text: \(problem)", at: range,
      hint: "save the file as UTF-8; binary content belongs in a file named by a generator")
  }

  static func yamlUnknownAlias(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/unknown-alias", "no anchor \"&\(name)\" stands before this alias", at: range,
      hint: "an alias refers to an anchor earlier in the same document")
  }

  static func yamlAliasCycle(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/alias-cycle", "the value of anchor \"&\(name)\" contains itself", at: range)
  }

  static func yamlAliasBomb(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/alias-limit", "the aliases of this document expand to more than \(limit) nodes",
      at: range)
  }

  static func yamlTooDeep(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/depth-limit", "collections nest deeper than \(limit) levels", at: range)
  }

  static func yamlTooLarge(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/size-limit", "the file is larger than \(limit) bytes", at: range)
  }

  static func yamlMergeValue(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/merge-key", "a merge key needs a mapping or a list of mappings as its value", at: range)
  }

  static func yamlRepeatedMergeKey(at range: SourceRange?, first: SourceRange?) -> Diagnostic {
    Diagnostic(
      "yaml/merge-key", "a resource merges twice into one mapping", at: range,
      hint: "name both in one list: \"<<: [*a, *b]\"", notes: [Note("the first is here", at: first)]
    )
  }

  static func yamlSeparator(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/document-separator", "only a comment may follow \"---\" on its line", at: range,
      hint: "put the content on the next line")
  }
}

// What cannot be printed.
extension Diagnostic {
  static func yamlRepeatedKey(
    _ key: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "yaml/repeated-key", "the key \"\(key)\" stands twice in one mapping", at: range,
      hint: "remove one of the two", notes: [Note("the first is here", at: first)])
  }

  static func yamlKeyNotString(_ key: Node) -> Diagnostic {
    guard case .scalar(let scalar) = key.content else {
      let kind = key.isMapping ? "mapping" : "list"
      return Diagnostic(
        "yaml/key-not-string", "a key must be a string, and this is a \(kind)", at: key.range,
        hint: key.isMapping
          ? "a template such as {{ .Values.x }} must be rendered, or stand in quotes" : nil)
    }
    let kind =
      switch scalar.type(in: .resource) {
      case .null: "null"
      case .boolean: "a boolean"
      case .integer, .unsignedInteger: "an integer"
      case .float: "a number"
      case .timestamp: "a timestamp"
      case .binary: "binary"
      case .string, .invalid: "of another type by its tag"
      }
    return Diagnostic(
      "yaml/key-not-string", "a key must be a string, and \(scalar.text) is \(kind)",
      at: key.range,
      hint: scalar.tag == .unresolved
        ? "Kustomize sets this key without quotes: choose another one"
        : "quote it: \"\(scalar.text)\"")
  }

  static func yamlKeyTooLong(at range: SourceRange?) -> Diagnostic {
    Diagnostic("yaml/key-too-long", "a key must not be longer than 1022 characters", at: range)
  }

  static func yamlNotANumber(_ text: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "yaml/not-a-number", "\(text) is not a number that Kubernetes knows", at: range,
      hint: "quote it if a string is meant: \"\(text)\"")
  }

  // The text itself is not repeated: it may be the value of a Secret.
  static func yamlTagMismatch(_ scalar: Scalar, at range: SourceRange?) -> Diagnostic {
    let kind =
      switch scalar.tag {
      case .integer: "an integer, as its tag !!int says"
      case .float: "a number, as its tag !!float says"
      case .boolean: "true or false, as its tag !!bool says"
      case .null: "null, as its tag !!null says"
      case .timestamp: "a timestamp, as its tag !!timestamp says"
      case .binary: "base64, as its tag !!binary says"
      case .implicit, .unresolved, .string, .merge, .other: "what its tag says"
      }
    return Diagnostic(
      "yaml/tag-mismatch", "the text is not \(kind)", at: range,
      hint: "a value that is set keeps the type of the one before it; a quoted one is text")
  }

  static func yamlBlockStartsWithTab(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "yaml/block-starts-with-tab",
      "text of several lines, or a block scalar, must not begin with a tab", at: range,
      hint: "begin it with a space or an empty line, or write it in double quotes")
  }

  static func yamlTimestampOffset(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "yaml/timestamp", "the offset of the timestamp is not below 24 hours", at: range,
      hint: "quote it if a string is meant")
  }

  static func yamlUnprintable(
    _ text: Span<UInt8>, _ offset: Int, at range: SourceRange?
  ) -> Diagnostic {
    let tail = text.extracting(offset...).withUnsafeBufferPointer {
      String(decoding: $0.prefix(4), as: UTF8.self)
    }
    let code = String(tail.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
    return Diagnostic(
      "yaml/unprintable", "the control character \(name) cannot be printed as YAML", at: range,
      hint: "remove it; binary content belongs in binaryData or in a Secret, as base64")
  }
}
