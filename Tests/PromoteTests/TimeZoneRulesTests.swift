import Compose
import Project
import Testing

@testable import Promote

/// Offsets of real zones at the edges of daylight saving, and rules as they stand in `TZ`.
@Suite struct TimeZoneRulesTests {
  @Test(arguments: [
    // 2026-03-29 01:00 UTC: clocks in Copenhagen go from 02:00 to 03:00.
    (1_774_745_999, 3600), (1_774_746_000, 7200),
    // 2026-10-25 01:00 UTC: from 03:00 back to 02:00.
    (1_792_889_999, 7200), (1_792_890_000, 3600),
    // January and June of 2040, beyond the transitions that the file lists.
    (2_210_000_000, 3600), (2_223_158_399, 7200),
  ])
  func copenhagenChangesItsClocks(time: Int64, offset: Int64) throws {
    guard let zone = TimeZoneRules(named: "Europe/Copenhagen", in: LocalFileSystem()) else {
      return
    }
    #expect(zone.offset(at: time) == offset)
  }

  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600),
    // South of the equator it is summer at the turn of the year.
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_767_225_600, 39600),
    ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_782_864_000, 36000),
    ("<+0545>-5:45", 0, 20700), ("UTC0", 5, 0), ("EST5", 0, -18000),
  ])
  func rulesAreFollowed(rule: String, time: Int64, offset: Int64) {
    #expect(PosixTimeZone(rule)?.offset(at: time) == offset)
  }

  @Test(arguments: ["", "CET", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,J60,J300", "-1"])
  func otherRulesAreNone(rule: String) {
    #expect(PosixTimeZone(rule) == nil)
  }

  @Test(arguments: ["Europe/Nowhere", "../etc/passwd", "/etc/localtime", ""])
  func unknownZonesAreNone(name: String) {
    #expect(TimeZoneRules(named: name, in: LocalFileSystem()) == nil)
  }

  @Test func daysAreThoseOfTheCalendar() {
    for day in stride(from: Int64(-800_000), to: 800_000, by: 37) {
      let civil = CivilDay(seconds: day * 86400)
      #expect(CivilDay(year: civil.year, month: civil.month, day: civil.day).number == day)
    }
    #expect(CivilDay(year: 2026, month: 11, day: 26).weekday == 4)
    #expect(CivilDay(year: 2028, month: 2, day: 1).daysOfMonth == 29)
  }
}
