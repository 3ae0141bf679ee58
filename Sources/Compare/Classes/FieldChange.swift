internal import YAML

/// One field before and after, and what may be risky about that.
struct FieldChange {
  let identity: ComparedIdentity
  let keys: [String]
  let old: Node?
  let new: Node?

  private var isGone: Bool { new == nil }
  private var field: String { keys.last ?? "" }

  /// Another source, or one that moves.
  var imageRisk: String? {
    guard field == "image", let text = new?.text else { return nil }
    let after = ImageName(text)
    if let before = old?.text.map(ImageName.init) {
      if before.name != after.name { return "it comes from another repository" }
      if before.digest != nil, after.digest == nil { return "no digest fixes it any more" }
    }
    if after.digest == nil, after.tag == nil || after.tag == "latest" {
      return "its tag moves"
    }
    return nil
  }

  /// Nothing runs, or nobody is kept running.
  var replicaRisk: String? {
    guard field == "replicas" || field == "minReplicas", new?.text == "0" else {
      return field == "minAvailable" && isGone ? "nothing is kept running" : nil
    }
    return "nothing runs"
  }

  /// Less than before, or no bound.
  var resourceRisk: String? {
    guard let before = old?.text else { return nil }
    let isLimit = keys.contains("limits") || keys.contains("hard")
    guard let after = new?.text else { return isLimit ? "nothing bounds it" : nil }
    guard isLimit, let a = Quantity(before), let b = Quantity(after), b < a else { return nil }
    return "it gets less"
  }

  /// A Service that answers less.
  var portRisk: String? {
    guard identity.kind == "Service", old != nil, isGone || field == "port" else { return nil }
    return "who uses the port reaches nothing"
  }

  /// Less room, or data that is deleted.
  var storageRisk: String? {
    if field == "persistentVolumeReclaimPolicy" || field == "reclaimPolicy" {
      return new?.text == "Delete" ? "its data is deleted with the claim" : nil
    }
    if let a = old?.text.flatMap(Quantity.init), let b = new?.text.flatMap(Quantity.init), b < a,
      Quantity.fields.contains(field)
    {
      return "a claim cannot shrink"
    }
    return nil
  }

  /// Rights that were not there.
  var rbacRisk: String? {
    if keys.contains("resourceNames") {
      // A list of names narrows a rule; more names, or no list, widen it.
      let narrows = new == nil ? old?.isSequence != true : old == nil && new?.isSequence == true
      return narrows ? nil : "it grants more"
    }
    return isGone ? nil : "it grants more"
  }

  /// Ways in that were not there.
  var networkRisk: String? {
    switch (identity.kind, field) {
    case (_, "hostNetwork"):
      return new?.text == "true" ? "it shares the network of its node" : nil
    case (_, "hostPort"):
      return isGone ? nil : "it opens a port of its node"
    case ("Service", "type"):
      let isOpen = new?.text == "LoadBalancer" || new?.text == "NodePort"
      return isOpen ? "it can be reached from outside" : nil
    case ("Service", "externalIPs"): return isGone ? nil : "it can be reached from outside"
    case ("Service", "selector"): return "it leads to other pods"
    case ("Service", "loadBalancerSourceRanges"): return "others can reach it"
    case ("Service", _): return nil
    case ("NetworkPolicy", _): return "it lets other traffic through"
    default:
      if keys.contains("tls") { return isGone ? "it is not encrypted any more" : nil }
      return isGone ? nil : "it can be reached in another way"
    }
  }

  /// Freedoms that were not there.
  var securityRisk: String? {
    let value = new?.text
    switch field {
    case "privileged", "allowPrivilegeEscalation", "hostPID", "hostIPC", "shareProcessNamespace",
      "automountServiceAccountToken":
      return value == "true" || isGone && field != "privileged" && !field.hasPrefix("host")
        ? "it may do more" : nil
    case "runAsNonRoot", "readOnlyRootFilesystem":
      return value == "true" ? nil : "it may do more"
    case "runAsUser", "runAsGroup": return value == "0" ? "it runs as root" : nil
    case "add" where keys.contains("capabilities"): return isGone ? nil : "it may do more"
    case "drop" where keys.contains("capabilities"): return old == nil ? nil : "it may do more"
    case "serviceAccountName", "serviceAccount": return "it acts as another account"
    case "path" where keys.contains("hostPath"), "hostPath":
      return isGone ? nil : "it sees files of its node"
    case "securityContext", "capabilities", "seccompProfile":
      return isGone ? "it may do more" : nil
    default:
      if field.hasPrefix("pod-security.kubernetes.io/") {
        let isRestricted = value == "restricted" || old == nil
        return isRestricted ? nil : "the namespace allows more"
      }
      return identity.group == "admissionregistration.k8s.io"
        ? "it decides on requests to the API server" : nil
    }
  }
}

/// The parts of an image's name.
private struct ImageName {
  let name: String
  let tag: String?
  let digest: String?

  init(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    digest = parts.count > 1 ? parts[1] : nil
    let rest = parts.first ?? ""
    // A colon before the last slash belongs to the port of a registry.
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
      name = String(rest[..<colon])
      tag = String(rest[rest.index(after: colon)...])
    } else {
      name = rest
      tag = nil
    }
  }
}
