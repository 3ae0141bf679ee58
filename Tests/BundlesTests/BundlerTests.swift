import Bundles
import Diagnostics
import Foundation
import Testing

/// Writing bundles: what changes, what is skipped, what is refused.
@Suite struct BundlerTests {
  static let manifests = "environments/dev/manifests/shop/"

  @Test func aChangeTouchesItsFileAlone() throws {
    let project = try smallProject()
    try project.bundle()
    let before = project.files(below: "environments/dev/manifests")
    try project.write(configMap("b", "new"), to: "overlays/dev/b.yaml")
    let report = try #require(try project.bundle().first)
    #expect(report.outcome == .written)
    #expect(report.changed == ["shop/configmap_b.yaml"] && report.added + report.removed == [])
    let after = project.files(below: "environments/dev/manifests")
    #expect(before.filter { after[$0.key] != $0.value }.keys.sorted() == ["shop/configmap_b.yaml"])
  }

  @Test func whatIsNotMadeAnyMoreIsPruned() throws {
    let project = try smallProject()
    try project.bundle()
    try project.write("resources: [a.yaml]\n", to: "overlays/dev/kustomization.yaml")
    #expect(try project.bundle().first?.removed.count == 2)
    #expect(project.files(below: "environments/dev").keys.sorted().count == 3 + 1 - 1 - 1)
    #expect(try project.checkedStates() == [])
  }

  @Test func anUnknownFileIsNeverDeleted() throws {
    let project = try smallProject()
    try project.bundle()
    try project.write("mine\n", to: Self.manifests + "mine.yaml")
    try project.write(configMap("b", "new"), to: "overlays/dev/b.yaml")
    let before = project.files(below: "environments")
    let report = try #require(try project.bundle().first)
    #expect(report.outcome == .refused)
    #expect(report.diagnostics.map { "\($0.code)" } == ["bundle/unexpected"])
    #expect(project.files(below: "environments") == before)
  }

  @Test func nothingIsRenderedWithoutAChange() throws {
    let project = try smallProject()
    try project.bundle()
    #expect(try project.bundle().map(\.outcome) == [.skipped])
    #expect(try project.bundle { $0.isForced = true }.map(\.outcome) == [.unchanged])
    // A file that was looked for and is there now counts too.
    try project.write("resources: []\n", to: "overlays/dev/kustomization.yml")
    #expect(try project.bundle().map(\.outcome) == [.inputFailed])
  }

