/// Finds any of many texts within a text, in one pass.
///
/// Needles are found by their first eight bytes, and by their whole bytes from there; a filter of one
/// bit for each hash of eight bytes turns nearly all places away. Costs O(text) and, at the few
/// places that begin like a needle, O(length) for each different length of such needles.
struct NeedleSearch {
  private static let prefixCount = 8

  private struct Bucket {
    var lengths: [Int] = []
    var needles: [ArraySlice<UInt8>: Int] = [:]
  }

  private var buckets: [UInt64: Bucket] = [:]
  /// As many bits as are needed to have less than one in 32 set, within a cache of the processor.
  private var filter: [UInt64]
  private let filterShift: UInt64
  /// Needles of fewer bytes than a prefix, looked for one by one.
  private var short: [(bytes: [UInt8], index: Int)] = []

  /// A search for these needles, which are told by their position.
  init(_ needles: [[UInt8]]) {
    var bits: UInt64 = 10
    while bits < 22, 1 << bits < 32 * needles.count { bits += 1 }
    filter = [UInt64](repeating: 0, count: (1 << bits) / 64)
    filterShift = 64 - bits
    for (index, needle) in needles.enumerated() {
      guard needle.count >= Self.prefixCount else {
        if !needle.isEmpty { short.append((needle, index)) }
        continue
      }
      let prefix = Self.prefix(needle[...])
      let bit = Self.hash(prefix) >> filterShift
      filter[Int(bit >> 6)] |= 1 << (bit & 63)
      var bucket = buckets[prefix] ?? Bucket()
      if bucket.needles[needle[...]] == nil { bucket.needles[needle[...]] = index }
      if !bucket.lengths.contains(needle.count) { bucket.lengths.append(needle.count) }
      buckets[prefix] = bucket
    }
  }

  /// The first needle that occurs in `text`; nil if none does.
  func first(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var found: Int?
    visit(text) { needle, _ in
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
    visitPlaces(of: text, skipsSpace: false) { bucket, end in
      let start = end - (Self.prefixCount - 1)
      for length in bucket.lengths where start + length <= text.count {
        let part = Array(text[start..<start + length])[...]
        if let index = bucket.needles[part], !visit(index, start) { return false }
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
    of text: UnsafeBufferPointer<UInt8>, skipsSpace: Bool, _ visit: (Bucket, Int) -> Bool
  ) {
    guard !buckets.isEmpty, text.count >= Self.prefixCount else { return }
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
          count >= Self.prefixCount, let bucket = buckets[prefix]
        else { continue }
        if !visit(bucket, end) { return }
      }
    }
  }

  /// False if `visit` returned it.
  private func visitShort(
    _ text: UnsafeBufferPointer<UInt8>, _ visit: (Int, Int) -> Bool
  ) -> Bool {
    for (needle, index) in short where text.count >= needle.count {
      for start in 0...(text.count - needle.count)
      where text[start] == needle[0] && text[start..<start + needle.count].elementsEqual(needle) {
        if !visit(index, start) { return false }
      }
    }
    return true
  }

  private static func prefix(_ needle: ArraySlice<UInt8>) -> UInt64 {
    needle.prefix(prefixCount).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func hash(_ prefix: UInt64) -> UInt64 { prefix &* 0x9E37_79B9_7F4A_7C15 }
}
