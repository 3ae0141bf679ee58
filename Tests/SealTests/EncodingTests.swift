import Testing

@testable import Seal

/// Each encoding is needed: without it, a form of ``PlantingTests`` is not found any more.
@Suite struct EncodingTests {
  /// Its base64 has both characters that are others in URLs, wherever it begins.
  private static let value = "k3???>>>yQ<'\"&d\\Zé-???>>>mmw"

  private func scan(_ encodings: [Encoding]) -> LeakScan {
    var secrets = DevelopmentSecrets()
    secrets.take(Array(Self.value.utf8), of: "database", "password")
    return LeakScan(
      Needles(secrets, minimalLength: 8, encodings: encodings) { _, _ in false })
  }

  @Test func allTogetherFindEveryForm() {
    let scan = scan(Encoding.allCases)
    for form in PlantingTests.forms {
      #expect(scan.needle(in: form.write(Self.value)) != nil, "\(form.name)")
    }
  }

  @Test(arguments: Encoding.allCases)
  func withoutOneAFormIsMissed(_ encoding: Encoding) {
    let scan = scan(Encoding.allCases.filter { $0 != encoding })
    let missed = PlantingTests.forms.filter { scan.needle(in: $0.write(Self.value)) == nil }
    #expect(!missed.isEmpty)
  }
}
