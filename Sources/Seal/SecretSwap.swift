public import Diagnostics

/// The document `secret-swap.yaml` beside the kustomization of an environment: what takes the place
/// of each development Secret there, and what may ship in plain.
///
/// A value that was read is right in itself; whether it fits the resources shows in the build.
public struct SecretSwap: Sendable {
  /// The name of the file.
  public static let fileName = "secret-swap.yaml"

  /// Defaults of the provider `sealed`.
  public var sealedSecrets = SealedSecrets()
  /// What takes the place of each Secret.
  public var swaps: [Swap] = []
  /// The Secrets that may ship in plain.
  public var allowances: [Allowance] = []
  /// The Secrets that something else makes in the cluster.
  public var declarations: [Declaration] = []
  /// What counts as a development secret.
  public var scan = Scan()
  /// The place of the whole document.
  public var range: SourceRange?

  /// To which resources a sealed value is bound.
  public enum Scope: String, Sendable, CaseIterable {
    /// To one namespace and name.
    case strict
    /// To one namespace.
    case namespaceWide = "namespace-wide"
    /// To none.
    case clusterWide = "cluster-wide"
  }

  /// Defaults of the provider `sealed`.
  public struct SealedSecrets: Sendable {
    /// To what values are bound, where a swap does not say it.
    public var scope = Scope.strict
    /// The folder of the sealed values, relative to the document.
    public var store = "sealed"
    /// The certificates: the first seals, the others only count as known.
    public var certificates: [PinnedCertificate] = []
    /// How many days before the end of the first certificate a warning is given.
    public var warningDays = 30
    /// Whether the scope cluster-wide may be used.
    public var allowsClusterWide = false
  }

  /// A certificate and the key that it must have.
  public struct PinnedCertificate: Sendable {
    /// The file, relative to the document.
    public var file: String
    /// The SHA-256 of its SubjectPublicKeyInfo, in hexadecimal.
    public var spkiSHA256: String
    /// The place of the entry.
    public var range: SourceRange?
  }

  /// How pods learn that a value changed.
  public enum Rollout: String, Sendable, CaseIterable {
    /// They do not.
    case none
    /// By an annotation of their template.
    case checksum
    /// By a new name of the Secret.
    case generation
  }

  /// What takes the place of one Secret.
  public struct Swap: Sendable {
    /// The name of the Secret, as in the base.
    public var secret: String
    /// Its namespace, where the name alone does not tell.
    public var namespace: String?
    /// Where the values come from.
    public var provider: Provider
    /// The keys that the Secret must have; those of the development Secret, if none are named.
    public var keys: [String]
    /// How pods learn that a value changed.
    public var rollout = Rollout.checksum
    /// The place of the entry.
    public var range: SourceRange?
  }

  /// Where the values come from.
  public enum Provider: Sendable {
    case sealed(Sealed)
    case external(External)
    case vault(Vault)
    /// The Secret is left out.
    case drop
  }

  /// A SealedSecret of the store.
  public struct Sealed: Sendable {
    /// The scope, if it is another than that of all.
    public var scope: Scope?
    /// Whether the controller may take over a Secret that exists.
    public var isManaged = false
  }

  /// An ExternalSecret.
  public struct External: Sendable {
    /// The store of the operator.
    public var storeName: String
    /// `SecretStore` or `ClusterSecretStore`.
    public var storeKind = "SecretStore"
    /// How often the operator looks, as `1h`.
    public var refreshInterval = "1h"
    /// Who owns the Secret, as `Owner`.
    public var creationPolicy = "Owner"
    /// Where each key comes from.
    public var data: [(key: String, reference: RemoteReference)] = []
    /// Remote secrets of which all properties are taken.
    public var extracts: [RemoteReference] = []
    /// Whether fields that an API server fills in are printed, so that agents see no difference.
    public var printsDefaults = true
  }

  /// A value of a store.
  public struct RemoteReference: Sendable {
    /// The remote secret.
    public var key: String
    /// The property within it.
    public var property: String?
    /// The version; the newest, if none is given.
    public var version: String?
  }

  /// A VaultStaticSecret.
  public struct Vault: Sendable {
    /// The mount of the engine.
    public var mount: String
    /// The path of the secret.
    public var path: String
    /// `kv-v1` or `kv-v2`.
    public var type = "kv-v2"
    /// The version; the newest, if none is given.
    public var version: Int?
    /// How the operator logs in.
    public var authRef: String?
    /// The namespace.
    public var namespace: String?
    /// How often the operator looks, as `1h`.
    public var refreshAfter: String?
  }

  /// A Secret that may ship in plain.
  public struct Allowance: Sendable {
    /// The name of the Secret, as in the base.
    public var secret: String
    /// The namespace.
    public var namespace: String?
    /// The keys that may ship.
    public var keys: [String]
    /// Why they may.
    public var reason: String
    /// The last day, as `2027-06-30`.
    public var expires: String
    /// The place of the entry.
    public var range: SourceRange?
  }

  /// A Secret that something else makes in the cluster, so that workloads may refer to it.
  public struct Declaration: Sendable {
    /// The name of the Secret in the cluster.
    public var secret: String
    /// The namespace; any, if none is named.
    public var namespace: String?
    /// The place of the entry.
    public var range: SourceRange?
  }

  /// What counts as a development secret.
  public struct Scan: Sendable {
    /// Overlays whose Secrets count too, relative to the document.
    public var alsoFrom: [(path: String, range: SourceRange?)] = []
    /// Keys whose values are none.
    public var exceptions: [Exception] = []
    /// How long a value must be to be looked for within other text, in bytes.
    public var minimalLength = 8
  }

  /// A key of a Secret whose value is no secret.
  public struct Exception: Sendable {
    /// The name of the Secret, as in the base.
    public var secret: String
    /// The key of the Secret.
    public var key: String
    /// The place of the entry.
    public var range: SourceRange?
  }
}
