import Schema
import Testing

@Suite struct KubernetesSchemaTests {
  @Test(arguments: [KubernetesSchema.v1_21, .v1_37])
  func knowsHowTheListsOfAPodMerge(schema: KubernetesSchema) throws {
    let deployment = try #require(schema.type(apiVersion: "apps/v1", kind: "Deployment"))
    let pod = try #require(deployment.field("spec")?.field("template")?.field("spec"))
    let container = try #require(pod.field("containers")?.element)

    #expect(pod.keys("containers") == ["name"])
    #expect(pod.keys("initContainers") == ["name"])
    #expect(pod.keys("volumes") == ["name"])
    #expect(pod.keys("imagePullSecrets") == ["name"])
    #expect(pod.keys("hostAliases") == ["ip"])
    #expect(pod.keys("topologySpreadConstraints") == ["topologyKey", "whenUnsatisfiable"])
    #expect(container.keys("ports") == ["containerPort", "protocol"])
    #expect(container.keys("env") == ["name"])
    #expect(container.keys("volumeMounts") == ["mountPath"])
    #expect(container.keys("volumeDevices") == ["devicePath"])

    #expect(pod.keys("tolerations") == nil)
    #expect(container.keys("args") == nil)
    #expect(container.keys("envFrom") == nil)
  }

  @Test(arguments: [KubernetesSchema.v1_21, .v1_37])
  func tellsSetsFromReplacedLists(schema: KubernetesSchema) throws {
    let service = try #require(schema.type(apiVersion: "v1", kind: "Service"))
    #expect(service.field("metadata")?.keys("finalizers") == [])
    #expect(service.field("metadata")?.keys("ownerReferences") == ["uid"])
    #expect(service.field("spec")?.keys("ports") == ["port", "protocol"])
    #expect(service.field("spec")?.keys("externalIPs") == nil)
  }

  @Test func answersEveryKeyOfAMap() throws {
    let configMap = try #require(KubernetesSchema.v1_21.type(apiVersion: "v1", kind: "ConfigMap"))
    let data = try #require(configMap.field("data"))
    #expect(data.shape == .map)
    #expect(data.field("")?.shape == .scalar(.string))
    #expect(data.field("an.arbitrary/key")?.shape == .scalar(.string))
    #expect(data.element == nil)
  }

  @Test func knowsTheTypesOfScalars() throws {
    let schema = KubernetesSchema.v1_21
    let deployment = try #require(schema.type(apiVersion: "apps/v1", kind: "Deployment"))
    let spec = try #require(deployment.field("spec"))
    let service = try #require(schema.type(apiVersion: "v1", kind: "Service")?.field("spec"))
    let definition = try #require(
      schema.type(apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition"))
    let version = definition.field("spec")?.field("versions")?.element
    let validation = version?.field("schema")?.field("openAPIV3Schema")

    #expect(spec.field("replicas")?.shape == .scalar(.integer))
    #expect(spec.field("paused")?.shape == .scalar(.boolean))
    #expect(deployment.field("kind")?.shape == .scalar(.string))
    #expect(service.field("ports")?.element?.field("targetPort")?.shape == .scalar(.intOrString))
    #expect(validation?.field("maximum")?.shape == .scalar(.number))
    #expect(validation?.field("default")?.shape == .any)
  }

  @Test func followsMapsOfLists() throws {
    let review = KubernetesSchema.v1_21.type(
      apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview")
    let extra = review?.field("spec")?.field("extra")
    #expect(extra?.shape == .map)
    #expect(extra?.field("scopes")?.shape == .list)
    #expect(extra?.field("scopes")?.element?.shape == .scalar(.string))
  }

  @Test func hasNoTypeForWhatIsNotThere() throws {
    let schema = KubernetesSchema.v1_21
    #expect(schema.type(apiVersion: "example.com/v1", kind: "Deployment") == nil)
    #expect(schema.type(apiVersion: "apps/v2", kind: "Deployment") == nil)
    #expect(schema.type(apiVersion: "apps/v1", kind: "Deploymen") == nil)
    #expect(schema.type(apiVersion: "apps/v1", kind: "Deployments") == nil)
    #expect(schema.type(apiVersion: "", kind: "") == nil)
    #expect(schema.type(apiVersion: "v1", kind: "Pod\u{e9}") == nil)

    let pod = try #require(schema.type(apiVersion: "v1", kind: "Pod"))
    #expect(pod.field("") == nil)
    #expect(pod.field("specs") == nil)
    #expect(pod.field("Spec") == nil)
    #expect(pod.element == nil)
    #expect(pod.mergeKeys == nil)
    #expect(pod.field("kind")?.field("spec") == nil)
  }

  @Test func knowsWhichKindsHaveANamespace() {
    let schema = KubernetesSchema.v1_21
    #expect(schema.isClusterScoped(apiVersion: "v1", kind: "Namespace") == true)
    #expect(schema.isClusterScoped(apiVersion: "v1", kind: "ConfigMap") == false)
    #expect(
      schema.isClusterScoped(apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole")
        == true)
    #expect(schema.isClusterScoped(apiVersion: "example.com/v1", kind: "Namespace") == nil)
    #expect(schema.isClusterScoped(apiVersion: "v1", kind: "PodList") == nil)
  }

  @Test func hasAScopeWithoutATypeForSubresources() {
    let schema = KubernetesSchema.v1_21
    #expect(schema.isClusterScoped(apiVersion: "v1", kind: "PodExecOptions") == false)
    #expect(schema.type(apiVersion: "v1", kind: "PodExecOptions") == nil)
  }

  @Test func isFoundByVersion() throws {
    for version in KubernetesSchema.versions {
      #expect(KubernetesSchema.named(version) != nil)
    }
    #expect(KubernetesSchema.named("v1.20.4") == nil)
    let older = try #require(KubernetesSchema.named("v1.21.2"))
    let newer = try #require(KubernetesSchema.named("v1.37.0"))
    #expect(older.type(apiVersion: "policy/v1beta1", kind: "PodSecurityPolicy") != nil)
    #expect(newer.type(apiVersion: "policy/v1beta1", kind: "PodSecurityPolicy") == nil)
  }

  @Test func readsMergeKeysByPosition() throws {
    let service = KubernetesSchema.v1_21.type(apiVersion: "v1", kind: "Service")
    let keys = try #require(service?.field("spec")?.field("ports")?.mergeKeys)
    #expect(keys.count == 2)
    #expect(keys[0] == "port")
    #expect(keys.last == "protocol")
    #expect(keys.contains("protocol"))
  }
}

extension SchemaType {
  /// The merge keys of a field.
  fileprivate func keys(_ field: String) -> [String]? {
    self.field(field)?.mergeKeys.map(Array.init)
  }
}
