internal import ArgumentParser
internal import Compose

/// The flags of Kustomize for functions.
struct FunctionOptions: ParsableArguments {
  @Flag(
    name: .customLong("enable-alpha-plugins"), help: "Run functions that a kustomization names.")
  var areEnabled = false

  @Flag(
    name: .customLong("enable-exec"),
    help: "Run functions that are executables too, not only those in containers.")
  var allowExecutables = false

  @Flag(
    name: .customLong("network"), help: "Give the network to containers that ask for it.")
  var allowNetwork = false

  @Option(help: "Taken and ignored, as Kustomize does: such containers get that of the host.")
  var networkName = "bridge"

  @Option(
    name: .customLong("mount"), parsing: .singleValue,
    help: "Storage for containers: type=bind,src=data,dst=/data,rw=true.")
  var mounts: [String] = []

  @Option(
    name: [.customShort("e"), .customLong("env")], parsing: .singleValue,
    help: "A variable for functions: NAME=VALUE, or the NAME of one that is set.")
  var environment: [String] = []

  @Flag(
    name: .customLong("as-current-user"),
    help: "Run containers as the user of this process, not as nobody.")
  var asCurrentUser = false

  /// What the flags say.
  var functions: BuildOptions.Functions {
    var functions = BuildOptions.Functions()
    functions.areEnabled = areEnabled
    functions.allowExecutables = allowExecutables
    functions.allowNetwork = allowNetwork
    functions.mounts = mounts
    functions.environment = environment
    functions.asCurrentUser = asCurrentUser
    return functions
  }
}

/// The flags of Kustomize for charts.
struct HelmOptions: ParsableArguments {
  @Flag(name: .customLong("enable-helm"), help: "Inflate the charts that a kustomization names.")
  var isEnabled = false

  @Option(name: .customLong("helm-command"), help: "The helm program.")
  var command = "helm"

  @Option(
    name: .customLong("helm-api-versions"), parsing: .singleValue,
    help: "An API version for Capabilities.APIVersions of charts.")
  var apiVersions: [String] = []

  @Option(
    name: .customLong("helm-kube-version"),
    help: "The Kubernetes version for Capabilities.KubeVersion of charts.")
  var kubeVersion = ""

  @Flag(name: .customLong("helm-debug"), help: "Let helm say what it does.")
  var isDebug = false

  /// What the flags say.
  var helm: BuildOptions.Helm {
    var helm = BuildOptions.Helm()
    helm.isEnabled = isEnabled
    helm.command = command
    helm.apiVersions = apiVersions
    helm.kubeVersion = kubeVersion
    helm.isDebug = isDebug
    return helm
  }
}
