import Compare
import Testing

/// What counts as a difference, and as what kind.
@Suite struct ComparisonTests {
  @Test func spellingDoesNotCount() throws {
    let old = """
      kind: Service
      apiVersion: v1
      metadata: {name: a, labels: {x: "1", "y": 'b'}}
      spec: {ports: [{port: 80, name: http}]}
      """
    let new = """
      apiVersion: v1
      kind: Service
      metadata:
        labels:
          y: b
          x: '1'
        name: a
      spec:
        ports:
        - name: http
          port: 80
      """
    #expect(try lines(old, new) == [])
  }

  @Test func quantitiesAreComparedByValue() throws {
    func container(_ cpu: String, _ memory: String) -> String {
      deployment("        resources: {limits: {cpu: \(cpu), memory: \(memory)}}")
    }
    #expect(try lines(container("500m", "1Gi"), container("0.5", "1024Mi")) == [])
    #expect(
      try lines(container("1", "1Gi"), container("\"1\"", "512Mi")) == [
        "spec.template.spec.containers[name=web].resources.limits.memory 1Gi→512Mi resources"
          + " !it gets less"
      ])
    #expect(
      try lines(
        deployment("        env: [{name: a, value: 1k}]"),
        deployment(
          "        env: [{name: a, value: \"1000\"}]")) == [
          "spec.template.spec.containers[name=web].env[name=a].value 1k→1000 config"
        ])
  }

  @Test func typesCount() throws {
    let old = "apiVersion: v1\nkind: X\nmetadata: {name: a}\nspec: {a: 1, b: true, c: null}\n"
    let new = "apiVersion: v1\nkind: X\nmetadata: {name: a}\nspec: {a: \"1\", b: \"true\"}\n"
    #expect(
      try lines(old, new) == [
        "spec.a 1→1 other", "spec.b true→true other", "spec.c null→∅ other",
      ])
  }

  @Test func identityLeavesOutVersionAndHash() throws {
    let old = """
      apiVersion: policy/v1beta1
      kind: PodDisruptionBudget
      metadata: {name: a, namespace: b}
      """
    #expect(
      try lines(old, old.replacing("v1beta1", with: "v1")) == [
        "apiVersion policy/v1beta1→policy/v1 replicas"
      ])
    // Both names end with the hash that Kustomize gives this content.
    let map = "apiVersion: v1\ndata: {a: \"1\"}\nkind: ConfigMap\nmetadata: {name: c-96fk5gmk6c}\n"
    let other =
      "apiVersion: v1\ndata: {a: \"1\"}\nkind: ConfigMap\nmetadata: {name: c-96fk5gmk6d}\n"
    #expect(try lines(map, other).count == 2, "the second name is no hash of its content")
  }

  @Test func listsAreComparedByMergeKey() throws {
    let old = deployment(
      """
              ports: [{containerPort: 80}, {containerPort: 90, name: admin}]
              env: [{name: A, value: "1"}, {name: B, value: "2"}]
      """)
    let new = deployment(
      """
              ports: [{containerPort: 80, protocol: TCP}, {containerPort: 91, name: admin}]
              env: [{name: B, value: "2"}, {name: C, value: "3"}, {name: A, value: "1"}]
      """)
    let path = "spec.template.spec.containers[name=web]"
    #expect(
      try lines(old, new) == [
        "\(path).ports[containerPort=80,protocol=TCP].protocol ∅→TCP ports",
        "\(path).ports[containerPort=91].containerPort 90→91 ports",
        "\(path).env[name=C] ∅→… config",
        "\(path).env …→… order",
      ])
  }

  @Test func otherListsAreComparedByContent() throws {
    let old = deployment("        args: [serve, --level=info, --port=1, -v]")
    let new = deployment("        args: [serve, --port=1, --level=debug, --new]")
    let path = "spec.template.spec.containers[name=web].args"
    #expect(
      try lines(old, new) == [
        "\(path)[2] --level=info→--level=debug config", "\(path)[3] -v→--new config",
        "\(path) …→… order",
      ])
  }

  @Test func textsThatAreDocumentsAreComparedWithin() throws {
    func map(_ text: String) -> String {
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  app.json: '\(text)'\n"
    }
    let difference = try comparison(map(#"{"a": 1, "b": [1, 2]}"#), map(#"{"b": [1, 3], "a": 1}"#))
    let change = try #require(difference.differences.first?.changes.first)
    #expect(change.path.description == "data.app\\.json")
    #expect(change.within.map(\.path.description) == ["b[1]"])
    let layout = try comparison(map(#"{"a": 1}"#), map(#"{ "a":1 }"#))
    #expect(layout.summary.orderOnly == 1)
    #expect(layout.summary.changed == 0)
    // Two JSON values are no document: nothing of the second may be lost.
    #expect(try lines(map("{} {}"), map("{} {\"a\": 1}")).count == 1)
    #expect(try comparison(map("{} {}"), map("{} {\"a\": 1}")).summary.orderOnly == 0)
  }

  @Test func repeatedIdentitiesArePairedInOrder() throws {
    let one = "apiVersion: v1\nkind: X\nmetadata: {name: a}\nv: 1\n---\n"
    let two = one.replacing("v: 1", with: "v: 2")
    #expect(try lines(one + two, one + two) == [])
    #expect(try lines(one + two, one) == ["X a deletion !it is deleted"])
  }

  @Test func theSummaryReadsLikeAPlan() throws {
    let old = deployment("        image: a") + "---\napiVersion: v1\nkind: X\nmetadata: {name: b}\n"
    let new =
      deployment("        image: a:1", spec: "  replicas: 0")
      + "---\napiVersion: v1\nkind: X\nmetadata: {name: c}\n"
    let summary = try comparison(old, new).summary
    #expect(summary.description == "~1 changed +1 added -1 deleted (2 risky)")
    #expect(summary.changes == 4)
  }
}
