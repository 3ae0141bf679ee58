/// Finds any of many texts within a text, in one pass.
///
/// Needles are found by their first eight bytes, and by their whole bytes from there; a filter of one
/// bit for each hash of eight bytes turns nearly all places away. Costs O(text) and, at the few
/// places that begin like a needle, O(length) for each different length of such needles.
struct NeedleSearch {
  private static let prefixCount = 8
  private static let filterBits = 18

  private struct Bucket {
    var lengths: [Int] = []
    var needles: [ArraySlice<UInt8>: Int] = [:]
  }

  private var buckets: [UInt64: Bucket] = [:]
  private var filter = [UInt64](repeating: 0, count: (1 << filterBits) / 64)
  /// Needles of fewer bytes than a prefix, looked for one by one.
  private var short: [(bytes: [UInt8], index: Int)] = []

  /// A search for these needles, which are told by their position.
  init(_ needles: [[UInt8]]) {
    for (index, needle) in needles.enumerated() {
      guard needle.count >= Self.prefixCount else {
        if !needle.isEmpty { short.append((needle, index)) }
        continue
      }
      let prefix = Self.prefix(needle[...])
      let bit = Self.hash(prefix)
      filter[bit >> 6] |= 1 << UInt64(bit & 63)
      var bucket = buckets[prefix] ?? Bucket()
      if bucket.needles[needle[...]] == nil { bucket.needles[needle[...]] = index }
      if !bucket.lengths.contains(needle.count) { bucket.lengths.append(needle.count) }
      buckets[prefix] = bucket
    }
  }

  /// The first needle that occurs in `text`; nil if none does.
  func first(in text: [UInt8]) -> Int? {
    var found: Int?
    visit(text) { needle, _ in
      found = needle
      return false
    }
    return found
  }

  /// Calls `visit` with every needle that occurs in `text`, and where it begins, until that returns
  /// false.
  func visit(_ text: [UInt8], _ visit: (_ needle: Int, _ start: Int) -> Bool) {
    guard !buckets.isEmpty || !short.isEmpty else { return }
    guard visitShort(text, visit), text.count >= Self.prefixCount else { return }
    var prefix: UInt64 = 0
    for end in text.indices {
      prefix = prefix << 8 | UInt64(text[end])
      guard end >= Self.prefixCount - 1 else { continue }
      let bit = Self.hash(prefix)
      guard filter[bit >> 6] & 1 << UInt64(bit & 63) != 0, let bucket = buckets[prefix] else {
        continue
      }
      let start = end - (Self.prefixCount - 1)
      for length in bucket.lengths where start + length <= text.count {
        if let index = bucket.needles[text[start..<start + length]], !visit(index, start) { return }
      }
    }
  }

  /// False if `visit` returned it.
  private func visitShort(_ text: [UInt8], _ visit: (Int, Int) -> Bool) -> Bool {
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

  private static func hash(_ prefix: UInt64) -> Int {
    Int(truncatingIfNeeded: (prefix &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - filterBits))
  }
}
