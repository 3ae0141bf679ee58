internal import YAML

/// Reports as SARIF 2.1.0: a rule for each class of changes, a result for each line that a person
/// edited.
public struct SARIFFormat {
  private let version: String

  /// A format that names the version of the program.
  public init(version: String) {
    self.version = version
  }

  /// The text of reports.
  public func text(of reports: [DifferenceReport]) -> [UInt8] {
    let driver = JSONFormat.object([
      ("name", Node(string: "mlcf-compose")), ("version", Node(string: version)),
      (
        "rules",
        JSONFormat.list(
          ChangeClass.allCases.map { category in
            JSONFormat.object([
              ("id", Node(string: "diff/\(category.rawValue)")),
              ("shortDescription", text("A change of the class \(category.rawValue)")),
            ])
          })
      ),
    ])
    let run = JSONFormat.object([
      ("tool", JSONFormat.object([("driver", driver)])),
      ("columnKind", Node(string: "unicodeCodePoints")),
      ("results", JSONFormat.list(SourceFinding.all(in: reports).map(result))),
    ])
    let log = JSONFormat.object([
      ("$schema", Node(string: "https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", Node(string: "2.1.0")), ("runs", JSONFormat.list([run])),
    ])
    var emitter = JSONEmitter()
    do {
      try emitter.emit(log)
    } catch {
      preconditionFailure("the log holds strings and numbers alone")
    }
    return emitter.bytes + [UInt8(ascii: "\n")]
  }

  private func result(_ finding: SourceFinding) -> Node {
    var fields: [(String, Node)] = [
      ("ruleId", Node(string: "diff/\(finding.change.category.rawValue)")),
      ("level", Node(string: finding.change.risk == nil ? "note" : "warning")),
      ("message", text(finding.message)),
    ]
    if let place = finding.place {
      let location = JSONFormat.object([
        ("artifactLocation", artifact(place.path)),
        (
          "region",
          JSONFormat.object([
            ("startLine", JSONFormat.number(place.line)),
            ("startColumn", JSONFormat.number(place.column)),
          ])
        ),
      ])
      let locations = [JSONFormat.object([("physicalLocation", location)])]
      fields.append(("locations", JSONFormat.list(locations)))
    }
    return JSONFormat.object(fields)
  }

  private func artifact(_ path: String) -> Node {
    let isRelative = !path.hasPrefix("/") && !path.contains("://")
    var fields = [("uri", Node(string: Self.encoded(path)))]
    if isRelative { fields.append(("uriBaseId", Node(string: "%SRCROOT%"))) }
    return JSONFormat.object(fields)
  }

  /// The path as part of a URI.
  private static func encoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func text(_ text: String) -> Node {
    JSONFormat.object([("text", Node(string: text))])
  }
}
