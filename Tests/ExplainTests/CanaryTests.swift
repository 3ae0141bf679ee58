import Compose
import Diagnostics
import Explain
import Foundation
import Seal
import SystemPackage
import TestSupport
import Testing
import YAML

/// Values of Secrets are in nothing that is printed about a build.
@Suite struct CanaryTests {
  /// A value that nothing else can hold.
  private static let canary = "hunter2-canary-8f3a"
  /// One that is too short to be looked for in texts.
  private static let short = "Zq7"

  private static let files = [
    "/kustomization.yaml": """
    resources: [secret.yaml, pod.yaml]
    secretGenerator:
    - name: made
      literals: [key=\(canary), "pin=\(short)"]
      envs: [secret.env]
      files: [secret.txt]
    patches:
    - target: {kind: Secret, name: plain}
      patch: |-
        - op: add
          path: /stringData/added
          value: \(canary)-added
    replacements:
    - source: {kind: Secret, name: plain, fieldPath: stringData.key}
      targets:
      - select: {kind: Pod}
        fieldPaths: ["spec.containers.0.env.0.value", "metadata.annotations.copy"]
        options: {create: true}
    - source: {kind: Secret, name: plain, fieldPath: stringData.pin}
      targets:
      - select: {kind: Pod}
        fieldPaths: ["spec.containers.0.env.1.value"]
    - source: {kind: Secret, name: plain, fieldPath: stringData.pin}
      targets:
      - select: {kind: Pod}
        fieldPaths: ["metadata.annotations.code"]
        options: {delimiter: "-", index: 1}
    vars:
    - {name: PIN, objref: {apiVersion: v1, kind: Secret, name: plain}, fieldref: {fieldpath: stringData.pin}}
    """,
    "/secret.env": "line=\(canary)-line\n",
    "/secret.txt": "\(canary)-text\n",
    "/secret.yaml": """
    apiVersion: v1
    kind: Secret
    metadata: {name: plain}
    stringData: {key: \(canary), pin: \(short)}
    data: {encoded: \(Data("\(canary)-data".utf8).base64EncodedString())}
    """,
    "/pod.yaml": """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, annotations: {code: a-b-c}}
    spec:
      containers:
      - name: web
        args: ["--password=\(canary)", "--pin=$(PIN)"]
        env: [{name: KEY, value: ""}, {name: PIN, value: ""}]
    """,
  ]

  @Test func noAnswerHoldsASecret() throws {
    let watched = try Watched(Self.files)
    let output = try everything(about: watched)
    #expect(output.contains(#"made"#), "nothing was asked")
    let encoded = Data(Self.canary.utf8).base64EncodedString().prefix(20)
    #expect(!output.contains(Self.canary))
    #expect(!output.contains(encoded))
    #expect(!output.contains(Self.short))
    #expect(!output.contains(Data(Self.short.utf8).base64EncodedString()))
  }

  @Test(arguments: Fixture.all(in: "seal"))
  func noAnswerAboutSwapsHoldsASecret(_ fixture: Fixture) throws {
    guard let watched = try? Watched(fixture.target, options: fixture.options) else { return }
    let output = try everything(about: watched)
    for subject in watched.provenance.subjects {
      for secret in subject.states.compactMap(\.node) where secret["kind"]?.text == "Secret" {
        for entry in secret["data"]?.entries ?? [] {
          let text = entry.value.text ?? ""
          let plain = Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
          for value in [text, plain ?? text] where value.utf8.count >= 8 {
            #expect(!output.contains(value), "\(subject.id.description)")
          }
        }
      }
    }
  }

  /// Every answer that there is about a build.
  private func everything(about watched: Watched) throws -> String {
    let provenance = watched.provenance
    let text = ExplanationText(provenance, usesColor: true)
    let json = ExplanationJSON(provenance)
    var nodes = [json.overview(), json.object(of: provenance.subjects)]
    var output = text.overview() + text.timelines(of: provenance.subjects)
    output += try provenance.annotatedResources().joined()
    for subject in provenance.subjects {
      if subject.isPresent {
        let lines = try provenance.annotatedLines(of: subject)
        output += text.blame(lines)
        nodes.append(json.blame([(subject, lines)]))
      }
      let node = subject.node
      for path in node.scalarPaths() {
        let explanations = try provenance.explanations(of: subject.reference, path.pointer)
        output += text.text(of: explanations)
        nodes.append(json.object(of: explanations))
      }
    }
    for node in nodes {
      var emitter = JSONEmitter()
      try emitter.emit(node)
      output += String(decoding: emitter.bytes, as: UTF8.self)
    }
    return output
  }
}
