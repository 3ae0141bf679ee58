/// The candidate that `name` was most likely meant to be, if any is near enough.
///
/// Compares without regard to case by the optimal string alignment distance (insertions, deletions,
/// substitutions, swaps of neighbours); at most a third of the letters may differ. The first of
/// equally near candidates wins. Costs O(candidates × length²), less where they differ much.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8.map(lowercased))
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let count = candidate.utf8.count
    let third = max(wanted.count, count) / 3
    guard abs(wanted.count - count) <= third else { continue }
    let limit = min(max(third, 1), (best?.distance ?? .max) - 1)
    let other = Array(candidate.utf8.map(lowercased))
    if let distance = editDistance(wanted, other, atMost: limit) { best = (candidate, distance) }
    if best?.distance == 0 { break }
  }
  return best?.name
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// The distance of two texts; nil if it is above the limit.
private func editDistance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  var row = last
  for i in a.indices {
    row[0] = i + 1
    for j in b.indices {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row[j + 1] = cost
    }
    // A swap comes from two rows before, so that both must be above.
    if row.allSatisfy({ $0 > limit }), last.allSatisfy({ $0 > limit }) { return nil }
    (beforeLast, last, row) = (last, row, beforeLast.isEmpty ? row : beforeLast)
  }
  return last[b.count] <= limit ? last[b.count] : nil
}
