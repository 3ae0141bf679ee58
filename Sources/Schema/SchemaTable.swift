/// The bytes of one version's tables, searched in place.
///
/// A table is printable ASCII, so that it can be a literal, made by `Scripts/generate-schema`.
/// A number is written in digits of six bits, `0` to `o`, the most significant first; an offset
/// has four and counts from the table's start. The blocks, of which only the first has a fixed
/// place:
///
/// - kinds: count (4 digits), offset of the definitions, then per kind, sorted by kind and
///   `apiVersion`: offset of the kind's name, offset of the `apiVersion`, scope (1 digit), type;
/// - definitions: count (4 digits), then per definition, sorted: offset of its name, type;
/// - fields of an object: count (2 digits), then per field, sorted: offset of its name, type;
/// - an element: the type of a list's elements or a map's values; after it, if the list merges, the
///   count of its keys (2 digits) and the offset of each key's name;
/// - a name: its length (2 digits) and its bytes.
///
/// A type is its form (1 digit) and the offset of its fields or its element, 0 if it has neither. In
/// a table made from a document that leaves definitions out, it may be the offset of a type of the
/// default table.
/// Names are sorted by their bytes.
///
/// A table lives as long as the process, and only this type knows where: those of the executable
/// are part of its image, one made from a document is never freed.
struct SchemaTable: Equatable, @unchecked Sendable {  // The bytes never change.
  private let start: UnsafePointer<UInt8>

  init(_ text: StaticString) {
    start = text.utf8Start
  }

  /// A table of these bytes, which are never freed.
  init(keeping bytes: [UInt8]) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    _ = buffer.initialize(from: bytes)
    // An allocation of one byte at least has an address.
    start = UnsafePointer(buffer.baseAddress.unsafelyUnwrapped)
  }

  /// The first digit of a type; any other says that there is none.
  enum Form: UInt8 {
    case any, object, list, mergingList, map, string, integer, number, boolean, intOrString
    /// The type is at the offset in the table of ``KubernetesSchema/v1_21``.
    case builtIn
  }

  /// The digit of a kind's scope.
  enum Scope: UInt8 {
    case unknown, namespaced, cluster
  }

  /// Where the record of a kind begins: its scope; `nil` if the table hasn't got the kind.
  ///
  /// Cost: logarithmic in the number of kinds; allocates nothing.
  func kind(apiVersion: String, kind: String) -> Int? {
    var (apiVersion, kind) = (apiVersion, kind)
    return kind.withUTF8 { kind in
      apiVersion.withUTF8 { apiVersion in
        search(recordsAt: 8, count: number(at: 0, digits: 4), stride: 14) { record in
          let order = compare(kind, withNameAt: offset(at: record))
          return order != 0 ? order : compare(apiVersion, withNameAt: offset(at: record + 4))
        }.map { $0 + 8 }
      }
    }
  }

  /// Where the type of a definition is.
  ///
  /// Cost: logarithmic in the number of definitions; allocates nothing.
  func definition(_ name: String) -> Int? {
    let definitions = offset(at: 4)
    var name = name
    return name.withUTF8 { name in
      search(
        recordsAt: definitions + 4, count: number(at: definitions, digits: 4), stride: 9
      ) { record in
        compare(name, withNameAt: offset(at: record))
      }.map { $0 + 4 }
    }
  }

  /// Where the type of a field is, for an object with its fields at `fields`.
  ///
  /// Cost: logarithmic in the number of fields; allocates nothing.
  func field(_ name: String, ofFieldsAt fields: Int) -> Int? {
    var name = name
    return name.withUTF8 { name in
      search(recordsAt: fields + 2, count: number(at: fields, digits: 2), stride: 9) { record in
        compare(name, withNameAt: offset(at: record))
      }.map { $0 + 4 }
    }
  }

  /// The digit at an offset.
  func digit(at offset: Int) -> UInt8 {
    start[offset] &- 48
  }

  /// The number of so many digits at an offset.
  func number(at offset: Int, digits: Int) -> Int {
    var value = 0
    for index in offset..<offset + digits {
      value = value << 6 | Int(digit(at: index))
    }
    return value
  }

  /// The offset that is written at an offset.
  func offset(at offset: Int) -> Int {
    number(at: offset, digits: 4)
  }

  /// The bytes of the name at an offset.
  func name(at offset: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start + offset + 2, count: number(at: offset, digits: 2))
  }

  /// Searches sorted records; `order` is negative if what is looked for comes before a record.
  private func search(
    recordsAt base: Int, count: Int, stride: Int, order: (_ record: Int) -> Int
  ) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let record = base + middle * stride
      let order = order(record)
      if order == 0 { return record }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  /// Negative, zero or positive, as `text` sorts before, is, or sorts after the name.
  private func compare(_ text: UnsafeBufferPointer<UInt8>, withNameAt offset: Int) -> Int {
    let name = name(at: offset)
    for index in 0..<min(text.count, name.count) where text[index] != name[index] {
      return Int(text[index]) - Int(name[index])
    }
    return text.count - name.count
  }
}
