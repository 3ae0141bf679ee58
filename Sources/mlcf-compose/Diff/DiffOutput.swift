internal import ArgumentParser
internal import Compare

/// What the result of `diff` looks like.
enum DiffFormat: String, CaseIterable, ExpressibleByArgument {
  case human, brief, markdown, json, sarif, github, unified

  /// Whether a program reads the paths, for which they start at the root of the repository.
  var showsRepositoryPaths: Bool { self == .sarif || self == .github }

  /// The bytes of reports.
  func bytes(of reports: [DifferenceReport], usesColor: Bool) -> [UInt8] {
    switch self {
    case .human:
      Array(
        HumanFormat(usesColor: usesColor, width: Standard.output.width).text(of: reports).utf8)
    case .brief: Array(BriefFormat().text(of: reports).utf8)
    case .markdown: Array(MarkdownFormat().text(of: reports).utf8)
    case .json: JSONFormat().text(of: reports)
    case .sarif: SARIFFormat(version: MLCFCompose.version).text(of: reports)
    case .github: Array(GitHubFormat().text(of: reports).utf8)
    case .unified: Array(UnifiedFormat().text(of: reports).utf8)
    }
  }
}
