internal import Cryptography
internal import Diagnostics
internal import YAML

/// What the type of a Secret asks of its values; nothing of them is in a message.
///
/// Only the values that are given are looked at: those in the store cannot be read.
enum TypedContent {
  /// What is wrong with the values for a Secret of a type.
  static func problem(
    _ values: [Sealer.Value], ofType type: String?, _ swap: SecretSwap.Swap
  ) -> Diagnostic? {
    switch type {
    case "kubernetes.io/tls": keyPairProblem(values, swap)
    case "kubernetes.io/dockerconfigjson": registryProblem(values, swap)
    default: nil
    }
  }

  private static func keyPairProblem(
    _ values: [Sealer.Value], _ swap: SecretSwap.Swap
  ) -> Diagnostic? {
    let problem = TLSKeyPair.problem(
      certificate: values.last { $0.key == "tls.crt" }?.bytes,
      key: values.last { $0.key == "tls.key" }?.bytes)
    return switch problem {
    case .notCertificate: .wrongContent("tls.crt", "is not a certificate in PEM", swap)
    case .notPrivateKey:
      .wrongContent("tls.key", "is not a private key in PEM, without a passphrase", swap)
    case .differ: .wrongContent("tls.key", "is not the key of the certificate in tls.crt", swap)
    case nil: nil
    }
  }

  private static func registryProblem(
    _ values: [Sealer.Value], _ swap: SecretSwap.Swap
  ) -> Diagnostic? {
    let key = ".dockerconfigjson"
    guard let value = values.last(where: { $0.key == key }) else { return nil }
    guard let members = value.bytes.withBytes({ JSONSyntax.objectMembers(of: $0) }) else {
      return .wrongContent(key, "is not an object in JSON", swap)
    }
    return members.contains("auths") ? nil : .wrongContent(key, "has no object \"auths\"", swap)
  }
}
