package import Diagnostics
package import Project
internal import YAML

extension SecretSwap {
  /// Reads a document.
  ///
  /// Throws all of its problems at once.
  package init(_ file: SourceFile) throws(DocumentFailure) {
    var problems: [Diagnostic] = []
    let document = try file.document()
    range = document.range
    var reader = StrictMapping(document, as: "the document", problems: &problems)
    if problems.isEmpty { reader.demand(kind: "SecretSwap", problems: &problems) }
    if let node = reader.node("metadata") {
      var metadata = StrictMapping(node, as: "metadata", problems: &problems)
      _ = metadata.string("name", problems: &problems)
      metadata.finish(problems: &problems)
    }
    if let spec = reader.node("spec") { read(spec, problems: &problems) }
    reader.finish(problems: &problems)
    guard problems.isEmpty else { throw DocumentFailure(problems) }
  }

  private mutating func read(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "spec", problems: &problems)
    if let node = reader.node("sealedSecrets") {
      sealedSecrets = SealedSecrets(node, problems: &problems)
    }
    swaps = reader.list("swaps", problems: &problems) { Swap($0, problems: &$1) }
    var declarations: [Declaration] = []
    allowances = reader.list("allow", problems: &problems) { node, problems in
      guard node["external"] != nil else { return Allowance(node, problems: &problems) }
      if let found = Declaration(node, problems: &problems) { declarations.append(found) }
      return nil
    }
    self.declarations = declarations
    if let node = reader.node("scan") { scan = Scan(node, problems: &problems) }
    reader.finish(problems: &problems)
    checkScopes(problems: &problems)
    checkRepetition(problems: &problems)
  }

  private func checkScopes(problems: inout [Diagnostic]) {
    guard !sealedSecrets.allowsClusterWide else { return }
    for swap in swaps {
      guard case .sealed(let sealed) = swap.provider,
        sealed.scope ?? sealedSecrets.scope == .clusterWide
      else { continue }
      problems.append(.clusterWide(swap.secret, at: swap.range))
    }
  }

  private func checkRepetition(problems: inout [Diagnostic]) {
    var known: [String: SourceRange?] = [:]
    for (secret, namespace, range) in swaps.map({ ($0.secret, $0.namespace, $0.range) })
      + allowances.map({ ($0.secret, $0.namespace, $0.range) })
      + declarations.map({ ($0.secret, $0.namespace, $0.range) })
    {
      let name = (namespace.map { "\($0)/" } ?? "") + secret
      if let first = known[name] {
        problems.append(.swappedTwice(name, at: range, first: first))
      } else {
        known[name] = range
      }
    }
  }
}

extension SecretSwap.SealedSecrets {
  fileprivate init(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "sealedSecrets", problems: &problems)
    scope = reader.choice("scope", problems: &problems) ?? .strict
    allowsClusterWide = reader.boolean("allowClusterWide", problems: &problems) ?? false
    store = reader.string("store", problems: &problems) ?? "sealed"
    warningDays = reader.count("warnDaysBeforeExpiry", problems: &problems) ?? 30
    certificates = reader.list("certificates", problems: &problems) { node, problems in
      var reader = StrictMapping(node, as: "a certificate", problems: &problems)
      let file = reader.requiredString("file", problems: &problems)
      let pin = reader.requiredString("spkiSha256", problems: &problems)
      let pinRange = reader.node("spkiSha256")?.range
      reader.finish(problems: &problems)
      guard let file, let pin else { return nil }
      let isDigest = pin.utf8.count == 64 && pin.utf8.allSatisfy(isLowerHexDigit)
      if !isDigest {
        problems.append(
          .invalidValue(
            pin, of: "spkiSha256", expected: "64 lower-case hexadecimal digits", at: pinRange))
      }
      return SecretSwap.PinnedCertificate(file: file, spkiSHA256: pin, range: node.range)
    }
    reader.finish(problems: &problems)
  }
}

