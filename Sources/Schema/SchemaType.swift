/// The type of the value at one place of a resource: of the resource itself, of a field, or of the
/// elements of a list.
///
/// A small value that points into a table; following it allocates nothing.
public struct SchemaType: Sendable {
  private let table: SchemaTable
  /// Where the table goes on: the fields of an object, the element of a list or map.
  private let target: Int32
  private let form: SchemaTable.Form

  /// Reads the type written at `record`; `nil` if it says that there is none.
  init?(table: SchemaTable, record: Int) {
    var (table, record) = (table, record)
    var form = SchemaTable.Form(rawValue: table.digit(at: record))
    if form == .builtIn {
      (table, record) = (KubernetesSchema.v1_21.table, table.offset(at: record + 1))
      form = SchemaTable.Form(rawValue: table.digit(at: record))
    }
    guard let form else { return nil }
    self.table = table
    self.form = form
    target = Int32(truncatingIfNeeded: table.offset(at: record + 1))
  }

  /// What a value looks like.
  public enum Shape: Hashable, Sendable {
    /// A value of which nothing more is known.
    case any
    /// A mapping with named fields.
    case object
    /// A sequence.
    case list
    /// A mapping with arbitrary keys.
    case map
    /// A single value.
    case scalar(Scalar)
  }

  /// The type of a single value.
  public enum Scalar: Hashable, Sendable {
    case string, integer, number, boolean
    /// An integer or a string, such as the port of a probe.
    case intOrString
  }

  /// What the value looks like.
  public var shape: Shape {
    switch form {
    case .any: .any
    case .object: .object
    case .list, .mergingList: .list
    case .map: .map
    case .string: .scalar(.string)
    case .integer: .scalar(.integer)
    case .number: .scalar(.number)
    case .boolean: .scalar(.boolean)
    case .intOrString: .scalar(.intOrString)
    case .builtIn: preconditionFailure("such a type is read from the other table")
    }
  }

  /// The type of a field of an object, or of the value of any key of a map; else `nil`.
  ///
  /// Cost: logarithmic in the number of the object's fields; allocates nothing.
  public func field(_ name: String) -> SchemaType? {
    switch form {
    case .object:
      table.field(name, ofFieldsAt: Int(target)).flatMap { SchemaType(table: table, record: $0) }
    case .map:
      SchemaType(table: table, record: Int(target))
    case .any, .list, .mergingList, .string, .integer, .number, .boolean, .intOrString, .builtIn:
      nil
    }
  }

  /// The type of the elements of a list; else `nil`.
  public var element: SchemaType? {
    switch form {
    case .list, .mergingList: SchemaType(table: table, record: Int(target))
    case .any, .object, .map, .string, .integer, .number, .boolean, .intOrString, .builtIn: nil
    }
  }

  /// How a strategic merge finds the elements of two lists that belong together.
  ///
  /// `nil` if one list replaces the other, which holds for whatever is not a list too; no keys if
  /// the elements are scalars that form a set.
  public var mergeKeys: MergeKeys? {
    form == .mergingList ? MergeKeys(table: table, element: Int(target)) : nil
  }
}
