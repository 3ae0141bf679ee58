internal import Compose
internal import Project

/// What one gate says of a promotion.
public struct GateResult: Sendable, Equatable {
  /// The gates, in the order in which they are looked at.
  public enum Name: String, Sendable, CaseIterable {
    /// The project allows the route.
    case route
    /// The files that matter are those of the last commit.
    case clean
    /// What moves is a release of the source.
    case order
    /// The target takes promotions.
    case hold
    /// The release has been live in the source long enough.
    case soak
    /// It is a time for promotions.
    case window
    /// It is no time without them.
    case freeze
    /// The rendered difference is small enough.
    case limits
    /// Images of protected environments have digests.
    case digest
  }

  /// What a gate says.
  public enum State: String, Sendable {
    case pass
    case fail
    /// It would fail and is skipped, with a reason.
    case overridden
  }

  /// The gate.
  public var name: Name
  /// What it says.
  public var state: State
  /// Why.
  public var reason: String
  /// When it will pass by itself, in seconds since 1970; nil if it does or will not.
  public var passesAt: Int64?

  static func pass(_ name: Name, _ reason: String) -> GateResult {
    GateResult(name: name, state: .pass, reason: reason, passesAt: nil)
  }

  static func fail(_ name: Name, _ reason: String, passesAt: Int64? = nil) -> GateResult {
    GateResult(name: name, state: .fail, reason: reason, passesAt: passesAt)
  }
}

/// The gates that depend on time alone.
struct TimeGates {
  let environment: Project.Environment
  let now: Int64

  /// The gates; a zone that the system does not know fails.
  func results(in fileSystem: some FileSystem) -> [GateResult] {
    [window(in: fileSystem), freeze]
  }

  private var freeze: GateResult {
    guard let freeze = environment.freezes.first(where: { $0.start <= now && now < $0.end }) else {
      return .pass(.freeze, environment.freezes.isEmpty ? "there is none" : "none is on")
    }
    return .fail(.freeze, "\"\(freeze.name)\" is on", passesAt: freeze.end)
  }

  private func window(in fileSystem: some FileSystem) -> GateResult {
    guard !environment.windows.isEmpty else { return .pass(.window, "there is none") }
    var next: Int64?
    for window in environment.windows {
      guard let zone = TimeZoneRules(named: window.timeZone, in: fileSystem) else {
        return .fail(
          .window, "the tz database of this system has no zone \"\(window.timeZone)\"")
      }
      let open = WindowTimes(window: window, zone: zone)
      if open.contains(now) { return .pass(.window, "one is open") }
      if let opening = open.opening(after: now) { next = min(next ?? opening, opening) }
    }
    return .fail(.window, "none is open", passesAt: next)
  }
}

/// When a window is open.
private struct WindowTimes {
  let window: Project.Window
  let zone: TimeZoneRules

  func contains(_ time: Int64) -> Bool {
    let local = time + zone.offset(at: time)
    let day = CivilDay(seconds: local)
    let minute = Int((local - day.number * 86400) / 60)
    if window.start < window.end {
      return isOn(day) && window.start <= minute && minute < window.end
    }
    // A window past midnight belongs to the day on which it opens.
    return isOn(day) && minute >= window.start
      || isOn(CivilDay(seconds: local - 86400)) && minute < window.end
  }

  /// The first minute of the two weeks from `time` on in which it is open.
  func opening(after time: Int64) -> Int64? {
    let start = (time / 60 + 1) * 60
    return stride(from: start, to: start + 15 * 86400, by: 60).first(where: contains)
  }

  private func isOn(_ day: CivilDay) -> Bool {
    guard !window.days.isEmpty else { return true }
    let days: [Project.Day] = [.sun, .mon, .tue, .wed, .thu, .fri, .sat]
    return window.days.contains(days[Int(day.weekday)])
  }
}