extension SecretSwap.Swap {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "a swap", problems: &problems)
    let secret = reader.requiredString("secret", problems: &problems)
    namespace = reader.string("namespace", problems: &problems)
    keys = reader.strings("keys", problems: &problems)
    rollout = reader.choice("rollout", problems: &problems) ?? .checksum
    range = reader.node("secret")?.range ?? node.range
    var providers: [SecretSwap.Provider?] = []
    if let node = reader.node("sealed") {
      providers.append(.sealed(SecretSwap.Sealed(node, problems: &problems)))
    }
    if let node = reader.node("external") {
      providers.append(SecretSwap.External(node, problems: &problems).map { .external($0) })
    }
    if let node = reader.node("vault") {
      providers.append(SecretSwap.Vault(node, problems: &problems).map { .vault($0) })
    }
    if let node = reader.node("drop") {
      StrictMapping(node, as: "drop", problems: &problems).finish(problems: &problems)
      providers.append(.drop)
    }
    reader.finish(problems: &problems)
    if providers.count != 1 {
      problems.append(.providerCount(providers.count, at: range))
    }
    guard let secret, let first = providers.first, let provider = first else { return nil }
    self.secret = secret
    self.provider = provider
  }
}

extension SecretSwap.Sealed {
  fileprivate init(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "sealed", problems: &problems)
    scope = reader.choice("scope", problems: &problems)
    isManaged = reader.boolean("managed", problems: &problems) ?? false
    reader.finish(problems: &problems)
  }
}

extension SecretSwap.External {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "external", problems: &problems)
    var name: String?
    if let node = reader.node("storeRef") {
      var store = StrictMapping(node, as: "storeRef", problems: &problems)
      name = store.requiredString("name", problems: &problems)
      storeKind = store.string("kind", problems: &problems) ?? "SecretStore"
      if storeKind != "SecretStore", storeKind != "ClusterSecretStore" {
        problems.append(
          .unknownChoice(
            storeKind, of: "kind", ["SecretStore", "ClusterSecretStore"],
            at: store.node("kind")?.range))
      }
      store.finish(problems: &problems)
    } else {
      problems.append(.missingField("storeRef", of: "external", at: node.range))
    }
    refreshInterval = reader.string("refreshInterval", problems: &problems) ?? "1h"
    creationPolicy = reader.string("creationPolicy", problems: &problems) ?? "Owner"
    printsDefaults = reader.boolean("explicitDefaults", problems: &problems) ?? true
    if let node = reader.node("data") {
      for (name, _, value) in StrictMapping.entries(node, of: "data", problems: &problems) {
        if let reference = SecretSwap.RemoteReference(value, problems: &problems) {
          data.append((name, reference))
        }
      }
    }
    extracts = reader.list("dataFrom", problems: &problems) { node, problems in
      var reader = StrictMapping(node, as: "an element of dataFrom", problems: &problems)
      let extract = reader.node("extract")
      reader.finish(problems: &problems)
      guard let extract else {
        problems.append(.missingField("extract", of: "an element of dataFrom", at: node.range))
        return nil
      }
      return SecretSwap.RemoteReference(extract, problems: &problems)
    }
    reader.finish(problems: &problems)
    if data.isEmpty, extracts.isEmpty, reader.keyRange("data") == nil {
      problems.append(.missingField("data\" or \"dataFrom", of: "external", at: node.range))
    }
    guard let name else { return nil }
    storeName = name
  }
}

extension SecretSwap.RemoteReference {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "a remote value", problems: &problems)
    let key = reader.requiredString("key", problems: &problems)
    property = reader.string("property", problems: &problems)
    version = reader.string("version", problems: &problems)
    reader.finish(problems: &problems)
    guard let key else { return nil }
    self.key = key
  }
}

