import Foundation
import Schema
import Testing

/// Walks the data that the tables were made from, and asks the tables for every place.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: SchemaData.folder.path)))
struct SchemaDataTests {
  @Test(arguments: [
    ("v1.21.2", "kustomize-merge.json", 500), ("v1.37.0", "kubernetes/merge-1.37.json", 700),
  ])
  func answersEveryField(version: String, file: String, atLeast: Int) throws {
    let schema = try #require(KubernetesSchema.named(version))
    var walk = try SchemaData(file: file)
    for (name, definition) in walk.definitions {
      for gvk in definition["gvk"] as? [[String: String]] ?? [] {
        let kind = try #require(gvk["kind"])
        let type = schema.type(apiVersion: try apiVersion(gvk), kind: kind)
        try walk.expect(type, is: ["ref": name], at: "\(gvk)")
      }
    }
    #expect(walk.seen.count >= atLeast)
  }

  @Test(arguments: [
    ("v1.21.2", "kustomize-merge.json"), ("v1.37.0", "kubernetes/merge-1.37.json"),
  ])
  func knowsEveryScope(version: String, file: String) throws {
    let schema = try #require(KubernetesSchema.named(version))
    let data = try SchemaData(file: file)
    #expect(data.namespaceability.count >= 80)
    for (key, isNamespaced) in data.namespaceability {
      let slash = try #require(key.lastIndex(of: "/"))
      let kind = String(key[key.index(after: slash)...])
      #expect(
        schema.isClusterScoped(apiVersion: String(key[..<slash]), kind: kind) == !isNamespaced,
        "\(key)")
    }
    for definition in data.definitions.values {
      for gvk in definition["gvk"] as? [[String: String]] ?? [] {
        let kind = try #require(gvk["kind"])
        let apiVersion = try apiVersion(gvk)
        if data.namespaceability["\(apiVersion)/\(kind)"] == nil {
          #expect(schema.isClusterScoped(apiVersion: apiVersion, kind: kind) == nil)
        }
      }
    }
  }

  private func apiVersion(_ gvk: [String: String]) throws -> String {
    let group = try #require(gvk["group"])
    let version = try #require(gvk["version"])
    return group.isEmpty ? version : "\(group)/\(version)"
  }
}

/// A merge graph, as `Scripts/generate-schema` reads it.
private struct SchemaData {
  static let folder = URL(filePath: #filePath)
    .appending(path: "../../../../shared/schema").standardizedFileURL

  let definitions: [String: [String: Any]]
  let namespaceability: [String: Bool]
  /// The definitions that were walked.
  var seen: Set<String> = []

  init(file: String) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: file))
    let graph = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    definitions = try #require(graph["definitions"] as? [String: [String: Any]])
    namespaceability = try #require(graph["namespaceability"] as? [String: Bool])
  }

  /// Compares a type with a place of the graph, and all that is below it.
  mutating func expect(_ type: SchemaType?, is place: [String: Any], at path: String) throws {
    guard let type else {
      Issue.record("no type at \(path)")
      return
    }
    if place["list"] != nil {
      #expect(type.shape == .list, "\(path)")
      #expect(type.mergeKeys.map(Array.init) == place["mergeKeys"] as? [String], "\(path)")
      try expect(type.element, is: inner(place), at: path + "[]")
    } else if place["map"] != nil {
      #expect(type.shape == .map, "\(path)")
      #expect(type.mergeKeys == nil, "\(path)")
      try expect(type.field("any key"), is: inner(place), at: path + ".*")
    } else if let name = place["ref"] as? String {
      let definition = try #require(definitions[name])
      guard definition["fields"] == nil || seen.insert(name).inserted else { return }
      try expect(type, is: definition, at: name)
    } else if let fields = place["fields"] as? [String: [String: Any]] {
      #expect(type.shape == .object, "\(path)")
      #expect(type.field("no such field") == nil, "\(path)")
      for (name, field) in fields {
        try expect(type.field(name), is: field, at: "\(path).\(name)")
      }
    } else if let scalar = place["scalar"] as? String {
      let expected = try #require(self.scalar(scalar, format: place["format"]))
      #expect(type.shape == .scalar(expected), "\(path)")
    } else {
      #expect(type.shape == .any, "\(path)")
    }
  }

  private func inner(_ place: [String: Any]) -> [String: Any] {
    place["of"] as? [String: Any] ?? place.filter { $0.key != "list" && $0.key != "map" }
  }

  private func scalar(_ name: String, format: Any?) -> SchemaType.Scalar? {
    if format as? String == "int-or-string" { return .intOrString }
    return switch name {
    case "string": .string
    case "integer": .integer
    case "number": .number
    case "boolean": .boolean
    default: nil
    }
  }
}
