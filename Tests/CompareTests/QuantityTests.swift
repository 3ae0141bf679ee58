@testable import Compare
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    ("1", "1000m"), ("0.5", "500m"), ("1Gi", "1024Mi"), ("1e3", "1k"), ("-1", "-1000m"),
    ("1.5Gi", "1536Mi"), ("100n", "0.1u"), ("+2", "2"), (".5", "500m"), ("5.", "5"),
    ("8Ei", "8192Pi"),
  ])
  func amountsAreEqual(_ a: String, _ b: String) throws {
    let (a, b) = (try #require(Quantity(a)), try #require(Quantity(b)))
    #expect(a == b)
  }

  @Test(arguments: ["", "m", "1.2.3", "1 Gi", "1GB", "x", "1e99", "--1"])
  func isNone(_ text: String) {
    #expect(Quantity(text) == nil)
  }

  @Test func smallerIsLess() throws {
    let (a, b) = (try #require(Quantity("999Mi")), try #require(Quantity("1Gi")))
    #expect(a < b)
  }
}
