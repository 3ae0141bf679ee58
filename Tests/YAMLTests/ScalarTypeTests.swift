import Testing
import YAML

@Suite struct ScalarTypeTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let text: String
    let resource: ScalarType
    let kustomization: ScalarType

    init(_ text: String, _ resource: ScalarType, kustomization: ScalarType? = nil) {
      self.text = text
      self.resource = resource
      self.kustomization = kustomization ?? resource
    }

    var testDescription: String { text.isEmpty ? "empty" : text }
  }

  @Test(arguments: [
    Row("", .null), Row("~", .null), Row("null", .null), Row("Null", .null), Row("NULL", .null),
    Row("nULL", .string), Row("true", .boolean(true)), Row("False", .boolean(false)),
    Row("TRUE", .boolean(true)), Row("truE", .string), Row("trues", .string),
    Row("yes", .string, kustomization: .boolean(true)),
    Row("NO", .string, kustomization: .boolean(false)),
    Row("On", .string, kustomization: .boolean(true)),
    Row("off", .string, kustomization: .boolean(false)),
    Row("y", .string, kustomization: .boolean(true)),
    Row("N", .string, kustomization: .boolean(false)),
    Row("yEs", .string), Row("0", .integer(0)), Row("-0", .integer(0)), Row("12", .integer(12)),
    Row("+12", .integer(12)), Row("-12", .integer(-12)), Row("012", .integer(10)),
    Row("0x1F", .integer(31)), Row("-0x1f", .integer(-31)), Row("0o17", .integer(15)),
    Row("0b101", .integer(5)), Row("1_000", .integer(1000)), Row("08", .float(8)),
    Row("0x", .string), Row("0xG", .string), Row("--1", .string), Row("+", .string),
    Row("9223372036854775807", .integer(.max)), Row("-9223372036854775808", .integer(.min)),
    Row("9223372036854775808", .unsignedInteger(1 << 63)),
    Row("18446744073709551615", .unsignedInteger(.max)),
    Row("18446744073709551616", .float(0x1p64)), Row("1.5", .float(1.5)), Row(".5", .float(0.5)),
    Row("5.", .float(5)), Row("1e3", .float(1000)), Row("1E-2", .float(0.01)),
    Row("1e", .string), Row(".", .string), Row("1.2.3", .string), Row("1e400", .string),
    Row(".inf", .float(.infinity)), Row("-.INF", .float(-.infinity)),
    Row("+.Inf", .float(.infinity)), Row(".iNf", .string), Row("inf", .string),
    Row("nan", .string), Row("100m", .string), Row("5Gi", .string), Row("1:30", .string),
    Row("2001-01-02", .timestamp), Row("2001-1-2", .timestamp), Row("2001-13-02", .string),
    Row("2001-02-29", .string), Row("2004-02-29", .timestamp), Row("2001-01", .string),
    Row("2001-01-02T03:04:05Z", .timestamp), Row("2001-01-02 03:04:05.6", .timestamp),
    Row("2001-01-02T03:04:05+01:00", .timestamp), Row("2001-01-02T25:04:05Z", .string),
    Row("text", .string), Row("<<", .string), Row("größe", .string),
  ])
  func resolvesPlainText(_ row: Row) {
    #expect(Scalar(row.text).type(in: .resource) == row.resource)
    #expect(Scalar(row.text).type(in: .kustomization) == row.kustomization)
    for style in [Scalar.Style.singleQuoted, .doubleQuoted, .literal, .folded] {
      #expect(Scalar(row.text, style: style).type(in: .resource) == .string)
    }
    #expect(Scalar(row.text, tag: .string).type(in: .resource) == .string)
    #expect(Scalar(row.text).isNull == (row.resource == .null))
  }

  @Test func notANumberIsAFloat() {
    guard case .float(let value) = Scalar(".NaN").type(in: .resource) else {
      Issue.record(".NaN is no float")
      return
    }
    #expect(value.isNaN)
  }

  struct TagRow: CustomTestStringConvertible, Sendable {
    let text: String
    let tag: Scalar.Tag
    let type: ScalarType
    let typeInQuotes: ScalarType

    init(
      _ text: String, _ tag: Scalar.Tag, _ type: ScalarType,
      inQuotes typeInQuotes: ScalarType? = nil
    ) {
      (self.text, self.tag, self.type) = (text, tag, type)
      self.typeInQuotes = typeInQuotes ?? type
    }

    var testDescription: String { "\(tag) \(text)" }
  }

  @Test(arguments: [
    TagRow("1", .integer, .integer(1), inQuotes: .string), TagRow("x", .integer, .invalid),
    TagRow("1.5", .integer, .invalid), TagRow("1", .float, .float(1)),
    TagRow("1.5", .float, .float(1.5), inQuotes: .string), TagRow("x", .float, .invalid),
    TagRow("true", .boolean, .boolean(true), inQuotes: .string), TagRow("1", .boolean, .invalid),
    TagRow("yes", .boolean, .invalid), TagRow("", .null, .null, inQuotes: .string),
    TagRow("x", .null, .invalid),
    TagRow("2001-01-02", .timestamp, .timestamp, inQuotes: .string),
    TagRow("x", .timestamp, .invalid),
    TagRow("x", .binary, .binary), TagRow("1", .other, .string), TagRow("<<", .merge, .string),
  ])
  func tagsDecide(_ row: TagRow) {
    let plain = Scalar(row.text, tag: row.tag)
    #expect(plain.type(in: .resource) == row.type)
    let quoted = Scalar(row.text, style: .doubleQuoted, tag: row.tag)
    #expect(quoted.type(in: .resource) == row.typeInQuotes)
  }

  @Test func aTagThatIsWrittenCountsInQuotes() throws {
    let node = try parse("[!!int '5', !!bool \"true\", !!null '', !!float '5', !!str 5]")
    let types = try #require(node.elements).map { $0.scalar?.type(in: .resource) }
    #expect(types == [.integer(5), .boolean(true), .null, .float(5), .string])
  }
}
