/// The tables that Kustomize v5.8.1 starts from, before a kustomization's `configurations` add to
/// them.
///
/// Each is static data of the executable, or made when it is first used.
public enum DefaultFieldSpecs {}
