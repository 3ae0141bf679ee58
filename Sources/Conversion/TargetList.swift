internal import Edit

/// The targets of a replacement: fields that get the value in the same way stand together.
struct TargetList {
  private struct Key: Hashable {
    var resource: SelectedResource
    var part: TextPart?
  }

  private(set) var targets: [VariableReplacement.Target] = []
  private var positions: [Key: Int] = [:]

  /// Adds a field of a resource, or a part of its text.
  mutating func add(_ fieldPath: String, of resource: SelectedResource, _ part: TextPart?) {
    let key = Key(resource: resource, part: part)
    if let position = positions[key] {
      targets[position].fieldPaths.append(fieldPath)
    } else {
      positions[key] = targets.count
      targets.append(VariableReplacement.Target(resource, [fieldPath], part: part))
    }
  }
}
