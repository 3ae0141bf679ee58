import YAML

/// The references of a rendered environment that lead nowhere, as sentences, by topic.
///
/// An empty list means that everything referred to is there.
extension MLCFManifests {
  var danglingReferences: [String] {
    danglingConfiguration + danglingAddresses + danglingVolumes + danglingAccounts
      + danglingServices + danglingScaling + danglingPolicies + danglingHosts + danglingCertificates
      + danglingMonitoring
  }

  /// ConfigMaps, Secrets and their keys, as environment or as volume.
  var danglingConfiguration: [String] {
    var problems: [String] = []
    for pods in pods {
      for source in pods.containers.flatMap({ $0.list("envFrom") }) {
        problems += missing("ConfigMap", at: source["configMapRef"], for: pods)
        problems += missing("Secret", at: source["secretRef"], for: pods)
      }
      for source in pods.containers.flatMap({ $0.list("env") }).compactMap({ $0["valueFrom"] }) {
        problems += missing("ConfigMap", at: source["configMapKeyRef"], for: pods)
        problems += missing("Secret", at: source["secretKeyRef"], for: pods)
      }
      for volume in pods.spec.list("volumes") {
        problems += missing("ConfigMap", at: volume["configMap"], for: pods)
        problems += missing("Secret", at: volume["secret"], name: "secretName", for: pods)
      }
    }
    return problems
  }

  private func missing(
    _ kind: String, at reference: Node?, name: String = "name", for pods: Pods
  ) -> [String] {
    guard let reference, let name = reference.text(name) else { return [] }
    guard let object = resource(kind, name, in: pods.namespace) else {
      return ["\(pods.owner): no \(kind) \(name)"]
    }
    let keys = [reference.text("key")] + reference.list("items").map { $0.text("key") }
    return keys.compactMap(\.self).filter { object["data"]?[$0] == nil }.map {
      "\(pods.owner): no key \($0) in \(kind) \(name)"
    }
  }

