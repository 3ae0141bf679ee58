/// Makes JSON of diagnostics, for programs: one object a line (`--diagnostics json`).
///
/// The shape, version 1; `range`, `path`, `hint` are left out where there is none:
///
/// ```
/// {"version":1,"code":"patch/target-missing","severity":"error","message":"…","hint":"…",
///  "path":"overlays/prod/kustomization.yaml",
///  "range":{"start":{"line":7,"column":5,"offset":91},"end":{"line":7,"column":28,"offset":114}},
///  "notes":[{"message":"…","path":"…","range":{…}}]}
/// ```
///
/// Lines and columns count from 1, columns in Unicode scalars; offsets count bytes from 0.
public struct JSONDiagnosticRenderer: Sendable {
  private let sources: SourceTable

  /// A renderer for places in the files of `sources`.
  public init(sources: SourceTable) {
    self.sources = sources
  }

  /// One object, ended by a line feed.
  public func render(_ diagnostic: Diagnostic) -> String {
    var text = "{\"version\":1,\"code\":\(quoted(diagnostic.code.description))"
    text += ",\"severity\":\(quoted(diagnostic.severity.rawValue))"
    text += ",\"message\":\(quoted(diagnostic.message))"
    if let hint = diagnostic.hint { text += ",\"hint\":\(quoted(hint))" }
    if let range = diagnostic.range {
      text += place(of: range)
    } else if let path = diagnostic.path {
      text += ",\"path\":\(quoted(path))"
    }
    let notes = diagnostic.notes.map { note in
      "{\"message\":\(quoted(note.message))\(note.range.map(place) ?? "")}"
    }
    return text + ",\"notes\":[\(notes.joined(separator: ","))]}\n"
  }

  private func place(of range: SourceRange) -> String {
    guard let file = sources.file(range.file) else { return "" }
    return
      ",\"path\":\(quoted(file.path)),\"range\":{\"start\":\(point(Int(range.start), in: file))"
      + ",\"end\":\(point(Int(range.end), in: file))}"
  }

  private func point(_ offset: Int, in file: SourceFile) -> String {
    let position = file.position(of: offset)
    return "{\"line\":\(position.line),\"column\":\(position.column),\"offset\":\(offset)}"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
