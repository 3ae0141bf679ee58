import Schema
import Testing

@Suite struct FieldSpecTests {
  @Test func anEmptyPartMatchesAnything() {
    let anything = FieldSpec(path: "metadata/name")
    #expect(anything.matches(group: "", version: "v1", kind: "ConfigMap"))
    #expect(anything.matches(group: "example.com", version: "v1", kind: "Widget"))
  }

  @Test func everyPartThatIsThereMustMatch() {
    let spec = FieldSpec(group: "apps", version: "v1", kind: "Deployment", path: "spec/replicas")
    #expect(spec.matches(group: "apps", version: "v1", kind: "Deployment"))
    #expect(!spec.matches(group: "", version: "v1", kind: "Deployment"))
    #expect(!spec.matches(group: "apps", version: "v1beta1", kind: "Deployment"))
    #expect(!spec.matches(group: "apps", version: "v1", kind: "StatefulSet"))
  }

  @Test func theDefaultsAreThoseOfKustomize() {
    #expect(DefaultFieldSpecs.namePrefix == [FieldSpec(path: "metadata/name")])
    #expect(DefaultFieldSpecs.nameSuffix == DefaultFieldSpecs.namePrefix)
    #expect(DefaultFieldSpecs.namespace.count == 3)
    #expect(DefaultFieldSpecs.commonLabels.count == 32)
    #expect(DefaultFieldSpecs.templateLabels.count == 10)
    #expect(DefaultFieldSpecs.commonAnnotations.count == 9)
    #expect(DefaultFieldSpecs.images.count == 6)
    #expect(DefaultFieldSpecs.replicas.count == 4)
    #expect(DefaultFieldSpecs.varReference.count == 72)
    #expect(DefaultFieldSpecs.nameReference.map(\.referrers.count).reduce(0, +) == 167)
    #expect(DefaultFieldSpecs.orderFirst.first == "Namespace")
    #expect(DefaultFieldSpecs.orderFirst.count == 22)
    #expect(DefaultFieldSpecs.orderLast.count == 2)
  }

  @Test func templateLabelsAreAmongCommonLabels() {
    let common = Set(DefaultFieldSpecs.commonLabels)
    #expect(DefaultFieldSpecs.templateLabels.allSatisfy(common.contains))
  }

  @Test func nameReferencesNameTheirTarget() throws {
    let reference = try #require(
      DefaultFieldSpecs.nameReference.first {
        $0.target.matches(group: "", version: "v1", kind: "ConfigMap")
      })
    #expect(
      reference.referrers.contains(
        FieldSpec(version: "v1", kind: "Pod", path: "spec/volumes/configMap/name")))
  }

  @Test func kindsThatKeepTheirNames() {
    func skips(_ group: String, _ kind: String) -> Bool {
      DefaultFieldSpecs.nameChangeSkips.contains {
        $0.matches(group: group, version: "v1", kind: kind)
      }
    }
    #expect(skips("", "Namespace"))
    #expect(skips("apiextensions.k8s.io", "CustomResourceDefinition"))
    #expect(skips("apiregistration.k8s.io", "APIService"))
    #expect(!skips("example.com", "APIService"))
    #expect(!skips("", "ConfigMap"))
  }
}
