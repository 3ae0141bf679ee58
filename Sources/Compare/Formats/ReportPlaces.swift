internal import Diagnostics

/// The places of changes, in the files of both sides.
struct ReportPlaces {
  private var old: PlaceTable
  private var new: PlaceTable

  init(_ comparison: Comparison) {
    old = PlaceTable(comparison.oldSources)
    new = PlaceTable(comparison.newSources)
  }

  /// Where the value before was set.
  mutating func before(_ change: Change) -> PlaceTable.Place? { old.place(of: change.oldPlace) }

  /// Where the value after was set.
  mutating func after(_ change: Change) -> PlaceTable.Place? { new.place(of: change.newPlace) }

  /// Where a person looks: at what sets the value now, else at what set it.
  mutating func place(of change: Change) -> PlaceTable.Place? {
    (change.new == nil ? before(change) : after(change)) ?? after(change)
  }

  /// That place as text, which says where a value that is gone was.
  mutating func text(of change: Change) -> String? {
    guard let place = place(of: change) else { return nil }
    let text = "\(ShownLine.printable(place.path)):\(place.line)"
    return change.new == nil ? "was at \(text)" : text
  }
}
