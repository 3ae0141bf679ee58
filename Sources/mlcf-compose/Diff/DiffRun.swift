internal import Bundles
internal import Compare
internal import Compose
internal import Diagnostics

/// Pairs of sides, all of which are read and compared at once.
struct DiffRun {
  /// A pair, with what it is called in reports.
  struct Pair: Sendable {
    var name: String
    var old: DiffSide
    var new: DiffSide
  }

  let options: BuildOptions
  let now: Int64
  let display: DiagnosticDisplay

  /// The reports of pairs, or the end of the program with what is wrong on any side.
  func reports(of pairs: [Pair]) -> [DifferenceReport] {
    let sides = pairs.flatMap { [$0.old, $0.new] }
    let (options, now) = (options, now)
    let read = WorkerThreads.map(sides.count) { index in
      Result { () throws(BuildFailure) in try sides[index].resources(options, now: now) }
    }
    leaveIfFailed(sides, read)
    let sets = read.compactMap { try? $0.get() }
    let comparisons = WorkerThreads.map(pairs.count) { index in
      Comparison(from: sets[2 * index], to: sets[2 * index + 1])
    }
    return zip(pairs, comparisons).map { pair, comparison in
      DifferenceReport(
        name: pair.name, oldName: pair.old.name, newName: pair.new.name, comparison: comparison)
    }
  }

  private func leaveIfFailed(_ sides: [DiffSide], _ read: [Result<ComparedSet, BuildFailure>]) {
    var status: ExitStatus?
    for (side, result) in zip(sides, read) {
      guard case .failure(let failure) = result else { continue }
      display.show(failure.diagnostics, of: side.cache.sources)
      status = failure.cause == .input ? status ?? .input : ExitStatus(failure.cause)
    }
    status?.leave()
  }
}
