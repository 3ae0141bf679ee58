internal import Cryptography
internal import YAML

/// What moves from one environment to the next: the shared trees and the promotable values, as they
/// are in an environment.
///
/// Two environments with the same trees and values have the same release.
public struct Release: Sendable, Equatable {
  /// The git tree ids of the shared directories, by path.
  public var trees: [String: String]
  /// The promotable values, by name: `image:NAME` or `field:FILE:PATH`.
  public var values: [String: String]

  /// A release of these trees and values.
  public init(trees: [String: String], values: [String: String]) {
    self.trees = trees
    self.values = values
  }

  /// `r-` and the first 12 hexadecimal digits of the SHA-256 of the canonical JSON: an object of the
  /// two members, keys sorted, no white space.
  public var id: String {
    var node = Node.emptyMapping()
    node.set("trees", to: Self.object(trees))
    node.set("values", to: Self.object(values))
    var emitter = JSONEmitter()
    // A mapping of strings is always JSON.
    try? emitter.emit(node)
    return "r-" + SHA256.hexDigest(of: emitter.bytes).prefix(12)
  }

  private static func object(_ table: [String: String]) -> Node {
    var node = Node.emptyMapping()
    for (key, value) in table.sorted(by: { $0.key < $1.key }) {
      node.set(key, to: Node(string: value))
    }
    return node
  }
}
