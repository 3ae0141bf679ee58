extension Classifier {
  /// What the field at the end of these keys is about.
  func category(of keys: [String]) -> ChangeClass {
    guard let first = keys.first, let last = keys.last else { return .other }
    if isImmutable(keys) { return .immutable }
    if identity.group == "rbac.authorization.k8s.io", first != "metadata" { return .rbac }
    if keys.contains(where: Self.securityFields.contains) || last.hasPrefix(Self.podSecurity)
      || identity.group == "admissionregistration.k8s.io" && first != "metadata"
    {
      return .security
    }
    if isAboutNetwork(keys) { return .network }
    if first == "metadata" || keys.dropLast().last == "metadata"
      || keys.contains("labels") && keys.contains("metadata")
      || keys.contains("annotations") && keys.contains("metadata")
    {
      return .metadata
    }
    if let category = categoryOfKind(keys) { return category }
    // The field nearest to the root decides: `resources` below a probe does not exist.
    for key in keys { if let category = Self.fields[key] { return category } }
    return .other
  }

  private static let podSecurity = "pod-security.kubernetes.io/"

  /// Fields that say what a process may do, wherever they stand.
  private static let securityFields: Set = [
    "securityContext", "hostPID", "hostIPC", "shareProcessNamespace", "hostPath",
    "automountServiceAccountToken", "serviceAccountName", "serviceAccount", "runtimeClassName",
  ]

  /// Fields with one meaning, wherever they stand.
  private static let fields: [String: ChangeClass] = [
    "image": .image, "imagePullPolicy": .image, "imagePullSecrets": .image,
    "replicas": .replicas, "minReplicas": .replicas, "maxReplicas": .replicas,
    "minAvailable": .replicas, "maxUnavailable": .replicas, "parallelism": .replicas,
    "resources": .resources,
    "env": .config, "envFrom": .config, "args": .config, "command": .config,
    "livenessProbe": .probes, "readinessProbe": .probes, "startupProbe": .probes,
    "ports": .ports, "containerPort": .ports,
    "volumes": .storage, "volumeMounts": .storage, "volumeClaimTemplates": .storage,
    "volumeDevices": .storage, "storageClassName": .storage,
  ]

  private func categoryOfKind(_ keys: [String]) -> ChangeClass? {
    switch (identity.group, identity.kind) {
    case ("", "ConfigMap"), ("", "Secret"), ("bitnami.com", "SealedSecret"),
      ("external-secrets.io", "ExternalSecret"):
      .config
    case ("", "PersistentVolumeClaim"), ("", "PersistentVolume"),
      ("storage.k8s.io", "StorageClass"):
      .storage
    case ("", "ResourceQuota"), ("", "LimitRange"): .resources
    case ("autoscaling", "HorizontalPodAutoscaler"), ("policy", "PodDisruptionBudget"): .replicas
    default: nil
    }
  }

  private func isAboutNetwork(_ keys: [String]) -> Bool {
    guard keys.first != "metadata" else { return false }
    if keys.last == "hostNetwork" || keys.last == "hostPort" { return true }
    switch identity.group {
    case "networking.k8s.io", "gateway.networking.k8s.io", "cilium.io", "crd.projectcalico.org":
      return true
    case "" where identity.kind == "Service":
      return keys.count > 1 && Self.serviceFields.contains(keys[1])
    default:
      return false
    }
  }

  /// Fields of a Service that decide who reaches it.
  private static let serviceFields: Set = [
    "type", "externalIPs", "externalName", "loadBalancerIP", "loadBalancerSourceRanges",
    "loadBalancerClass", "externalTrafficPolicy", "selector", "publishNotReadyAddresses",
  ]

  /// Whether the API server refuses to change the field.
  private func isImmutable(_ keys: [String]) -> Bool {
    if keys.first == "roleRef" { return true }
    guard keys.first == "spec" || Self.rootFields[identity.kind] != nil else { return false }
    if keys.count > 1, keys[0] == "spec", let fields = Self.specFields[identity.kind] {
      return fields.contains(keys[1])
    }
    if keys.count > 1, keys[0] == "spec", identity.kind == "PersistentVolumeClaim" {
      return keys[1] != "resources" && keys[1] != "volumeAttributesClassName"
    }
    return Self.rootFields[identity.kind]?.contains(keys[0]) ?? false
  }

  private static let specFields: [String: Set<String>] = [
    "Deployment": ["selector"], "ReplicaSet": ["selector"], "DaemonSet": ["selector"],
    "StatefulSet": [
      "selector", "serviceName", "volumeClaimTemplates", "podManagementPolicy",
    ],
    "Job": ["selector", "template", "completions", "completionMode"],
    "Service": ["clusterIP", "clusterIPs"],
    "CustomResourceDefinition": ["group", "scope"],
    "IngressClass": ["controller"], "CSIDriver": ["attachRequired", "fsGroupPolicy"],
  ]

  private static let rootFields: [String: Set<String>] = [
    "StorageClass": ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
    "Secret": ["type"], "PriorityClass": ["value", "preemptionPolicy"],
  ]
}