  /// Addresses of Services in configuration, scripts and environment variables:
  /// `http://name:80` or `name.namespace.svc.cluster.local:80`.
  var danglingAddresses: [String] {
    let configuration = all("ConfigMap").flatMap { map in
      map.strings("data").map { ("\(map.title): \($0.key)", $0.value) }
    }
    let variables = pods.flatMap { pods in
      pods.containers.flatMap { $0.list("env") }.map {
        ("\(pods.owner): \($0.text("name") ?? "")", $0.text("value") ?? "")
      }
    }
    var problems: [String] = []
    for (place, text) in configuration + variables where text.contains(":") {
      let short = text.matches(of: /:\/\/([a-z0-9-]+):([0-9]+)/).map {
        (host: $0.output.1, port: $0.output.2)
      }
      let full = text.matches(of: /([a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local):([0-9]+)/).map {
        (host: $0.output.1, port: $0.output.2)
      }
      for (host, port) in short + full where host != "localhost" {
        let ports = service(host: String(host), from: "mlcf")?.list("spec.ports") ?? []
        if !ports.contains(where: { $0.text("port") == String(port) }) {
          problems.append("\(place): no Service at \(host):\(port)")
        }
      }
    }
    return problems
  }

  /// Mounts, claims and storage classes.
  var danglingVolumes: [String] {
    var problems: [String] = []
    for pods in pods {
      let volumes = pods.spec.list("volumes")
      let names = volumes.map { $0.text("name") } + pods.claimTemplates.map(\.name)
      for mount in pods.containers.flatMap({ $0.list("volumeMounts") })
      where !names.contains(mount.text("name")) {
        problems.append("\(pods.owner): no volume \(mount.text("name") ?? "")")
      }
      for claim in volumes.compactMap({ $0.text("persistentVolumeClaim.claimName") })
      where resource("PersistentVolumeClaim", claim, in: pods.namespace) == nil {
        problems.append("\(pods.owner): no claim \(claim)")
      }
    }
    for claim in all("PersistentVolumeClaim") + pods.flatMap(\.claimTemplates) {
      let storageClass = claim.text("spec.storageClassName")
      if resource("StorageClass", storageClass, in: nil) == nil {
        problems.append("claim \(claim.name): no StorageClass \(storageClass ?? "")")
      }
    }
    return problems
  }

  /// ServiceAccounts, Roles and what a Role names.
  var danglingAccounts: [String] {
    var problems: [String] = []
    for pods in pods {
      let account = pods.spec.text("serviceAccountName")
      if resource("ServiceAccount", account, in: pods.namespace) == nil {
        problems.append("\(pods.owner): no ServiceAccount \(account ?? "")")
      }
    }
    for binding in all("RoleBinding") {
      let role = binding.text("roleRef.name")
      if resource("Role", role, in: binding.namespace) == nil {
        problems.append("\(binding.title): no Role \(role ?? "")")
      }
      for subject in binding.list("subjects")
      where resource("ServiceAccount", subject.text("name"), in: subject.text("namespace")) == nil {
        problems.append("\(binding.title): no ServiceAccount \(subject.text("name") ?? "")")
      }
    }
    for role in all("Role") {
      for rule in role.list("rules") {
        for name in rule.texts("resourceNames")
        where !resources.contains(where: {
          $0.name == name && rule.texts("resources").contains($0.kind.lowercased() + "s")
        }) {
          problems.append("\(role.title): nothing is named \(name)")
        }
      }
    }
    return problems
  }

  /// Pods and ports of Services, and the governing Service of a StatefulSet.
  var danglingServices: [String] {
    var problems: [String] = []
    for service in all("Service") {
      let selected = pods(in: service.namespace, selectedBy: service.at("spec.selector"))
      if selected.isEmpty { problems.append("\(service.title): selects no pod") }
      for port in service.list("spec.ports") {
        let target = port.text("targetPort") ?? port.text("port") ?? ""
        for pods in selected where !pods.listens(on: target) {
          problems.append("\(service.title): no port \(target) in \(pods.owner)")
        }
      }
    }
    for workload in all("Deployment", "StatefulSet") {
      if pods(in: workload.namespace, selectedBy: workload.at("spec.selector")).map(\.owner)
        != [workload.title]
      {
        problems.append("\(workload.title): does not select its own pods and no others")
      }
    }
    for workload in all("StatefulSet") {
      let service = resource("Service", workload.text("spec.serviceName"), in: workload.namespace)
      if service?.text("spec.clusterIP") != "None" {
        problems.append("\(workload.title): no headless Service")
      }
    }
    return problems
  }

  /// What HPAs, VPAs and disruption budgets are for.
  var danglingScaling: [String] {
    var problems: [String] = []
    for scaler in all("HorizontalPodAutoscaler", "VerticalPodAutoscaler") {
      let reference = scaler.at("spec.scaleTargetRef") ?? scaler.at("spec.targetRef")
      guard
        let target = resource(
          reference?.kind ?? "", reference?.text("name"), in: scaler.namespace),
        target.text("apiVersion") == reference?.text("apiVersion")
      else {
        problems.append("\(scaler.title): no target")
        continue
      }
      // The sidecar of the mesh is added by the cluster.
      let containers = target.list("spec.template.spec.containers").map { $0.text("name") }
      for policy in scaler.list("spec.resourcePolicy.containerPolicies")
      where !(containers + ["istio-proxy"]).contains(policy.text("containerName")) {
        problems.append("\(scaler.title): no container \(policy.text("containerName") ?? "")")
      }
    }
    for budget in all("PodDisruptionBudget")
    where pods(in: budget.namespace, selectedBy: budget.at("spec.selector")).isEmpty {
      problems.append("\(budget.title): selects no pod")
    }
    return problems
  }

  /// Selectors, ports and accounts of NetworkPolicies and AuthorizationPolicies.
  var danglingPolicies: [String] {
    all("NetworkPolicy").flatMap(danglingReferences(ofNetworkPolicy:))
      + all("AuthorizationPolicy").flatMap(danglingReferences(ofAuthorizationPolicy:))
  }

  private func danglingReferences(ofNetworkPolicy policy: Node) -> [String] {
    var problems: [String] = []
    let subjects = pods(in: policy.namespace, selectedBy: policy.at("spec.podSelector"))
    if subjects.isEmpty { problems.append("\(policy.title): selects no pod") }
    func check(_ ports: [Node], of pods: [Pods]) {
      for pods in pods {
        for port in ports.compactMap({ $0.text("port") }) where !pods.listens(on: port) {
          problems.append("\(policy.title): no port \(port) in \(pods.owner)")
        }
      }
    }
    for rule in policy.list("spec.ingress") { check(rule.list("ports"), of: subjects) }
    for rule in policy.list("spec.ingress") + policy.list("spec.egress") {
      // What is in other namespaces, or outside, is not ours to find.
      for peer in rule.list("from") + rule.list("to")
      where peer["namespaceSelector"] == nil && peer["ipBlock"] == nil {
        let peers = pods(in: policy.namespace, selectedBy: peer["podSelector"])
        if peers.isEmpty { problems.append("\(policy.title): a peer selects no pod") }
        if rule["to"] != nil { check(rule.list("ports"), of: peers) }
      }
    }
    return problems
  }

  private func danglingReferences(ofAuthorizationPolicy policy: Node) -> [String] {
    guard let selector = policy.at("spec.selector") else { return [] }
    var problems: [String] = []
    let subjects = pods(in: policy.namespace, selectedBy: selector)
    if subjects.isEmpty { problems.append("\(policy.title): selects no pod") }
    for rule in policy.list("spec.rules") {
      for principal in rule.list("from").flatMap({ $0.texts("source.principals") }) {
        let parts = principal.split(separator: "/").map(String.init)  // domain/ns/NAMESPACE/sa/NAME
        if parts.count != 5
          || parts[2] == policy.namespace
            && resource("ServiceAccount", parts[4], in: parts[2]) == nil
        {
          problems.append("\(policy.title): no account \(principal)")
        }
      }
      for port in rule.list("to").flatMap({ $0.texts("operation.ports") }) {
        for pods in subjects where !pods.ports.contains(where: { $0.number == port }) {
          problems.append("\(policy.title): no port \(port) in \(pods.owner)")
        }
      }
    }
    return problems
  }

  /// Backends of the Ingress and hosts of Istio's resources.
  var danglingHosts: [String] {
    var problems: [String] = []
    for ingress in all("Ingress") {
      for path in ingress.list("spec.rules").flatMap({ $0.list("http.paths") }) {
        let backend = path.at("backend.service")
        let service = resource("Service", backend?.text("name"), in: ingress.namespace)
        let port = backend?.text("port.name") ?? backend?.text("port.number")
        if !(service?.list("spec.ports") ?? []).contains(where: {
          $0.text("name") == port || $0.text("port") == port
        }) {
          problems.append("\(ingress.title): no backend \(backend?.text("name") ?? "")")
        }
      }
    }
    for route in all("VirtualService") {
      let gateways = route.texts("spec.gateways").map {
        resource("Gateway", $0, in: route.namespace)
      }
      for host in route.texts("spec.hosts") {
        for gateway in gateways
        where !(gateway?.list("spec.servers").flatMap { $0.texts("hosts") } ?? []).contains(host) {
          problems.append("\(route.title): no Gateway for \(host)")
        }
      }
      for destination in route.list("spec.http").flatMap({ $0.list("route") }) {
        let host = destination.text("destination.host")
        let ports = service(host: host, from: route.namespace)?.list("spec.ports") ?? []
        if !ports.contains(where: {
          $0.text("port") == destination.text("destination.port.number")
        }) {
          problems.append("\(route.title): no destination \(host ?? "")")
        }
      }
    }
    for rule in all("DestinationRule")
    where service(host: rule.text("spec.host"), from: rule.namespace) == nil {
      problems.append("\(rule.title): no Service \(rule.text("spec.host") ?? "")")
    }
    return problems
  }

  /// Issuers of certificates, and the certificates that Ingress and Gateway show.
  var danglingCertificates: [String] {
    var problems: [String] = []
    let secrets = all("Certificate").map { $0.text("spec.secretName") }
    for certificate in all("Certificate") {
      let issuer = certificate.text("spec.issuerRef.kind") ?? "Issuer"
      if resource(
        issuer, certificate.text("spec.issuerRef.name"),
        in: issuer == "ClusterIssuer" ? nil : certificate.namespace) == nil
      {
        problems.append("\(certificate.title): no issuer")
      }
    }
    for gateway in all("Gateway") {
      for secret in gateway.list("spec.servers").compactMap({ $0.text("tls.credentialName") })
      where !secrets.contains(secret) {
        problems.append("\(gateway.title): no Certificate makes \(secret)")
      }
    }
    for ingress in all("Ingress") {
      let annotations = ingress.strings("metadata.annotations")
      let issuer = annotations["cert-manager.io/issuer"]
      let clusterIssuer = annotations["cert-manager.io/cluster-issuer"]
      if resource("Issuer", issuer, in: ingress.namespace) == nil
        && resource("ClusterIssuer", clusterIssuer, in: nil) == nil
      {
        problems.append("\(ingress.title): no issuer")
      }
      let hosts = ingress.list("spec.rules").compactMap { $0.text("host") }
      if hosts != ingress.list("spec.tls").flatMap({ $0.texts("hosts") }) {
        problems.append("\(ingress.title): a host without TLS")
      }
    }
    return problems
  }

  /// Services, ports and credentials of ServiceMonitors.
  var danglingMonitoring: [String] {
    var problems: [String] = []
    for monitor in all("ServiceMonitor") {
      guard let selector = monitor.at("spec.selector") else { continue }
      let services = all("Service").filter {
        $0.namespace == monitor.namespace
          && $0.strings("metadata.labels").areSelected(by: selector)
      }
      if services.count != 1 {
        problems.append("\(monitor.title): selects \(services.count) Services")
      }
      for endpoint in monitor.list("spec.endpoints") {
        for service in services
        where !service.list("spec.ports").contains(where: {
          $0.text("name") == endpoint.text("port")
        }) {
          problems.append("\(monitor.title): no port \(endpoint.text("port") ?? "")")
        }
        guard let credentials = endpoint.at("authorization.credentials") else { continue }
        let secret = resource("Secret", credentials.text("name"), in: monitor.namespace)
        if secret?["data"]?[credentials.text("key") ?? ""] == nil {
          problems.append("\(monitor.title): no credentials")
        }
      }
    }
    return problems
  }
}
