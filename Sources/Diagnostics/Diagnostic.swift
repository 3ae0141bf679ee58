/// A finding about the input: what is wrong, where, and what to do about it.
///
/// Values only; ``DiagnosticRenderer`` makes text of them. Each module makes its own in one file,
/// `<Module>+Diagnostics.swift`.
public struct Diagnostic: Error, Hashable, Sendable {
  /// A stable name such as `patch/target-missing`: tested and documented, never renamed.
  public struct Code: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name, `module/what-is-wrong`.
    public let description: String

    /// The code of that name.
    public init(stringLiteral name: String) {
      description = name
    }
  }

  /// How bad it is.
  public enum Severity: String, Hashable, Sendable {
    /// The build stops.
    case error
    /// The build goes on, unless `--strict` is given.
    case warning
  }

  /// A second place that matters to the finding.
  public struct Note: Hashable, Sendable {
    /// What is there, in one line without a trailing dot.
    public var message: String
    /// Where it is.
    public var range: SourceRange?

    /// A note about a place.
    public init(_ message: String, at range: SourceRange? = nil) {
      self.message = message
      self.range = range
    }
  }

  /// The stable name of the kind of finding.
  public var code: Code
  /// Whether the build stops.
  public var severity: Severity
  /// One line without a trailing dot; assumes that the source line is shown beneath it.
  public var message: String
  /// What the finding is about.
  public var range: SourceRange?
  /// The file that the finding is about where no range can be given, such as one that is missing.
  public var path: String?
  /// What to do next, in the user's words.
  public var hint: String?
  /// Further places, such as the chain of overlays that led here.
  public var notes: [Note]

  /// A finding; an error unless said otherwise.
  public init(
    _ code: Code, _ message: String, at range: SourceRange? = nil, path: String? = nil,
    severity: Severity = .error, hint: String? = nil, notes: [Note] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.range = range
    self.path = path
    self.hint = hint
    self.notes = notes
  }
}

extension Diagnostic {
  /// The finding as an error, for a user who wants no warnings.
  public var asError: Diagnostic {
    var diagnostic = self
    diagnostic.severity = .error
    return diagnostic
  }
}
