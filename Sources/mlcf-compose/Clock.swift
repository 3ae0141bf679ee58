#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The time of the system: the one place where it is asked for.
enum Clock {
  /// Seconds since 1970 in UTC.
  static var now: Int64 { Int64(time(nil)) }

  /// The day in UTC, as `2026-11-25`.
  static var today: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func digits(_ value: Int32) -> String { (value < 10 ? "0" : "") + String(value) }
    return "\(1900 + parts.tm_year)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday))"
  }
}
