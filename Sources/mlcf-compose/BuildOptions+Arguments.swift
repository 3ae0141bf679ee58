public import ArgumentParser
public import Bundles
public import Compose

extension BuildOptions.LoadRestrictor: ExpressibleByArgument {}
extension BuildOptions.Order: ExpressibleByArgument {}
extension BundleLayout: ExpressibleByArgument {}
