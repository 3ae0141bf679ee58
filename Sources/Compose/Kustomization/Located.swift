public import Diagnostics

/// A value of a kustomization with the place that it was read from.
public struct Located<Value: Sendable>: Sendable {
  /// The value.
  public var value: Value
  /// The bytes of the kustomization that say so.
  public var range: SourceRange?

  /// A value and its place.
  public init(_ value: Value, at range: SourceRange?) {
    self.value = value
    self.range = range
  }
}

extension Located: Equatable where Value: Equatable {}
