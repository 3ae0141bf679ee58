internal import Diagnostics

extension Diagnostic {
  static func yamlSyntax(_ problem: String, hint: String?, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/syntax", problem, at: range, hint: hint)
  }

  static func yamlEncoding(_ problem: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/encoding", "the file is not valid UTF-8 text: \(problem)", at: range,
      hint: "save the file as UTF-8; binary content belongs in a file named by a generator")
  }

  static func yamlUnknownAlias(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/unknown-alias", "no anchor \"&\(name)\" stands before this alias", at: range,
      hint: "an alias refers to an anchor earlier in the same document")
  }

  static func yamlAliasCycle(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/alias-cycle", "the value of anchor \"&\(name)\" contains itself", at: range)
  }

  static func yamlAliasBomb(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/alias-limit", "the aliases of this document expand to more than \(limit) nodes",
      at: range)
  }

  static func yamlTooDeep(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/depth-limit", "collections nest deeper than \(limit) levels", at: range)
  }

  static func yamlTooLarge(limit: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic("yaml/size-limit", "the file is larger than \(limit) bytes", at: range)
  }

  static func yamlMergeValue(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/merge-key", "a merge key needs a mapping or a list of mappings as its value", at: range)
  }

  static func yamlSeparator(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "yaml/document-separator", "only a comment may follow \"---\" on its line", at: range,
      hint: "put the content on the next line")
  }
}
