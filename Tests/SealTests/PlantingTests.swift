import Compose
import Diagnostics
import Foundation
import Seal
import SystemPackage
import Testing

/// A random development value in every form at every place: each stops the build, names the key and
/// the field, and is never shown; the same tree without it builds.
@Suite struct PlantingTests {
  /// How a value is written down, by other code than that of the scan.
  struct Form: CustomTestStringConvertible, Sendable {
    let name: String
    let write: @Sendable (String) -> String

    var testDescription: String { name }
  }

  static let forms = [
    Form(name: "plain text") { $0 },
    Form(name: "within text") { "before \($0) behind" },
    Form(name: "base64") { base64($0) },
    Form(name: "base64 behind one byte") { base64("x\($0)yz") },
    Form(name: "base64 behind two bytes") { base64("xy\($0)z") },
    Form(name: "base64 on several lines") {
      base64("user:\($0)").map { "\($0)\n" }.joined()
    },
    Form(name: "base64url") {
      base64("ab\($0)").replacing("+", with: "-").replacing("/", with: "_")
    },
    Form(name: "base64 of base64") { base64("{\"auth\": \"\(base64("u:\($0)"))\"}") },
    Form(name: "hexadecimal") { hex($0, "%02x") },
    Form(name: "hexadecimal in capitals") { hex($0, "%02X") },
    Form(name: "percent encoding") {
      $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    },
    Form(name: "percent encoding of everything") { hex($0, "%%%02X") },
    Form(name: "percent encoding in small letters") { hex($0, "%%%02x") },
    Form(name: "a field of a form") {
      "user=a+b&password=" + hex($0, "%%%02x")
    },
    Form(name: "a JSON string") {
      String(decoding: (try? JSONEncoder().encode(["key": $0])) ?? Data(), as: UTF8.self)
    },
    Form(name: "single quotes of YAML") { "'\($0.replacing("'", with: "''"))'" },
    Form(name: "base64 within text") { "token=\(base64($0)) behind" },
    Form(name: "base64url within text") {
      "token=\(base64("ab\($0)").replacing("+", with: "-").replacing("/", with: "_")) behind"
    },
    Form(name: "base64 of base64 within text") { "token=\(base64(base64($0))) behind" },
    Form(name: "base64 of hexadecimal") { base64(hex($0, "%02x")) },
    Form(name: "base64 of base64 of base64") { base64(base64(base64($0))) },
    Form(name: "base64 of a JSON string") {
      base64(String(decoding: (try? JSONEncoder().encode([$0])) ?? Data(), as: UTF8.self))
    },
    Form(name: "XML") {
      $0.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    },
  ]

  private static func base64(_ text: String) -> String {
    Data(text.utf8).base64EncodedString()
  }

  private static func hex(_ text: String, _ format: String) -> String {
    text.utf8.map { String(format: format, $0) }.joined()
  }

  /// A resource with something at a place, and the path by which it is told.
  struct Place: CustomTestStringConvertible, Sendable {
    let path: String
    let resource: @Sendable (String) -> String

    var testDescription: String { path }

    init(_ path: String, _ resource: @escaping @Sendable (String) -> String) {
      self.path = path
      self.resource = resource
    }
  }

  private static func pod(_ container: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {spec: {containers: [{name: web, \(container)}]}}}

    """
  }

  private static func config(_ fields: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n\(fields)\n"
  }

  static let places = [
    Place("data.k") { config("data: {k: \($0)}") },
    Place("binaryData.k") { config("binaryData: {k: \($0)}") },
    Place("data.(a key)") { config("data: {\($0): v}") },
    Place("spec.template.spec.containers[0].args[1]") { pod("args: [a, \($0)]") },
    Place("spec.template.spec.containers[0].command[0]") { pod("command: [\($0)]") },
    Place("spec.template.spec.containers[0].env[0].value") {
      pod("env: [{name: E, value: \($0)}]")
    },
    Place("metadata.annotations.note") {
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s, annotations: {note: \($0)}}\n"
    },
    Place("metadata.labels.note") {
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s, labels: {note: \($0)}}\n"
    },
    Place("metadata.name") { "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \($0)}\n" },
    Place("spec.deep[0].field") {
      "apiVersion: example.com/v1\nkind: Any\nmetadata: {name: a}\nspec: {deep: [{field: \($0)}]}\n"
    },
    Place("spec.template.data.conf") {
      "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\n"
        + "spec: {encryptedData: {}, template: {data: {conf: \($0)}}}\n"
    },
    Place("spec.target.template.data.conf") {
      "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\n"
        + "spec: {target: {template: {data: {conf: \($0)}}}}\n"
    },
    Place("data.listed") {
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n"
        + "  metadata: {name: s}\n  data: {listed: \($0)}\n"
    },
  ]

  /// 16 random characters, among them those that encodings change.
  static func value(_ generator: inout some RandomNumberGenerator) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    let rest = (0..<11).compactMap { _ in letters.randomElement(using: &generator) }
    return String(rest[..<6]) + "\"&/'<" + String(rest[6...])
  }

  /// The text in double quotes of YAML.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n")
    return "\"\(escaped)\""
  }

  private static func build(_ value: String, _ resource: String) -> (String?, [Diagnostic]) {
    let files = [
      "/o/kustomization.yaml": "resources: [resource.yaml, secret.yaml]\n",
      "/o/secret.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: database}\n"
        + "stringData: {password: \(quoted(value))}\n",
      "/o/resource.yaml": resource,
      "/o/secret-swap.yaml": """
      apiVersion: compose.mlcf.dev/v1alpha1
      kind: SecretSwap
      spec:
        swaps: [{secret: database, drop: {}}]

      """,
    ]
    let fileSystem = InMemoryFileSystem(files)
    let cache = SourceCache(fileSystem: fileSystem, workingDirectory: "/o")
    let builder = EnvironmentBuilder(cache: cache, options: BuildOptions(), now: 1_795_600_000)
    do throws(BuildFailure) {
      return (String(decoding: try builder.build("/o").yaml(), as: UTF8.self), [])
    } catch {
      let renderer = DiagnosticRenderer(sources: cache.sources)
      return (error.diagnostics.map(renderer.render).joined(), error.diagnostics)
    }
  }

  @Test(arguments: forms)
  func everyFormIsFoundAtEveryPlace(_ form: Form) {
    var generator = SystemRandomNumberGenerator()
    let value = Self.value(&generator)
    for place in Self.places {
      let written = form.write(value)
      let (text, found) = Self.build(value, place.resource(Self.quoted(written)))
      #expect(found.map(\.code) == ["secrets/leak"], "\(value) at \(place.path)")
      let message = found.first?.message ?? ""
      #expect(message.contains("database:password"), "\(place.path)")
      #expect(message.contains(": \(place.path) contains"), "\(message)")
      #expect(text?.contains(value) != true && text?.contains(written) != true)
    }
  }

  @Test(arguments: places)
  func theTreeBuildsWithoutIt(_ place: Place) {
    let (text, found) = Self.build("something else", place.resource("harmless"))
    #expect(found.isEmpty && text?.contains("harmless") == true)
  }

  @Test func shortValuesAreComparedAsWords() {
    for (text, isLeak) in [
      ("abc", true), ("x abc y", true), ("key=abc", true), ("YWJj", true), ("xabcx", false),
      ("abcd", false),
    ] {
      let resource = Self.config("data: {k: \"\(text)\"}")
      #expect(Self.build("abc", resource).1.isEmpty != isLeak, "\(text)")
    }
  }

  @Test func linesOfAValueCountByThemselves() {
    let resource = Self.config("data: {k: \"second-line-of-it\"}")
    #expect(!Self.build("first-line-of-it\n  second-line-of-it\n", resource).1.isEmpty)
  }
}