extension SecretSwap.Vault {
  private enum Engine: String, CaseIterable {
    case first = "kv-v1"
    case second = "kv-v2"
  }

  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "vault", problems: &problems)
    let mount = reader.requiredString("mount", problems: &problems)
    let path = reader.requiredString("path", problems: &problems)
    let engine: Engine? = reader.choice("type", problems: &problems)
    type = (engine ?? .second).rawValue
    version = reader.count("version", problems: &problems)
    if version != nil, engine == .first {
      problems.append(
        .invalidValue(
          "kv-v1", of: "type", expected: "kv-v2, which alone has versions",
          at: reader.node("type")?.range))
    }
    authRef = reader.string("authRef", problems: &problems)
    namespace = reader.string("namespace", problems: &problems)
    refreshAfter = reader.string("refreshAfter", problems: &problems)
    if let refreshAfter, !Self.isDuration(refreshAfter) {
      problems.append(
        .invalidValue(
          refreshAfter, of: "refreshAfter", expected: "one number with a unit, as 30s, 5m or 1.5h",
          at: reader.node("refreshAfter")?.range))
    }
    reader.finish(problems: &problems)
    guard let mount, let path else { return nil }
    self.mount = mount
    self.path = path
  }
}

extension SecretSwap.Vault {
  /// Whether the operator takes a text for a time: its definition asks for
  /// `[0-9]+(\.[0-9]+)?(s|m|h)`.
  private static func isDuration(_ text: String) -> Bool {
    guard let unit = text.utf8.last, "smh".utf8.contains(unit) else { return false }
    let parts = text.utf8.dropLast().split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}

extension SecretSwap.Allowance {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "an allowance", problems: &problems)
    let secret = reader.requiredString("secret", problems: &problems)
    namespace = reader.string("namespace", problems: &problems)
    keys = reader.strings("keys", problems: &problems)
    let reason = reader.requiredString("reason", problems: &problems)
    let expires = reader.node("expires")
    range = reader.node("secret")?.range ?? node.range
    reader.finish(problems: &problems)
    if keys.isEmpty, reader.keyRange("keys") == nil {
      problems.append(.missingField("keys", of: "an allowance", at: node.range))
    }
    guard let expires else {
      problems.append(.missingField("expires", of: "an allowance", at: node.range))
      return nil
    }
    guard let date = expires.text, date.utf8.count == 10, Instant(date) != nil else {
      problems.append(
        .invalidValue(
          expires.text ?? "", of: "expires", expected: "a day such as 2027-06-30",
          at: expires.range))
      return nil
    }
    guard let secret, let reason else { return nil }
    self.secret = secret
    self.reason = reason
    self.expires = date
  }
}

extension SecretSwap.Declaration {
  fileprivate init?(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "an external Secret", problems: &problems)
    let secret = reader.requiredString("secret", problems: &problems)
    namespace = reader.string("namespace", problems: &problems)
    let isExternal = reader.boolean("external", problems: &problems)
    _ = reader.requiredString("reason", problems: &problems)
    range = reader.node("secret")?.range ?? node.range
    reader.finish(problems: &problems)
    if isExternal == false {
      problems.append(
        .invalidValue("false", of: "external", expected: "true", at: reader.node("external")?.range)
      )
    }
    guard let secret else { return nil }
    self.secret = secret
  }
}

extension SecretSwap.Scan {
  fileprivate init(_ node: Node, problems: inout [Diagnostic]) {
    var reader = StrictMapping(node, as: "scan", problems: &problems)
    alsoFrom = reader.list("alsoFrom", problems: &problems) { node, problems in
      StrictMapping.string(node, of: "alsoFrom", problems: &problems).map { ($0, node.range) }
    }
    exceptions = reader.list("notSecret", problems: &problems) { node, problems in
      var reader = StrictMapping(node, as: "an element of notSecret", problems: &problems)
      let secret = reader.requiredString("secret", problems: &problems)
      let key = reader.requiredString("key", problems: &problems)
      _ = reader.requiredString("reason", problems: &problems)
      reader.finish(problems: &problems)
      guard let secret, let key else { return nil }
      return SecretSwap.Exception(secret: secret, key: key, range: node.range)
    }
    let length = reader.count("minSubstring", problems: &problems)
    if let length, length < 4 {
      problems.append(
        .invalidValue(
          "\(length)", of: "minSubstring", expected: "4 or more",
          at: reader.node("minSubstring")?.range))
    }
    minimalLength = length ?? 8
    reader.finish(problems: &problems)
  }
}

/// Whether a byte is a hexadecimal digit as digests are written.
func isLowerHexDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}
