internal import ArgumentParser
internal import Compose

/// The options of how kustomizations are built; shared by the commands that build them.
struct RenderingOptions: ParsableArguments {
  @Option(help: "Which files a kustomization may name.")
  var loadRestrictor = BuildOptions.LoadRestrictor.rootOnly

  @Option(help: "The order of the resources, where no sortOptions say it.")
  var reorder = BuildOptions.Order.legacy

  @Flag(
    name: .customLong("enable-managedby-label"),
    help: "Label every resource as managed by Kustomize, as its flag of that name does.")
  var addsManagedByLabel = false

  @Flag(name: .customLong("offline"), help: "Fetch nothing that is not in the cache.")
  var isOffline = false

  @Flag(name: .customLong("strict"), help: "Take every warning for an error.")
  var isStrict = false

  @OptionGroup(title: "Charts") var helmOptions: HelmOptions

  @OptionGroup(title: "Functions") var functionOptions: FunctionOptions

  /// What the options say.
  var options: BuildOptions {
    var options = BuildOptions()
    options.loadRestrictor = loadRestrictor
    options.order = reorder
    options.addsManagedByLabel = addsManagedByLabel
    options.isStrict = isStrict
    options.helm = helmOptions.helm
    options.functions = functionOptions.functions
    return options
  }
}
