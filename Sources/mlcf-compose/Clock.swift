internal import Project

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The time of the system: the one place where it is asked for.
enum Clock {
  /// Seconds since 1970 in UTC.
  static var now: Int64 { Int64(time(nil)) }

  /// The day of a time in seconds since 1970.
  static func day(of seconds: Int64) -> String { Instant(seconds: seconds).day }
}
