internal import YAML

/// Changes that are the same in several resources.
public struct ChangeGroup: Sendable {
  /// The change, as it is in the first resource.
  public var change: Change
  /// The resources that have it, in order.
  public var resources: [ComparedIdentity]
}

extension Comparison {
  /// How many resources have to change alike for their change to be shown once.
  public static let groupSize = 3

  /// The changes that many resources have in common, and the differences without them.
  ///
  /// A change that is risky is shown with its resource too. Costs time linear in the changes.
  public func grouped() -> (groups: [ChangeGroup], rest: [ResourceDifference]) {
    var places: [GroupKey: Int] = [:]
    var groups: [ChangeGroup] = []
    var keys: [[GroupKey?]] = []
    for difference in differences {
      var row: [GroupKey?] = []
      for change in difference.changes {
        guard difference.action == .changed else {
          row.append(nil)
          continue
        }
        let key = GroupKey(change)
        row.append(key)
        if let place = places[key] {
          groups[place].resources.append(difference.identity)
        } else {
          places[key] = groups.count
          groups.append(ChangeGroup(change: change, resources: [difference.identity]))
        }
      }
      keys.append(row)
    }
    var rest: [ResourceDifference] = []
    for (difference, row) in zip(differences, keys) {
      var difference = difference
      difference.changes = zip(difference.changes, row).compactMap { change, key in
        guard let key, let place = places[key], change.risk == nil,
          groups[place].resources.count >= Self.groupSize
        else { return change }
        return nil
      }
      if !difference.changes.isEmpty { rest.append(difference) }
    }
    return (groups.filter { $0.change.risk == nil && $0.resources.count >= Self.groupSize }, rest)
  }
}

/// What is the same in changes that are the same.
private struct GroupKey: Hashable {
  var path: String
  var old: [UInt8]?
  var new: [UInt8]?
  var category: ChangeClass

  init(_ change: Change) {
    path = change.path.description
    old = change.old.map(CanonicalText.bytes)
    new = change.new.map(CanonicalText.bytes)
    category = change.category
  }
}
