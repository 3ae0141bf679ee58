internal import SystemPackage

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What the variables of the environment say.
enum Environment {
  /// Where fetched files are kept: `mlcf-compose` in `$XDG_CACHE_HOME`, or in `~/.cache`.
  static var cacheDirectory: FilePath? { directory("XDG_CACHE_HOME", in: ".cache") }

  /// Where this machine remembers what it did: `mlcf-compose` in `$XDG_STATE_HOME`, or in
  /// `~/.local/state`.
  static var stateDirectory: FilePath? { directory("XDG_STATE_HOME", in: ".local/state") }

  private static func directory(_ variable: String, in home: String) -> FilePath? {
    if let directory = value(of: variable), directory.hasPrefix("/") {
      return FilePath(directory).appending("mlcf-compose")
    }
    return value(of: "HOME").map { FilePath($0).appending(home).appending("mlcf-compose") }
  }

  /// Whether nothing may be fetched.
  static var isOffline: Bool {
    ["1", "true", "on"].contains(value(of: "MLCF_COMPOSE_OFFLINE") ?? "")
  }

  /// Whether every resource gets the label of Kustomize as its manager.
  static var addsManagedByLabel: Bool {
    value(of: "KUSTOMIZE_ENABLE_MANAGEDBY_LABEL") == "on"
  }

  private static func value(of name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
