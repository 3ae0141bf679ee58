internal import Compose
internal import SystemPackage

/// The offsets of a zone of the system's tz database from UTC.
///
/// See RFC 8536 for the format of the files.
struct TimeZoneRules {
  /// From which time on an offset holds, the earliest first.
  private var transitions: [(time: Int64, offset: Int64)] = []
  /// The offset before the first transition.
  private var first: Int64 = 0
  /// What holds after the last transition.
  private var rule: PosixTimeZone?

  /// The directories that may hold the database.
  static let directories = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

  /// The zone of a name, as `Europe/Copenhagen`; nil if the database has none, or there is none.
  init?(named name: String, in fileSystem: some FileSystem) {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      return nil
    }
    for directory in Self.directories {
      let path = FilePath(directory).pushing(FilePath(name))
      if let bytes = try? fileSystem.contents(of: path), let rules = Self(bytes) {
        self = rules
        return
      }
    }
    if name == "UTC" { return }
    return nil
  }

  /// The zone that a file describes; nil if it is no such file.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes[...])
    guard var header = reader.header() else { return nil }
    var width = 4
    if header.version >= 2 {
      reader.skip(header.size(timeWidth: 4))
      guard let second = reader.header() else { return nil }
      header = second
      width = 8
    }
    guard reader.bytes.count >= header.size(timeWidth: width), header.types > 0 else { return nil }
    let times = (0..<header.transitions).map { _ in reader.integer(width) }
    let kinds = (0..<header.transitions).map { _ in Int(reader.integer(1) & 0xFF) }
    let offsets = (0..<header.types).map { _ in
      let offset = reader.integer(4)
      reader.skip(2)
      return offset
    }
    guard kinds.allSatisfy(offsets.indices.contains) else { return nil }
    first = offsets[0]
    transitions = zip(times, kinds).map { ($0, offsets[$1]) }
    reader.skip(header.rest(timeWidth: width))
    if width == 8 { rule = PosixTimeZone(reader.footer()) }
  }

  /// The seconds that local time is ahead of UTC.
  func offset(at time: Int64) -> Int64 {
    guard let last = transitions.last else { return rule?.offset(at: time) ?? first }
    if time >= last.time { return rule?.offset(at: time) ?? last.offset }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].offset
  }

  private struct Header {
    var version: Int
    var utcFlags: Int
    var standardFlags: Int
    var leaps: Int
    var transitions: Int
    var types: Int
    var names: Int

    func rest(timeWidth: Int) -> Int {
      names + leaps * (timeWidth + 4) + standardFlags + utcFlags
    }

    func size(timeWidth: Int) -> Int {
      transitions * (timeWidth + 1) + types * 6 + rest(timeWidth: timeWidth)
    }
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func header() -> Header? {
      guard bytes.count >= 44, bytes.starts(with: "TZif".utf8) else { return nil }
      skip(4)
      let digit = integer(1)
      skip(15)
      let counts = (0..<6).map { _ in Int(integer(4)) }
      guard counts.allSatisfy({ $0 >= 0 && $0 < 1 << 20 }) else { return nil }
      return Header(
        version: digit == 0 ? 1 : Int(digit) - 0x30, utcFlags: counts[0],
        standardFlags: counts[1], leaps: counts[2], transitions: counts[3], types: counts[4],
        names: counts[5])
    }

    /// A number in two's complement, the most significant byte first.
    mutating func integer(_ width: Int) -> Int64 {
      let taken = bytes.prefix(width)
      bytes = bytes.dropFirst(width)
      var value: Int64 = (taken.first ?? 0) & 0x80 != 0 && width > 1 ? -1 : 0
      for byte in taken { value = value << 8 | Int64(byte) }
      return value
    }

    mutating func skip(_ count: Int) { bytes = bytes.dropFirst(count) }

    /// The rule in the last line.
    func footer() -> String {
      String(decoding: bytes.drop { $0 == 0x0A }.prefix { $0 != 0x0A }, as: UTF8.self)
    }
  }
}
