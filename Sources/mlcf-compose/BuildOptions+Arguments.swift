public import ArgumentParser
public import Compose

extension BuildOptions.LoadRestrictor: ExpressibleByArgument {}
extension BuildOptions.Order: ExpressibleByArgument {}
