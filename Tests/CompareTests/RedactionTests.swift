import Compare
import Foundation
import Testing

/// No report shows the value of a Secret, wherever it turns up.
@Suite struct RedactionTests {
  private static let canary = "cAnArY-7f3b9"
  private static let encoded = "Y0FuQXJZLTdmM2I5"

  private func hex(_ text: String) -> String { text.utf8.map(hex).joined() }

  private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

  private func text(_ secret: String, _ plain: String) -> String {
    """
    apiVersion: v1
    kind: Secret
    metadata:
      name: s
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: '{"data": "\(secret)"}'
    data: {a: \(secret), b: Yg==}
    stringData: {c: \(plain)}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: m}
    data:
      url: postgres://user:\(plain)@host/
      base64: xx\(secret)
      json: '{"password": "\(plain)"}'
      hex: value \(hex(plain))
      twice: \(base64(base64(plain)))
      address: https://host/?p=\(plain.utf8.map { "%\(hex($0))" }.joined())
      wrapped: |
        \(base64(plain + plain).prefix(9))
        \(base64(plain + plain).dropFirst(9))
      text: |
        a
        \(plain)
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: p}
    spec: {containers: [{name: c, args: ["--password=\(plain)"]}]}

    """
  }

  private var texts: [(String, String)] {
    let other = text("b3RoZXItdmFsdWU=", "other-value")
    let secret = text(Self.encoded, Self.canary)
    return [(secret, other), (other, secret), (secret, ""), ("", secret), (secret, secret)]
  }

  @Test func noFormatShowsAValue() throws {
    for (old, new) in texts {
      let reports = [
        DifferenceReport(
          name: "x", oldName: "a", newName: "b", comparison: try comparison(old, new))
      ]
      let outputs = [
        HumanFormat(usesColor: true, width: 200).text(of: reports),
        BriefFormat().text(of: reports), MarkdownFormat().text(of: reports),
        GitHubFormat().text(of: reports), UnifiedFormat().text(of: reports),
        String(decoding: JSONFormat().text(of: reports), as: UTF8.self),
        String(decoding: SARIFFormat(version: "1").text(of: reports), as: UTF8.self),
      ]
      for output in outputs {
        #expect(!output.contains(Self.canary))
        #expect(!output.contains(Self.encoded))
        #expect(!output.contains(hex(Self.canary)))
        #expect(!output.contains(base64(base64(Self.canary)).dropLast(4)))
        #expect(!output.contains("%\(hex(Self.canary.utf8.first ?? 0))%"))
        #expect(!output.contains(base64(Self.canary + Self.canary).dropFirst(9).prefix(12)))
      }
    }
  }

  @Test func aChangeThatIsNotShownIsTold() throws {
    let (old, new) = texts[0]
    let report = DifferenceReport(
      name: "x", oldName: "a", newName: "b", comparison: try comparison(old, new))
    let text = UnifiedFormat().text(of: [report])
    #expect(text.contains("# configmap_m.yaml: data.url: value differs (not shown)\n"))
    #expect(text.contains("-  a: '<redacted: value before>'\n+  a: '<redacted: value after>'\n"))
  }

  @Test func whichKeysDifferIsShown() throws {
    let (old, new) = texts[0]
    let secret = try #require(
      try comparison(old, new).differences.first { $0.identity.kind == "Secret" })
    #expect(
      secret.changes.map(\.path.description) == [
        "metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration", "data.a",
        "stringData.c",
      ])
    #expect(secret.changes.allSatisfy { $0.isRedacted })
  }
}
