/// Finds any of many texts within a text, in one pass.
///
/// Needles are found by their first eight bytes, and by their whole bytes from there; a filter of one
/// bit for each hash of eight bytes turns nearly all places away. Costs O(text) and, at the few
/// places that begin like needles, O(length) for each of them.
struct NeedleSearch {
  private static let prefixCount = 8

  private let needles: [[UInt8]]
  /// The needles by their first bytes, those of one run beside each other.
  private let order: [(prefix: UInt64, needle: Int)]
  /// The part of `order` of each run.
  private var runs: [UInt64: Range<Int>] = [:]
  /// As many bits as are needed to have one in 32 set at most, up to what a processor keeps near.
  private var filter: [UInt64]
  private let filterShift: UInt64
  /// Needles of fewer bytes than a prefix, looked for one by one.
  private let short: [Int]

  /// A search for these needles, which are told by their position.
  init(_ needles: [[UInt8]]) {
    self.needles = needles
    short = needles.indices.filter { 1..<Self.prefixCount ~= needles[$0].count }
    order = needles.indices.filter { needles[$0].count >= Self.prefixCount }
      .map { (Self.prefix(needles[$0]), $0) }.sorted { $0 < $1 }
    var bits: UInt64 = 10
    while bits < 22, 1 << bits < 32 * needles.count { bits += 1 }
    filter = [UInt64](repeating: 0, count: (1 << bits) / 64)
    filterShift = 64 - bits
    runs.reserveCapacity(order.count)
    var start = 0
    while start < order.count {
      let prefix = order[start].prefix
      let end = order[start...].firstIndex { $0.prefix != prefix } ?? order.count
      runs[prefix] = start..<end
      let bit = Self.hash(prefix) >> filterShift
      filter[Int(bit >> 6)] |= 1 << (bit & 63)
      start = end
    }
  }

  /// The first needle that occurs in `text` and is `wanted`; nil if none does.
  func first(
    in text: UnsafeBufferPointer<UInt8>, where isWanted: (Int) -> Bool = { _ in true }
  ) -> Int? {
    var found: Int?
    visit(text) { needle, _ in
      guard isWanted(needle) else { return true }
      found = needle
      return false
    }
    return found
  }

  /// Calls `visit` with every needle that occurs in `text`, and where it begins, until that returns
  /// false.
  func visit(
    _ text: UnsafeBufferPointer<UInt8>, _ visit: (_ needle: Int, _ start: Int) -> Bool
  ) {
    guard visitShort(text, visit) else { return }
    visitPlaces(of: text, skipsSpace: false) { run, end in
      let start = end - (Self.prefixCount - 1)
      for (_, needle) in order[run] where occurs(needle, in: text, at: start) {
        if !visit(needle, start) { return false }
      }
      return true
    }
  }

  /// Whether a text without its white space begins like a needle somewhere: spares all others a copy
  /// without it.
  func mayOccur(inSpacelessOf text: UnsafeBufferPointer<UInt8>) -> Bool {
    var mayOccur = !short.isEmpty
    visitPlaces(of: text, skipsSpace: true) { _, _ in
      mayOccur = true
      return false
    }
    return mayOccur
  }

  /// Calls `visit` where the first bytes of needles end, until that returns false.
  private func visitPlaces(
    of text: UnsafeBufferPointer<UInt8>, skipsSpace: Bool, _ visit: (Range<Int>, Int) -> Bool
  ) {
    guard !runs.isEmpty, text.count >= Self.prefixCount else { return }
    filter.withUnsafeBufferPointer { filter in
      var prefix: UInt64 = 0
      var count = 0
      for end in text.indices {
        let byte = text[end]
        if skipsSpace, Needles.isSpace(byte) { continue }
        prefix = prefix << 8 | UInt64(byte)
        count &+= 1
        let bit = Self.hash(prefix) >> filterShift
        guard filter[Int(truncatingIfNeeded: bit >> 6)] & 1 << (bit & 63) != 0,
          count >= Self.prefixCount, let run = runs[prefix]
        else { continue }
        if !visit(run, end) { return }
      }
    }
  }

  /// False if `visit` returned it.
  private func visitShort(
    _ text: UnsafeBufferPointer<UInt8>, _ visit: (Int, Int) -> Bool
  ) -> Bool {
    for needle in short {
      for start in text.indices where occurs(needle, in: text, at: start) {
        if !visit(needle, start) { return false }
      }
    }
    return true
  }

  private func occurs(
    _ needle: Int, in text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Bool {
    let bytes = needles[needle]
    return start + bytes.count <= text.count
      && text[start..<start + bytes.count].elementsEqual(bytes)
  }

  private static func prefix(_ needle: [UInt8]) -> UInt64 {
    needle.prefix(prefixCount).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func hash(_ prefix: UInt64) -> UInt64 { prefix &* 0x9E37_79B9_7F4A_7C15 }
}
