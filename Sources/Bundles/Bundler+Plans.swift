public import Compose
internal import Diagnostics
public import Project

/// A bundle that was rendered and is not written.
public struct PlannedBundle: Sendable {
  /// What would change, or why there is nothing to write.
  public var report: EnvironmentReport
  /// What was rendered; nil if nothing could be.
  var rendered: RenderedBundle?

  /// The resources, in the order of output.
  public var resources: [Resource] { rendered?.resources ?? [] }
}

extension Bundler {
  /// Renders an environment, whether or not anything has changed; writes nothing.
  public func plan(_ environment: Project.Environment) -> PlannedBundle {
    var request = BundleRequest()
    request.mode = .plan
    var made: RenderedBundle?
    let reports = withRunLock(isShared: true, [environment], wait: {}) {
      [
        guarded(environment) { (folder) throws(Stop) in
          let state = try stopping { () throws(FileFailure) in try folder.readLock(sources) }
          let rendered = try render(environment, layout(request, state), state, request)
          var report = EnvironmentReport(environment.name, environment.bundle, .checked)
          report.resourceCount = rendered.resources.count
          report.diagnostics = rendered.warnings
          try write(rendered, to: folder, state, request, &report)
          made = rendered
          return report
        }
      ]
    }
    return PlannedBundle(report: reports[0], rendered: made)
  }

  /// Writes a bundle that was planned; `wait` is called if another run has to end first.
  public func write(
    _ planned: PlannedBundle, for environment: Project.Environment, wait: () -> Void = {}
  ) -> EnvironmentReport {
    guard let rendered = planned.rendered else { return planned.report }
    let reports = withRunLock(isShared: false, [environment], wait: wait) {
      [
        guarded(environment) { (folder) throws(Stop) in
          let state = try stopping { () throws(FileFailure) in
            try BundleWriter(folder: folder).recover()
            return try folder.readLock(sources)
          }
          var report = planned.report
          try write(rendered, to: folder, state, BundleRequest(), &report)
          return report
        }
      ]
    }
    return reports[0]
  }
}
