internal import Compose
internal import Diagnostics
internal import Project
internal import YAML

// All diagnostics of the module, so that they can be read at a sitting.

// MARK: Layout

extension Diagnostic {
  static func bundleSameFile(_ path: String, _ resource: Resource, first: Resource) -> Diagnostic {
    Diagnostic(
      "bundle/same-file", "\(resource.label) and \(first.label) would both be \"\(path)\"",
      at: resource.node.range, hint: "remove or rename one of the two, or use --layout single",
      notes: [Note("the other one is here", at: first.node.range)])
  }

  static func bundleEmpty(_ environment: String, overlay: String) -> Diagnostic {
    Diagnostic(
      "bundle/empty", "environment \"\(environment)\" has no resources", path: overlay,
      hint: "--allow-empty writes an empty bundle, which makes an agent delete everything")
  }

  static func bundleUnexpected(_ path: String) -> Diagnostic {
    Diagnostic(
      "bundle/unexpected", "this file is not of the bundle, and is not deleted", path: path,
      hint: "move it out of manifests/: an agent would apply it")
  }

  static func bundleInTheWay(_ path: String) -> Diagnostic {
    Diagnostic(
      "bundle/in-the-way", "this is not a directory of files, so no bundle is written here",
      path: path, hint: "links and devices are not followed; remove it")
  }

  static func bundleOutside(_ path: String) -> Diagnostic {
    Diagnostic(
      "bundle/outside", "a link leads out of the project, so no bundle is written here", path: path)
  }

  static func bundleLinkedOverlay(_ overlay: String) -> Diagnostic {
    Diagnostic(
      "bundle/linked-overlay", "the overlay of a protected environment is reached through a link",
      path: overlay, hint: "name the directory itself")
  }

  static func bundleOverlap(_ bundle: String, _ other: String) -> Diagnostic {
    Diagnostic(
      "bundle/overlap", "the bundle \"\(bundle)\" overlaps with \"\(other)\"",
      hint: "bundles and overlays are directories beside each other")
  }
}

// MARK: The lock

extension Diagnostic {
  static func lockVersion(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "lock/version", "this program reads locks of version \(BundleLock.formatVersion)", at: range)
  }

  static func lockEpoch(at range: SourceRange?) -> Diagnostic {
    Diagnostic("lock/epoch", "the lock has no epoch", at: range)
  }

  static func lockEntry(_ what: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic("lock/entry", "this is not \(what) of a lock", at: range)
  }

  static func lockTwice(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      "lock/twice", "\"\(name)\" stands twice", at: range,
      hint: "two branches changed it: make the bundle anew")
  }
}

// MARK: Files and git

extension Diagnostic {
  static func bundleWrite(_ failure: FileFailure) -> Diagnostic {
    Diagnostic(
      "io/write", "cannot \(failure.action) \"\(failure.path)\": \(failure.reason)",
      path: failure.path)
  }

  static func bundleUnreadable(_ path: String, _ error: FileSystemError) -> Diagnostic {
    Diagnostic(
      "bundle/unreadable", "this file of the bundle cannot be read: \(error.reason)", path: path,
      hint: "\"mlcf-compose verify\" tells what else is not as the lock says")
  }

  static func bundleVanished(_ path: String) -> Diagnostic {
    Diagnostic(
      "bundle/vanished", "the last bundle was made from this file, which is gone", path: path,
      hint: "bring it back, or remove it from the kustomization that names it")
  }

  static func gitDirtyInput(_ path: String) -> Diagnostic {
    Diagnostic(
      "git/dirty-input", "this input is not committed", path: path,
      hint: "commit the sources first, so that the bundle can be made from a commit")
  }
}

// MARK: init

extension Diagnostic {
  static func initExists(_ path: String) -> Diagnostic {
    Diagnostic("init/exists", "there is a project file already", path: path)
  }

  static func initNothingFound() -> Diagnostic {
    Diagnostic(
      "init/nothing-found", "there is no overlay below \"overlays\"",
      hint: "make overlays/dev/kustomization.yaml first")
  }
}
