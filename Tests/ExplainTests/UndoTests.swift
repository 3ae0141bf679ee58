import Compose
import Diagnostics
import Explain
import Foundation
import SystemPackage
import TestSupport
import Testing
import YAML

/// What an explanation points at is what decides: with other bytes there the value is another.
@Suite struct UndoTests {
  /// How many values are tried: in each environment a third of nine tenths, in fixtures the rest.
  private static let count =
    ProcessInfo.processInfo.environment["UNDO"].flatMap(Int.init) ?? 1_000

  @Test(arguments: ["dev", "staging", "prod"])
  func ofEnvironment(_ name: String) throws {
    let overlay = Watched.repository.appending("overlays").appending(name)
    let (count, round) = (Self.count * 3 / 10, name.utf8.count)
    let outcomes = try outcomes(in: overlay, BuildOptions(), count: count, round: round)
    #expect(outcomes.count { $0 != .refused } == count)
    // A name that others refer to, a ciphertext: the build stops rather than changes.
    #expect(outcomes.count { $0 == .refused } < count / 2)
  }

  @Test func ofFixtures() throws {
    var tried = 0
    for fixture in Fixture.building
    // There a null is set by what a patch does not say.
    where fixture.name != "patch-with-target-sets-api-version" {
      // What is drawn does not depend on the other fixtures.
      let round = fixture.name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
      let outcomes = try outcomes(
        in: fixture.target, fixture.options, count: max(1, Self.count / 1_000), round: round,
        name: fixture.name)
      tried += outcomes.count { $0 != .refused }
    }
    #expect(tried >= Self.count / 10)
  }

  /// Tries values of a build until so many were not refused, or three times as many were drawn.
  private func outcomes(
    in directory: FilePath, _ options: BuildOptions, count: Int, round: Int, name: String = ""
  ) throws -> [EditedBuilds.Outcome] {
    guard let watched = try? Watched(directory, options: options) else { return [] }
    let edited = EditedBuilds(of: watched, in: directory, options)
    var random = SplitMix64(round: round)
    var values = edited.values.shuffled(using: &random)[...]
    var all: [EditedBuilds.Outcome] = []
    while case let missing = count - all.count(where: { $0 != .refused }), missing > 0,
      !values.isEmpty, all.count < 3 * count
    {
      let group = Array(values.prefix(min(missing, 12)))
      values = values.dropFirst(group.count)
      let outcomes = edited.outcomes(of: group)
      for (value, outcome) in zip(group, outcomes) where outcome == .same {
        Issue.record("\(name) \(edited.description(of: value)), seed \(SplitMix64.seed)")
      }
      all += outcomes
    }
    return all
  }
}
