internal import YAML

extension EditPlan {
  /// The entry or element of a position goes.
  func removals(of position: Int, in collection: Collection) -> [[Splice]] {
    guard let part = collection.parts[position] else { return [] }
    let next = collection.parts[(position + 1)...].first { $0 != nil } ?? nil
    if collection.isFlow {
      let previous = collection.parts[..<position].last { $0 != nil } ?? nil
      return flowRemovals(of: part, between: previous, and: next)
    }
    if collection.ownParts.count == 1 { return lastRemovals(of: part, in: collection) }
    guard let start = start(of: part, in: collection) else { return [] }
    let nextStart = next.flatMap { self.start(of: $0, in: collection) }
    return blockRemovals(from: start, to: part.extent.upperBound, next: nextStart)
  }

  /// The key of an entry, or the dash of an element.
  private func start(of part: Part, in collection: Collection) -> Int? {
    if let key = part.key { return key.lowerBound }
    return outline.dash(
      of: part, column: collection.column,
      from: layout.value(in: collection.part.extent).lowerBound)
  }

  /// Whole lines, where the part has them for itself; else what stands before the next part.
  private func blockRemovals(from start: Int, to end: Int, next: Int?) -> [[Splice]] {
    guard layout.isFirstOnLine(start) else {
      guard let next else { return [] }
      // What precedes the part on its line stays, and so does a comment between the parts.
      return layout.hasComment(in: end..<next)
        ? [[Splice(start..<end)]] : [[Splice(start..<next)]]
    }
    let lineStart = layout.lineStart(of: start)
    let ends = layout.insertions(below: end)
    return ends.map { end in
      guard end == layout.bytes.count, layout.bytes.last != UInt8(ascii: "\n") else {
        return [Splice(lineStart..<end)]
      }
      // The file does not end in a line break, and does not thereafter.
      return [Splice(trimmingBreak(before: lineStart)..<end)]
    }
  }

  private func trimmingBreak(before offset: Int) -> Int {
    var end = offset
    if end > 0, layout.bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    if end > 0, layout.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }

  /// The only part of a collection goes: brackets take its place, or nothing at the root.
  private func lastRemovals(of part: Part, in collection: Collection) -> [[Splice]] {
    guard let start = start(of: part, in: collection) else { return [] }
    if collection.part.key == nil, change.path.steps.count == 1 {
      return blockRemovals(from: start, to: part.extent.upperBound, next: nil)
    }
    let brackets = collection.part.node.isMapping ? "{}" : "[]"
    guard let key = collection.part.key, layout.isFirstOnLine(start) else {
      return [[Splice(start..<part.extent.upperBound, brackets)]]
    }
    let colon = layout.skippingBlanks(from: key.upperBound)
    let lines = blockRemovals(from: start, to: part.extent.upperBound, next: nil)
    return lines.map { [Splice(at: colon + 1, " " + brackets)] + $0 }
  }

  private func flowRemovals(
    of part: Part, between previous: Part?, and next: Part?
  ) -> [[Splice]] {
    let end = part.extent.upperBound
    let isFree = next.map { !layout.hasComment(in: end..<$0.start) } ?? true
    // With the comma before it, neighbours can go in one go.
    if isFree, let previous, !layout.hasComment(in: previous.extent.upperBound..<part.start) {
      return [[Splice(previous.extent.upperBound..<end)]]
    }
    if isFree, let next { return [[Splice(part.start..<next.start)]] }
    // A comment stays; so does its line. The comma behind the value goes with it.
    let comma = layout.skippingSpace(from: end)
    guard comma < layout.bytes.count, layout.bytes[comma] == UInt8(ascii: ",") else {
      return [[Splice(part.start..<end)]]
    }
    return [[Splice(part.start..<end), Splice(comma..<comma + 1)], [Splice(part.start..<end)]]
  }
}
