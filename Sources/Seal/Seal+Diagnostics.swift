internal import Compose
internal import Cryptography
internal import Diagnostics
internal import Project
internal import YAML

// All diagnostics of the module, so that they can be read at a sitting. None contains a value.

// MARK: The document

extension Diagnostic {
  static func clusterWide(_ secret: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/cluster-wide", "\(secret): the scope cluster-wide binds a value to nothing",
      at: range, hint: "use strict, or say allowClusterWide: true under sealedSecrets")
  }

  static func swappedTwice(
    _ name: String, at range: SourceRange?, first: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "secrets/repeated", "Secret \(name) is named twice", at: range,
      notes: [Note("the first is here", at: first)])
  }

  static func providerCount(_ count: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/provider",
      count == 0
        ? "the swap says nothing of where the values come from"
        : "the swap names \(count) providers",
      at: range, hint: "name one of sealed, external, vault, drop")
  }
}

// MARK: The store

extension Diagnostic {
  static func pinnedPrograms(_ environment: Project.Environment) -> Diagnostic {
    Diagnostic(
      "pin/programs",
      "\(environment.name) is pinned, and helm and functions see the files of the work tree",
      at: environment.range,
      hint: "leave out --enable-helm and --enable-alpha-plugins, or track head")
  }

  static func documentUnreadable(_ path: String, _ error: FileSystemError) -> Diagnostic {
    Diagnostic("secrets/unreadable", "cannot read the document: \(error.reason)", path: path)
  }

  static func storeFileMissing(
    _ name: String, _ error: FileSystemError, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "secrets/store-file", "the lock tells of \"\(name)\": \(error.reason)", at: range,
      hint: "restore the file, or take the entry out of the lock")
  }

  static func notSealedSecret(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/not-a-sealed-secret", "this is no SealedSecret with spec.encryptedData", at: range)
  }

  static func storeDiffers(_ secret: String, key: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/store-differs", "key \(key) of \(secret) is not what the lock tells", at: range,
      hint:
        "restore it, or adopt what kubeseal changed: mlcf-compose secrets status OVERLAY --adopt")
  }

  static func notCiphertext(key: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("secrets/not-a-ciphertext", "key \(key) is not a sealed value", at: range)
  }
}

// MARK: Swaps and resources

extension Diagnostic {
  static func swapWithoutDocument(_ environment: String, in directory: String) -> Diagnostic {
    Diagnostic(
      "secrets/no-document",
      "environment \(environment) is protected and its overlay has no \(SecretSwap.fileName)",
      path: directory, hint: "say there what takes the place of each development Secret")
  }

  static func swapMissing(_ swap: SecretSwap.Swap, among names: [String]) -> Diagnostic {
    Diagnostic(
      "secrets/swap-missing", "there is no Secret \"\(swap.secret)\" to swap", at: swap.range,
      hint: nearestName(to: swap.secret, among: names).map { "did you mean \"\($0)\"?" }
        ?? "secrets are named as in the base, without prefix, suffix and hash")
  }

  static func swapAmbiguous(_ swap: SecretSwap.Swap, _ ids: [ResourceID]) -> Diagnostic {
    Diagnostic(
      "secrets/swap-ambiguous",
      "several Secrets are called \"\(swap.secret)\": "
        + ids.map(\.description).joined(separator: ", "),
      at: swap.range, hint: "say which one by its namespace")
  }

  static func plainSecret(_ secret: Resource) -> Diagnostic {
    Diagnostic(
      "secrets/plain-secret", "\(secret.id) is neither swapped nor allowed", at: secret.place,
      hint: "add a swap for \"\(secret.originalName)\" to \(SecretSwap.fileName)")
  }

