import Compose
import Diagnostics
import Explain
import Foundation
import SystemPackage
import TestSupport
import Testing
import YAML

/// Every scalar of an output has an origin: a place that holds the value, or the field of a
/// kustomization that computes it.
@Suite struct OriginTests {
  @Test(arguments: ["dev", "staging", "prod"])
  func ofEnvironment(_ name: String) throws {
    let watched = try Watched(Watched.repository.appending("overlays").appending(name))
    try expectOrigins(watched)
  }

  @Test(arguments: Fixture.building)
  func ofFixture(_ fixture: Fixture) throws {
    guard let watched = try? Watched(fixture.target, options: fixture.options) else { return }
    try expectOrigins(watched)
  }

  @Test(arguments: ConformanceCase.some)
  func ofConformanceCase(_ conformance: ConformanceCase) throws {
    guard let watched = try? Watched(conformance.target) else { return }
    try expectOrigins(watched)
  }

  private func expectOrigins(_ watched: Watched) throws {
    for subject in watched.provenance.subjects where subject.isPresent {
      for path in subject.node.scalarPaths() {
        let value = try #require(path.node(in: subject.node)?.text)
        let name = "\(subject.id.description) \(path.pointer)"
        guard let origin = watched.provenance.origin(of: path, of: subject) else {
          Issue.record("\(name) has no origin")
          continue
        }
        let step = watched.provenance.steps[origin.step]
        guard let place = watched.provenance.place(of: origin, subject) else {
          // The label of an option stands in no file.
          let isOption = step.kind == .finishing && path.pointer.hasSuffix("managed-by")
          #expect(isOption, "\(name): \(step.kind) has no place")
          continue
        }
        guard let lines = watched.lines(of: place) else {
          Issue.record("\(name): \(step.kind) points nowhere")
          continue
        }
        let isHeld =
          holds(lines, value) || watched.text(at: place).map { holds($0, value) } ?? false
        #expect(
          isHeld || step.kind.computes(value, from: lines), "\(name): \(step.kind) at \(lines)")
      }
    }
  }

  /// Whether a text holds a value, be it encoded, folded, or a number or boolean in another form.
  private func holds(_ text: String, _ value: String) -> Bool {
    func letters(_ text: String) -> String {
      String(text.unicodeScalars.filter { $0.value > 0x20 && !(0x7F...0x9F).contains($0.value) })
    }
    let unescaped = text.replacing("\\/", with: "/")
      .applyingTransform(StringTransform("Any-Hex/Java"), reverse: true)
    let (text, letter) = (letters(unescaped ?? text), letters(value))
    if text.contains(letter) || letter.isEmpty { return true }
    // Null may be written as nothing.
    if letter == "null", text.last == ":" { return true }
    // A JSON patch makes `true` of `True`, null of `~`, and 8 of `010`.
    let isMeant = text.split(separator: ":").contains { piece in
      var emitter = JSONEmitter()
      try? emitter.emit(Node(Scalar(String(piece))))
      return letters(String(decoding: emitter.bytes, as: UTF8.self)).contains(letter)
    }
    if isMeant { return true }
    if let number = Double(letter),
      text.split(separator: ":").contains(where: { Double($0) == number })
    {
      return true
    }
    let pieces = text.split(separator: ":").compactMap { piece in
      Data(base64Encoded: String(piece.replacing("!!binary", with: "")))
    }
    if pieces.contains(where: { letters(String(decoding: $0, as: UTF8.self)) == letter }) {
      return true
    }
    let decoded = Data(base64Encoded: letter).map { String(decoding: $0, as: UTF8.self) }
    return decoded.map { text.contains(letters($0)) } ?? false
  }
}

extension BuildStep.Kind {
  /// Whether a step of this kind makes a value of what its lines say.
  fileprivate func computes(_ value: String, from lines: String) -> Bool {
    switch self {
    case .resources, .patches, .patchesStrategicMerge, .patchesJson6902, .helmCharts, .namespace,
      .labels, .commonLabels, .commonAnnotations, .replicas, .localConfig:
      false
    case .configMapGenerator, .secretGenerator:
      // What every generated resource has.
      ["v1", "ConfigMap", "Secret", "Opaque"].contains(value)
    case .generators, .namePrefix, .nameSuffix, .images, .replacements, .transformers, .secretSwap,
      .hashSuffix, .nameReference, .vars, .finishing:
      !lines.isEmpty
    }
  }
}

extension ConformanceCase {
  /// Some of those that are built without flags, always the same.
  fileprivate static let some: [ConformanceCase] = {
    let plain = all.filter(\.flags.isEmpty)
    return stride(from: 0, to: plain.count, by: max(1, plain.count / 60)).map { plain[$0] }
  }()
}
