/// The parts of the collections that are being read, those of inner collections above those of outer
/// ones.
///
/// A collection that ends takes its parts from the top. They are moved, not copied, into an array
/// of exactly that many; the memory is used again for the next collection.
struct PartStack<Part>: ~Copyable {
  private var memory = UnsafeMutableBufferPointer<Part>.allocate(capacity: 16)

  /// How many parts there are.
  private(set) var count = 0

  /// A stack without parts.
  init() {}

  deinit {
    memory[..<count].deinitialize()
    memory.deallocate()
  }

  /// Adds a part at the top.
  mutating func push(_ part: consuming Part) {
    if count == memory.count { grow() }
    memory.initializeElement(at: count, to: part)
    count += 1
  }

  /// Removes the parts from `first` on, and gives them in order.
  mutating func take(from first: Int) -> ContiguousArray<Part> {
    let parts = memory[first..<count]
    count = first
    // The initialiser of arrays that takes a capacity looks for the type of their storage each time.
    var taken: ContiguousArray<Part> = []
    taken.append(addingCapacity: parts.count) { span in
      span.withUnsafeMutableBufferPointer { target, initialized in
        initialized = target.moveInitialize(fromContentsOf: parts)
      }
    }
    return taken
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<Part>.allocate(capacity: 2 * memory.count)
    _ = larger.moveInitialize(fromContentsOf: memory)
    memory.deallocate()
    memory = larger
  }
}