  @Test func aLinkThatLeadsElsewhereIsAChange() throws {
    let project = try smallProject()
    try project.write(configMap("d", "one"), to: "overlays/dev/one.yaml")
    try project.write(configMap("d", "two"), to: "overlays/dev/two.yaml")
    try project.write("resources: [d.yaml]\n", to: "overlays/dev/kustomization.yaml")
    let link = project.url.appendingPathComponent("overlays/dev/d.yaml").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "one.yaml")
    try project.bundle()
    #expect(try project.bundle().map(\.outcome) == [.skipped])
    try project.remove("overlays/dev/d.yaml")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "two.yaml")
    #expect(try project.checkedStates() == [.stale])
    #expect(try project.bundle().map(\.outcome) == [.written])
    #expect(project.text(Self.manifests + "configmap_d.yaml")?.contains("two") == true)
  }

  @Test func aPlanWritesNothing() throws {
    let project = try smallProject()
    let before = project.files()
    let report = try #require(try project.bundle { $0.mode = .plan }.first)
    #expect(report.outcome == .planned && report.added.count == 3)
    #expect(project.files() == before)
  }

  @Test func anEmptyResultIsAnErrorUnlessAllowed() throws {
    let project = try Workspace([
      "overlays/dev/kustomization.yaml": "resources: [none.yaml]\n", "overlays/dev/none.yaml": "",
    ])
    let report = try #require(try project.bundle().first)
    #expect(report.outcome == .inputFailed)
    #expect(report.diagnostics.map { "\($0.code)" } == ["bundle/empty"])
    #expect(try project.bundle { $0.allowsEmpty = true }.map(\.outcome) == [.written])
    #expect(try project.verifiedStates() == [])
  }

  @Test func aFailureLeavesTheOthersAlone() throws {
    let project = try smallProject()
    try project.write("resources: [gone.yaml]\n", to: "overlays/bad/kustomization.yaml")
    #expect(try project.bundle().map(\.outcome) == [.inputFailed, .written])
    #expect(project.files(below: "environments/bad").isEmpty)
  }

  @Test func aVanishedInputIsAFailureOfTheDisk() throws {
    let project = try smallProject()
    try project.bundle()
    let before = project.files(below: "environments")
    try project.remove("overlays/dev/b.yaml")
    let report = try #require(try project.bundle().first)
    #expect(report.outcome == .environmentFailed)
    #expect(report.diagnostics.last.map { "\($0.code)" } == "bundle/vanished")
    #expect(project.files(below: "environments") == before)
  }

  @Test func leftoversOfAnotherRunAreCleared() throws {
    let project = try smallProject()
    try project.bundle()
    let before = project.files(below: "environments")
    try project.write("half", to: "environments/dev/.manifests-new/shop/x.yaml")
    try project.write("half", to: "environments/dev/.bundle.lock-new")
    #expect(try project.bundle().map(\.outcome) == [.written])
    #expect(project.files(below: "environments") == before)
    // Between the two renames of a system that cannot exchange directories.
    let bundle = project.url.appendingPathComponent("environments/dev")
    try FileManager.default.moveItem(
      at: bundle.appendingPathComponent("manifests"),
      to: bundle.appendingPathComponent(".manifests-old"))
    #expect(try project.verifiedStates() == [.missing])
    try project.bundle()
    #expect(project.files(below: "environments") == before)
  }

  @Test func linksAreNotWrittenThrough() throws {
    let project = try smallProject()
    let other = try Workspace()
    let place = project.url.appendingPathComponent("environments")
    try FileManager.default.createSymbolicLink(at: place, withDestinationURL: other.url)
    let report = try #require(try project.bundle().first)
    #expect(report.outcome == .refused)
    #expect(report.diagnostics.map { "\($0.code)" } == ["bundle/outside"])
    #expect(other.files().isEmpty)
  }

  @Test func layoutsStayUntilAnotherIsAskedFor() throws {
    let project = try smallProject()
    try project.bundle { $0.layout = .flat }
    #expect(
      project.files(below: "environments/dev/manifests").keys.sorted().first
        == "shop_configmap_a.yaml")
    #expect(try project.bundle().map(\.outcome) == [.skipped])
    #expect(try project.checkedStates() == [])
    try project.bundle { $0.layout = .resource }
    #expect(project.text(Self.manifests + "configmap_a.yaml") != nil)
    #expect(project.text("environments/dev/manifests/shop_configmap_a.yaml") == nil)
  }

  @Test func twoPlacesGiveTheSameBytes() throws {
    let (first, second) = (try smallProject(), try smallProject())
    try first.bundle()
    try second.bundle()
    #expect(first.files(below: "environments") == second.files(below: "environments"))
  }

  @Test func bundlesOverlapWithNothing() throws {
    let head = "apiVersion: compose.mlcf.dev/v1alpha1\nkind: Project\nenvironments:\n"
    for entries in [
      "- {name: dev, overlay: overlays/dev, bundle: overlays/dev/out}\n",
      "- {name: dev, overlay: overlays/dev, bundle: overlays}\n",
      "- {name: dev, overlay: overlays/dev, bundle: out}\n"
        + "- {name: prod, overlay: overlays/prod, bundle: out/manifests}\n",
    ] {
      let project = try smallProject()
      try project.write(head + entries, to: "mlcf-compose.yaml")
      #expect(throws: (any Error).self, "\(entries)") { try project.bundle() }
    }
  }

  @Test func protectionIsNotLostThroughALink() throws {
    let project = try smallProject()
    try project.write(
      "apiVersion: compose.mlcf.dev/v1alpha1\nkind: Project\nenvironments:\n"
        + "- {name: prod, overlay: overlays/prod, protected: true}\n", to: "mlcf-compose.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: project.url.appendingPathComponent("overlays/prod").path, withDestinationPath: "dev")
    let report = try #require(try project.bundle().first)
    #expect(report.outcome == .inputFailed)
    #expect(report.diagnostics.map { "\($0.code)" } == ["bundle/linked-overlay"])
    // Without the link, what is protected needs a SecretSwap.
    try project.remove("overlays/prod")
    try project.write("resources: [a.yaml]\n", to: "overlays/prod/kustomization.yaml")
    try project.write(configMap("a"), to: "overlays/prod/a.yaml")
    #expect(try project.bundle().map(\.outcome) == [.inputFailed])
    #expect(project.files(below: "environments").isEmpty)
  }
}
