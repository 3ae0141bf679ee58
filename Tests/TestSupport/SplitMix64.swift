import Foundation

/// A small random generator whose numbers follow from its seed.
///
/// See Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
package struct SplitMix64: RandomNumberGenerator {
  /// The seed of this run: `SEED` of the environment, or always the same.
  package static let seed =
    ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? 20_240_229

  private var state: UInt64

  /// A generator for one of several independent rounds of this run.
  package init(round: Int) {
    state = Self.seed &+ UInt64(round) &* 0xD1B5_4A32_D192_ED03
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension SplitMix64 {
  /// A number below `bound`.
  package mutating func below(_ bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }

  /// One of the elements.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }
}
