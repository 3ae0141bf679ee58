/// Flags with a value, such as `--enable-helm=true`, which Kustomize and kubectl take.
enum FlagValues {
  /// The flags of `kustomize build` that are true or false.
  private static let flags: Set<Substring> = [
    "--as-current-user", "--enable-alpha-plugins", "--enable-exec", "--enable-helm",
    "--enable-managedby-label", "--helm-debug", "--network",
  ]

  /// The arguments with each of these flags as it stands without a value, or without the flag.
  ///
  /// What is neither true nor false, as Go reads it, is left to the parser to refuse.
  static func resolved(in arguments: [String]) -> [String] {
    var isOption = true
    return arguments.compactMap { argument in
      if argument == "--" { isOption = false }
      guard isOption, let sign = argument.firstIndex(of: "="),
        flags.contains(argument[..<sign])
      else { return argument }
      switch argument[argument.index(after: sign)...] {
      case "1", "t", "T", "true", "TRUE", "True": return String(argument[..<sign])
      case "0", "f", "F", "false", "FALSE", "False": return nil
      default: return argument
      }
    }
  }
}
