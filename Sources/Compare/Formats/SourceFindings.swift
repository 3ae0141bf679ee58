/// A change at the line that a person edited, told once however many resources it changes.
struct SourceFinding {
  var place: PlaceTable.Place?
  var change: Change
  /// The environments, and the resources in each.
  var resources: [String]

  /// What is said about it.
  var message: String {
    var text = change.path.steps.isEmpty ? resourceText : "\(resourceText): "
    if !change.path.steps.isEmpty {
      let shown = ShownChange(change)
      text += shown.headline
      if !shown.lines.isEmpty {
        text +=
          " "
          + shown.lines.prefix(6).map { "\($0.kind.rawValue)\($0.text)" }
          .joined(separator: "\n")
      }
    }
    if let risk = change.risk { text += " – \(risk)" }
    return text
  }

  private var resourceText: String {
    let shown = resources.prefix(3).joined(separator: ", ")
    let verb =
      switch change.category {
      case .addition: " is new"
      case .deletion: " is deleted"
      default: ""
      }
    return resources.count > 3 ? "\(shown) and \(resources.count - 3) more\(verb)" : shown + verb
  }

  /// The findings of reports: equal changes from one place are one.
  ///
  /// Names that follow content are left out: nobody edited them.
  static func all(in reports: [DifferenceReport]) -> [SourceFinding] {
    struct Key: Hashable {
      var place: PlaceTable.Place?
      var path: String
      var category: ChangeClass
      var risk: String?
    }
    var findings: [SourceFinding] = []
    var known: [Key: Int] = [:]
    for report in reports {
      var places = ReportPlaces(report.comparison)
      for difference in report.comparison.differences {
        let name = "\(report.name): \(difference.identity)"
        for change in difference.changes where change.category != .reference {
          let place = places.after(change) ?? places.before(change)
          let key = Key(
            place: place, path: change.path.description, category: change.category,
            risk: change.risk)
          if let index = known[key] {
            findings[index].resources.append(name)
          } else {
            known[key] = findings.count
            findings.append(SourceFinding(place: place, change: change, resources: [name]))
          }
        }
      }
    }
    return findings
  }
}
