import Testing
import YAML

/// What `overlays/` must render: references that lead somewhere, and the deployment's own figures.
@Suite struct MLCFManifestTests {
  @Test(arguments: MLCFManifests.environments)
  func theBuildWarnsOfNothing(_ environment: String) throws {
    #expect(try MLCFManifests.warnings(environment) == [])
  }

  @Test(arguments: MLCFManifests.environments)
  func noReferenceDangles(_ environment: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    #expect(manifests.danglingConfiguration == [])
    #expect(manifests.danglingAddresses == [])
    #expect(manifests.danglingVolumes == [])
    #expect(manifests.danglingAccounts == [])
    #expect(manifests.danglingServices == [])
    #expect(manifests.danglingScaling == [])
    #expect(manifests.danglingPolicies == [])
    #expect(manifests.danglingHosts == [])
    #expect(manifests.danglingCertificates == [])
    #expect(manifests.danglingMonitoring == [])
  }

  /// A walk that finds nothing would prove nothing.
  ///
  /// What staging has, prod has too.
  @Test(arguments: ["dev", "prod"])
  func aMissingTargetIsNoticed(_ environment: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    let targets = manifests.all(
      "ConfigMap", "Secret", "ServiceAccount", "Role", "Service", "Deployment", "StatefulSet",
      "StorageClass", "PersistentVolumeClaim", "ClusterIssuer", "Issuer", "Gateway")
    // Grafana finds its dashboard by a label.
    for target in targets where target.name != "mlcf-dashboard" {
      #expect(manifests.removing(target).danglingReferences != [], "\(target.title)")
    }
  }

  @Test(arguments: MLCFManifests.environments)
  func everyResourceBelongsToTheEnvironment(_ environment: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    let clusterScoped = ["Namespace", "StorageClass", "ClusterIssuer", "VolumeSnapshotClass"]
    for resource in manifests.resources {
      let labels = resource.strings("metadata.labels")
      #expect(labels["environment"] == environment, "\(resource.title)")
      #expect(
        (resource.namespace == nil) == clusterScoped.contains(resource.kind), "\(resource.title)")
    }
  }

  @Test(
    arguments: [
      ("dev", "api.mlcf.localhost"), ("staging", "api.staging.mlcf.example.com"),
      ("prod", "api.mlcf.example.com"),
    ])
  func oneHostNameIsEverywhere(_ environment: String, _ host: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    let hosts =
      manifests.all("Ingress").flatMap { ingress in
        ingress.list("spec.rules").compactMap { $0.text("host") }
          + ingress.list("spec.tls").flatMap { $0.texts("hosts") }
      }
      + manifests.all("Gateway").flatMap { $0.list("spec.servers").flatMap { $0.texts("hosts") } }
      + manifests.all("VirtualService").flatMap { $0.texts("spec.hosts") }
      + manifests.all("Certificate").flatMap { $0.texts("spec.dnsNames") }
      + manifests.all("ConfigMap").compactMap { $0.text("data.PUBLIC_HOST") }
    #expect(Set(hosts) == [host])
    #expect(hosts.count == (environment == "dev" ? 3 : 8))
  }

  @Test(
    arguments: [
      ("dev", Figures(cpu: "200m", memory: "1Gi", storage: "5632Mi", replicas: [1, 1, 1])),
      ("staging", Figures(cpu: "2500m", memory: "5Gi", storage: "270Gi", replicas: [2, 3, 3])),
      ("prod", Figures(cpu: "5250m", memory: "10752Mi", storage: "540Gi", replicas: [3, 3, 3])),
    ])
  func theFiguresAddUp(_ environment: String, _ expected: Figures) throws {
    let manifests = try MLCFManifests.rendered(environment)
    var cpu = 0
    var memory = 0
    var storage = 0
    var replicas: [Int] = []
    for name in ["Deployment mlcf-api", "StatefulSet qdrant", "StatefulSet neo4j"] {
      let pods = try #require(manifests.pods.first { $0.owner == name })
      let count = try #require(pods.replicas)
      replicas.append(count)
      for container in pods.spec.list("containers") {
        cpu += count * (try #require(container.at("resources.requests.cpu")?.thousandths))
        memory += count * (try #require(container.at("resources.requests.memory")?.thousandths))
      }
      for claim in pods.claimTemplates {
        storage += count * (try #require(claim.at("spec.resources.requests.storage")?.thousandths))
      }
    }
    #expect(cpu == Node(string: expected.cpu).thousandths)
    #expect(memory == Node(string: expected.memory).thousandths)
    #expect(storage == Node(string: expected.storage).thousandths)
    #expect(replicas == expected.replicas)
  }

  @Test(
    arguments: [
      ("dev", [:]),
      ("staging", ["mlcf-api": "2 to 10", "qdrant": "3 to 5"]),
      ("prod", ["mlcf-api": "3 to 20", "qdrant": "3 to 10"]),
    ])
  func theAutoscalersHaveTheirRanges(_ environment: String, _ expected: [String: String]) throws {
    let manifests = try MLCFManifests.rendered(environment)
    var ranges: [String: String] = [:]
    for scaler in manifests.all("HorizontalPodAutoscaler") {
      let range = ["minReplicas", "maxReplicas"].compactMap { scaler.text("spec.\($0)") }
      ranges[scaler.name] = range.joined(separator: " to ")
      let target = manifests.resource(
        scaler.text("spec.scaleTargetRef.kind") ?? "", scaler.text("spec.scaleTargetRef.name"),
        in: scaler.namespace)
      #expect(target?.text("spec.replicas") == range.first, "\(scaler.title)")
    }
    #expect(ranges == expected)
  }

  /// A VPA that acts on CPU and memory would fight an HPA on the same.
  @Test(arguments: MLCFManifests.environments)
  func noVerticalAutoscalerFightsAHorizontalOne(_ environment: String) throws {
    let manifests = try MLCFManifests.rendered(environment)
    let scaled = manifests.all("HorizontalPodAutoscaler").map {
      $0.text("spec.scaleTargetRef.name")
    }
    for scaler in manifests.all("VerticalPodAutoscaler")
    where scaled.contains(scaler.text("spec.targetRef.name")) {
      #expect(scaler.text("spec.updatePolicy.updateMode") == "Off", "\(scaler.title)")
    }
  }

  @Test(
    arguments: [
      ("dev", []), ("staging", ["1 of 2", "2 of 3", "2 of 3"]),
      ("prod", ["2 of 3", "2 of 3", "2 of 3"]),
    ])
  func everyBudgetLetsANodeBeDrained(_ environment: String, _ expected: [String]) throws {
    let manifests = try MLCFManifests.rendered(environment)
    let budgets = try manifests.all("PodDisruptionBudget").map { budget in
      let pods = manifests.pods(in: budget.namespace, selectedBy: budget.at("spec.selector"))
      let replicas = try #require(pods.first?.replicas)
      return "\(budget.text("spec.minAvailable") ?? "none") of \(replicas)"
    }
    #expect(budgets.sorted() == expected)
  }

  /// What the API, Qdrant and Neo4j request together.
  struct Figures: Sendable {
    let cpu: String
    let memory: String
    let storage: String
    let replicas: [Int]
  }
}
