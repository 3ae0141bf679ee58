import Foundation
import Project
import Testing

@Suite struct InstantTests {
  @Test func daysAreThoseOfTheCalendar() {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    for seconds in stride(from: Int64(-62_135_596_800), to: 40_000_000_000, by: 86_400 * 977) {
      let day = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      guard seconds > -12_000_000_000 else { continue }
      #expect(Instant(seconds: seconds).day == day)
      #expect(Instant(day)?.seconds == seconds - ((seconds % 86400 + 86400) % 86400))
    }
    #expect(Instant(seconds: -1).day == "1969-12-31")
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-02-29", "2026-1-1", "2026-01-01T", "2026-01-01T00:00",
    "2026-01-01T24:00Z", "2026-01-01T00:60Z", "2026-01-01T00:00:00:00Z", "x026-01-01",
  ])
  func refusesWhatIsNoTime(_ text: String) {
    #expect(Instant(text) == nil)
  }
}