  static func keysNotAllowed(
    _ keys: [String], _ secret: Resource, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "secrets/keys-not-allowed",
      "\(secret.id) has keys that are not allowed: \(keys.joined(separator: ", "))", at: range)
  }

  static func allowanceExpired(_ allowance: SecretSwap.Allowance) -> Diagnostic {
    Diagnostic(
      "secrets/allowance-expired",
      "the allowance of Secret \(allowance.secret) expired on \(allowance.expires)",
      at: allowance.range, hint: "swap the Secret, or look at the reason anew")
  }

  static func notSealed(_ swap: SecretSwap.Swap, keys: [String]) -> Diagnostic {
    Diagnostic(
      "secrets/not-sealed", "Secret \(swap.secret) is not in the store", at: swap.range,
      hint: "mlcf-compose secrets seal OVERLAY \(swap.secret) "
        + keys.map { "--prompt \($0)" }.joined(separator: " "))
  }

  static func keysMissing(_ keys: [String], _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/keys-missing",
      "Secret \(swap.secret) lacks keys of its contract: \(keys.joined(separator: ", "))",
      at: swap.range)
  }

  static func keysExtra(_ keys: [String], _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/keys-extra",
      "Secret \(swap.secret) has keys that its contract does not: \(keys.joined(separator: ", "))",
      at: swap.range, hint: "name them under keys, or take them away")
  }

  static func sealedForAnother(
    _ swap: SecretSwap.Swap, _ entry: SealedStore.Entry, _ placement: Placement,
    _ scope: SecretSwap.Scope
  ) -> Diagnostic {
    Diagnostic(
      "secrets/sealed-for-another",
      "Secret \(swap.secret) is sealed for \(entry.namespace)/\(entry.name), \(entry.scope.rawValue),"
        + " and is now \(placement.namespace)/\(placement.name), \(scope.rawValue)",
      at: swap.range, hint: "seal it again, or bring back the name and namespace",
      notes: [Note("the entry of the lock", at: entry.range)])
  }

  static func withoutNamespace(_ swap: SecretSwap.Swap, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/no-namespace", "Secret \(swap.secret) has no namespace to be sealed for", at: range,
      hint: "set the namespace in the kustomization")
  }

  static func unknownCertificate(
    _ swap: SecretSwap.Swap, key: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "secrets/unknown-certificate",
      "key \(key) of Secret \(swap.secret) was sealed with a certificate that is not named here",
      at: range, hint: "name the certificate under sealedSecrets, or seal the key again")
  }
}

// MARK: What the cluster must have

extension Diagnostic {
  static func undeclaredSecret(
    _ name: String, in workload: ResourceID, at range: SourceRange?,
    renamedTo newName: String?, among names: [String]
  ) -> Diagnostic {
    Diagnostic(
      "secrets/undeclared", "\(workload) needs Secret \"\(name)\", which nothing here makes",
      at: range,
      hint: newName.map { "it is made as \"\($0)\" now: give it a target name of its own" }
        ?? nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" }
        ?? "swap it, or say under allow: {secret: \(name), external: true, reason: …}")
  }

  static func undeclaredKey(
    _ key: String, of secret: String, in workload: ResourceID, at range: SourceRange?,
    among keys: [String]
  ) -> Diagnostic {
    Diagnostic(
      "secrets/undeclared-key",
      "\(workload) needs key \(key) of Secret \"\(secret)\", which lacks it", at: range,
      hint: nearestName(to: key, among: keys).map { "did you mean \"\($0)\"?" }
        ?? (keys.isEmpty ? nil : "it has \(keys.joined(separator: ", "))"))
  }

  static func fakeStore(_ store: Resource) -> Diagnostic {
    Diagnostic(
      "secrets/fake-store", "\(store.id) holds its values in plain text",
      // Values may stand on the line of the provider.
      at: store.node["kind"]?.range,
      hint: "the provider \"fake\" is for tests: use a real one")
  }
}

// MARK: Sealing

extension Diagnostic {
  static func notForSealing(_ secret: String, _ document: SecretSwap) -> Diagnostic {
    let names = document.swaps.compactMap { swap in
      if case .sealed = swap.provider { swap.secret } else { nil }
    }
    return Diagnostic(
      "secrets/not-for-sealing", "\(SecretSwap.fileName) does not seal a Secret \"\(secret)\"",
      at: document.range,
      hint: nearestName(to: secret, among: names).map { "did you mean \"\($0)\"?" }
        ?? "name it under swaps, with sealed: {}")
  }

