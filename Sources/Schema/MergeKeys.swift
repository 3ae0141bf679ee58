/// The fields that together identify an element of a list that merges, such as `containerPort` and
/// `protocol` for the ports of a container; none if the elements are scalars that form a set.
///
/// Keeping one allocates nothing. Reading a key makes a `String`, which for up to 15 bytes allocates
/// nothing either.
public struct MergeKeys: RandomAccessCollection, Sendable {
  /// The position of the first key, 0.
  public let startIndex = 0
  /// The number of keys.
  public let endIndex: Int

  private let table: SchemaTable
  /// Where the offsets of the names are.
  private let names: Int

  init(table: SchemaTable, element: Int) {
    self.table = table
    endIndex = table.number(at: element + 5, digits: 2)
    names = element + 7
  }

  /// The name of a field.
  public subscript(position: Int) -> String {
    precondition(indices.contains(position), "There are \(count) merge keys.")
    return String(decoding: table.name(at: table.offset(at: names + 4 * position)), as: UTF8.self)
  }
}
