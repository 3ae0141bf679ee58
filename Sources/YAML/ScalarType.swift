/// What a scalar stands for.
public enum ScalarType: Hashable, Sendable {
  /// No value.
  case null
  /// A truth value.
  case boolean(Bool)
  /// An integer that fits 64 bits with a sign.
  case integer(Int64)
  /// An integer above `Int64.max`.
  case unsignedInteger(UInt64)
  /// Any other number, infinities and NaN included.
  case float(Double)
  /// Text.
  case string
  /// A date or a point in time; see ``Timestamp``.
  case timestamp
  /// Bytes, written as base64.
  case binary
  /// Text that is none of the type that its tag names, as `!!int foo`.
  case invalid
}

/// How plain text is taken for other types than strings.
public enum ScalarDialect: Sendable {
  /// Resources and patches: `yes`, `no`, `on`, `off`, `y`, `n` are strings; as go-yaml 3 reads.
  case resource
  /// A `kustomization.yaml`: YAML 1.1 booleans as well; as go-yaml 2 reads.
  case kustomization
}

extension Scalar {
  /// What the scalar stands for.
  ///
  /// Costs no allocation, except for numbers with `_` and for floats.
  public func type(in dialect: ScalarDialect) -> ScalarType {
    switch tag {
    case .implicit, .unresolved:
      return style == .plain ? resolvePlain(text.utf8.span, dialect) : .string
    case .string, .merge, .other:
      return .string
    case .binary:
      return .binary
    case .null, .boolean, .integer, .float, .timestamp:
      let type = resolvePlain(text.utf8.span, dialect)
      if tag == .float, case .integer(let value) = type { return .float(Double(value)) }
      guard type.fits(tag) else { return .invalid }
      return style == .plain ? type : .string
    }
  }

  /// Whether this is a string, whatever its text looks like.
  public func isString(in dialect: ScalarDialect) -> Bool {
    type(in: dialect) == .string
  }

  /// Whether this is a null of no text and no tag, as in `{a: }`.
  ///
  /// In braces Kustomize prints it as an empty text.
  package var isNothing: Bool {
    text.isEmpty && style == .plain && (tag == .implicit || tag == .unresolved)
  }

  /// Whether this is the null value.
  ///
  /// The same in both dialects.
  public var isNull: Bool {
    switch tag {
    case .null: true
    case .implicit, .unresolved: style == .plain && isNullText(text.utf8.span)
    default: false
    }
  }
}

extension ScalarType {
  fileprivate func fits(_ tag: Scalar.Tag) -> Bool {
    switch self {
    case .null: tag == .null
    case .boolean: tag == .boolean
    case .integer, .unsignedInteger: tag == .integer
    case .float: tag == .float
    case .timestamp: tag == .timestamp
    case .string, .binary, .invalid: false
    }
  }
}
