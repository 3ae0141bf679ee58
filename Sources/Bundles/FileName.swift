internal import Compose
internal import Cryptography

/// The names of files and directories that stand for resources and namespaces.
///
/// The mapping is injective also where a file system takes upper for lower case, and no name leaves
/// its directory: bytes outside `[a-z0-9.-]` are percent-encoded, `_` only separates, and what is
/// longer than 200 bytes is cut and gets `~` and 12 hexadecimal digits of the SHA-256 of the identity.
enum FileName {
  /// The longest name, in bytes, before `.yaml`.
  static let limit = 200

  /// The path of a resource below `manifests`: `<namespace>/<kind>[.<group>]_<name>.yaml`, or with
  /// `_` for `/` in a flat layout.
  static func path(of resource: Resource, isFlat: Bool) -> String {
    let id = resource.id
    let name = resource.nameWithoutHash
    let space = resource.isClusterScoped ? nil : id.namespace
    // The kind loses its dots, so that the first one begins the group.
    var file = encoded(lowercased(id.gvk.kind), escapingDots: true)
    if !id.gvk.group.isEmpty {
      file += "." + encoded(lowercased(id.gvk.group), escapingDots: false)
    }
    file += "_" + encoded(name, escapingDots: false)
    let identity = [lowercased(id.gvk.kind), lowercased(id.gvk.group), space ?? "\u{1}", name]
    let directory = directory(ofNamespace: space)
    if isFlat { return portable(shortened("\(directory)_\(file)", identity)) + ".yaml" }
    return "\(directory)/\(portable(shortened(file, identity))).yaml"
  }

  /// The directory of a namespace: `_cluster` for nil, `_none` for an empty name.
  static func directory(ofNamespace namespace: String?) -> String {
    guard let namespace else { return "_cluster" }
    guard !namespace.isEmpty else { return "_none" }
    return portable(shortened(encoded(namespace, escapingDots: false), [namespace]))
  }

  /// The name with every byte outside `[a-z0-9.-]` (and, for ``BundleLayout/kustomize``, `_`) as
  /// `%XX`.
  static func encoded(_ name: String, escapingDots: Bool, keepingUnderscores: Bool = false)
    -> String
  {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count)
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        bytes.append(byte)
      case UInt8(ascii: ".") where !escapingDots: bytes.append(byte)
      case UInt8(ascii: "_") where keepingUnderscores: bytes.append(byte)
      default: append(byte, to: &bytes)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The name without what some systems take for something else: dots at its ends, names of devices.
  private static func portable(_ name: String) -> String {
    var bytes = Array(name.utf8)
    let dot = UInt8(ascii: ".")
    if bytes.last == dot {
      bytes.removeLast()
      append(dot, to: &bytes)
    }
    let stem = String(decoding: bytes.prefix { $0 != dot }, as: UTF8.self)
    if bytes.first == dot || devices.contains(stem) {
      var escaped: [UInt8] = []
      append(bytes.removeFirst(), to: &escaped)
      bytes = escaped + bytes
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Names that Windows keeps for devices, whatever follows after a dot.
  private static let devices: Set<String> =
    Set(["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

  private static func shortened(_ name: String, _ identity: [String]) -> String {
    guard name.utf8.count > limit else { return name }
    let digest = SHA256.hexDigest(of: Array(identity.joined(separator: "\0").utf8)).prefix(12)
    var bytes = Array(name.utf8.prefix(limit - 13))
    // No percent sign stands without its two digits.
    if let percent = bytes.suffix(2).lastIndex(of: UInt8(ascii: "%")) {
      bytes.removeSubrange(percent...)
    }
    return String(decoding: bytes, as: UTF8.self) + "~" + digest
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// Lower case for ASCII alone: what else has cases is percent-encoded.
  private static func lowercased(_ text: String) -> String {
    String(
      decoding: text.utf8.map {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
      }, as: UTF8.self)
  }
}
