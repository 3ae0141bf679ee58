/// Bytes that take the place of others.
struct Splice: Hashable {
  /// The bytes that go; empty where bytes only come.
  var range: Range<Int>
  /// The bytes that come.
  var bytes: [UInt8]

  init(_ range: Range<Int>, _ bytes: [UInt8]) {
    self.range = range
    self.bytes = bytes
  }

  init(_ range: Range<Int>, _ text: String = "") {
    self.init(range, Array(text.utf8))
  }

  init(at offset: Int, _ text: String) {
    self.init(offset..<offset, Array(text.utf8))
  }
}

extension [UInt8] {
  /// The bytes with the splices made, which are in order and do not overlap.
  func applying(_ splices: [Splice]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + splices.reduce(0) { $0 + $1.bytes.count })
    var position = 0
    for splice in splices {
      result += self[position..<splice.range.lowerBound]
      result += splice.bytes
      position = splice.range.upperBound
    }
    return result + self[position...]
  }
}