  static func noCertificate(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/no-certificate", "there is no certificate to seal with", at: range,
      hint: "name one under sealedSecrets, with file and spkiSha256")
  }

  static func certificateUnreadable(
    _ pinned: SecretSwap.PinnedCertificate, _ error: any Error
  ) -> Diagnostic {
    let reason =
      switch error {
      case let error as FileSystemError: error.reason
      case CryptographyError.unsuitableKey: "its key is not an RSA key of 2,048 bits or more"
      default: "it is not a certificate in PEM"
      }
    return Diagnostic(
      "secrets/certificate", "cannot use \"\(pinned.file)\": \(reason)", at: pinned.range)
  }

  static func certificateOfAnotherKey(
    _ pinned: SecretSwap.PinnedCertificate, found: String
  ) -> Diagnostic {
    Diagnostic(
      "secrets/certificate-pin", "\"\(pinned.file)\" has another key than the one that is pinned",
      at: pinned.range, hint: "if it is the right one, write spkiSha256: \(found)")
  }

  static func certificateNotValid(
    _ pinned: SecretSwap.PinnedCertificate, isExpired: Bool
  ) -> Diagnostic {
    Diagnostic(
      "secrets/certificate-dates",
      "\"\(pinned.file)\" is \(isExpired ? "no longer" : "not yet") valid", at: pinned.range,
      hint: "put the certificate that the controller uses now before it")
  }

  static func keyTwice(_ key: String, _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic("secrets/key-twice", "two values are given for key \(key)", at: swap.range)
  }

  static func keyNotInContract(
    _ key: String, _ swap: SecretSwap.Swap, _ keys: [String]
  ) -> Diagnostic {
    Diagnostic(
      "secrets/key-not-in-contract", "Secret \(swap.secret) has no key \(key)", at: swap.range,
      hint: nearestName(to: key, among: keys).map { "did you mean \($0)?" }
        ?? "its keys are: \(keys.joined(separator: ", "))")
  }

  static func valueEmpty(_ key: String, _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/value-empty", "the value for key \(key) of \(swap.secret) is empty", at: swap.range,
      hint: "--allow-empty seals it all the same")
  }

  static func keySealedAlready(_ key: String, _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/key-sealed", "key \(key) of \(swap.secret) is sealed already", at: swap.range,
      hint: "--replace seals the new value")
  }

  static func valueOfDevelopment(_ key: String, _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/value-of-development",
      "the value for key \(key) of \(swap.secret) is the one of development", at: swap.range,
      hint: "make a new value; --allow-dev-value seals it all the same")
  }

  static func wrongContent(
    _ key: String, _ problem: String, _ swap: SecretSwap.Swap
  ) -> Diagnostic {
    Diagnostic(
      "secrets/wrong-content", "the value for key \(key) of \(swap.secret) \(problem)",
      at: swap.range, hint: "the type of the Secret asks for it")
  }

  static func sealsAllKeys(_ swap: SecretSwap.Swap, missing: [String]) -> Diagnostic {
    Diagnostic(
      "secrets/seals-all-keys",
      "Secret \(swap.secret) gets another name, namespace or scope: all of its keys must be sealed",
      at: swap.range, hint: "give these too: \(missing.joined(separator: ", "))")
  }

  static func valueNotRemembered(_ key: String, _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/not-remembered",
      "whether key \(key) of \(swap.secret) has this value is not known here: it stays",
      at: swap.range, severity: .warning, hint: "--replace seals the value that is given")
  }

  static func valueDoesNotOpen(_ key: String, _ swap: SecretSwap.Swap) -> Diagnostic {
    Diagnostic(
      "secrets/does-not-open", "no private key opens key \(key) of \(swap.secret)", at: swap.range,
      hint: "give the key of the controller that it was sealed for")
  }

  static func secretLarge(_ swap: SecretSwap.Swap, count: Int) -> Diagnostic {
    Diagnostic(
      "secrets/secret-large",
      "the values of \(swap.secret) have \(count) bytes; a Secret holds \(SealedSize.secretLimit)"
        + " at most", at: swap.range, severity: .warning,
      hint: "split it, or mount what is large from elsewhere")
  }

  static func sealedSecretLarge(_ swap: SecretSwap.Swap, count: Int) -> Diagnostic {
    Diagnostic(
      "secrets/sealed-large",
      "the SealedSecret for \(swap.secret) has \(count) bytes; kubectl apply keeps a copy in an"
        + " annotation, for which there are 262144", at: swap.range, severity: .warning,
      hint: "apply it on the server's side, or split the Secret")
  }

  static func sealingFailed(_ key: String, _ error: CryptographyError) -> Diagnostic {
    Diagnostic("secrets/sealing-failed", "libcrypto could not seal key \(key)")
  }
}

// MARK: The leak scan

extension Diagnostic {
  static func leak(
    _ needle: Needles.Needle, in resource: String, path: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      "secrets/leak", "\(resource): \(path) contains \(needle.name) as \(needle.encoding)",
      at: range,
      hint: "take the value from the Secret, or say under notSecret why it is none")
  }

  static func leakInFile(_ needle: Needles.Needle, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "secrets/leak-in-file", "this is \(needle.name) as \(needle.encoding)", at: range,
      hint: "take it out, and give development another value: what was committed stays in history")
  }

  static func nothingToCheck(_ environments: [String]) -> Diagnostic {
    let names = environments.joined(separator: ", ")
    return Diagnostic(
      "secrets/nothing-to-check",
      "no overlay has a \(SecretSwap.fileName)" + (names.isEmpty ? "" : ": \(names)"), path: nil,
      hint: "it says which Secrets are those of development")
  }

  static func alsoFromFailed(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "secrets/also-from", "the Secrets of \"\(path)\" are unknown: it does not build", at: range)
  }
}
