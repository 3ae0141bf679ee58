internal import Diagnostics
internal import Schema

/// The tables of fields that transformers change, made once for a build where nothing but the
/// built-in configuration says what they are.
///
/// Used by one thread.
final class FieldSpecTables {
  /// What the fields are for.
  enum Purpose: Equatable {
    case namespace
    /// Those of an entry of `labels`.
    case labels(includesSelectors: Bool, includesTemplates: Bool)
    case commonLabels
    case commonAnnotations
    case images
  }

  /// Few, so that a search beats a table.
  private var builtIn: [(purpose: Purpose, table: FieldSpecTable)] = []

  /// The fields of a configuration for a purpose.
  func table(
    _ purpose: Purpose, _ configuration: TransformerConfiguration
  ) throws(Diagnostic) -> FieldSpecTable {
    guard configuration.isBuiltIn else {
      return try make(purpose, configuration)
    }
    if let known = builtIn.first(where: { $0.purpose == purpose }) { return known.table }
    let table = try make(purpose, configuration)
    builtIn.append((purpose, table))
    return table
  }

  /// The fields of an entry of `labels`, which may name some itself.
  func table(
    _ entry: LabelEntry, _ configuration: TransformerConfiguration
  ) throws(Diagnostic) -> FieldSpecTable {
    let purpose = Purpose.labels(
      includesSelectors: entry.includesSelectors, includesTemplates: entry.includesTemplates)
    if entry.fields.isEmpty, configuration.isBuiltIn { return try table(purpose, configuration) }
    return FieldSpecTable(
      try specs(purpose, entry.fields, configuration, at: entry.range),
      sortedFrom: entry.fields.count)
  }

  private func make(
    _ purpose: Purpose, _ configuration: TransformerConfiguration
  ) throws(Diagnostic) -> FieldSpecTable {
    if purpose == .namespace { return NamespaceTransformer.table(of: configuration.namespace) }
    return FieldSpecTable(try specs(purpose, [], configuration, at: nil), sortedFrom: 0)
  }

  private func specs(
    _ purpose: Purpose, _ own: [FieldSpec], _ configuration: TransformerConfiguration,
    at range: SourceRange?
  ) throws(Diagnostic) -> [FieldSpec] {
    switch purpose {
    case .namespace: return configuration.namespace
    case .commonLabels: return configuration.commonLabels
    case .commonAnnotations: return configuration.commonAnnotations
    case .images: return configuration.images
    case .labels(let includesSelectors, let includesTemplates):
      var fields = own
      try fields.merge(configuration.labels, at: range)
      if includesSelectors {
        try fields.merge(configuration.commonLabels, at: range)
      } else {
        if includesTemplates { try fields.merge(configuration.templateLabels, at: range) }
        try fields.merge([FieldSpec(path: "metadata/labels", create: true)], at: range)
      }
      return fields
    }
  }
}
