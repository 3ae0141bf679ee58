internal import ArgumentParser

/// `mlcf-compose edit`.
struct EditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change kustomizations in the fewest bytes.",
    discussion: """
      Example: mlcf-compose edit set image --env dev,staging ghcr.io/mlcf/api:1.4.2

      Takes the arguments of "kustomize edit", and edits the kustomization of the working \
      directory, or with --env those of environments: all of them or none. Comments, order, \
      quoting and indentation stay. A file that cannot be changed like that is not changed, and \
      the edit to make by hand is told.
      """,
    subcommands: [
      EditSetCommand.self, EditAddCommand.self, EditRemoveCommand.self, EditFixCommand.self,
    ])
}

/// `mlcf-compose edit set`.
struct EditSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Set values of a kustomization.",
    discussion: "Example: mlcf-compose edit set replicas api=3",
    subcommands: [
      SetImageCommand.self, SetReplicasCommand.self, SetNamespaceCommand.self,
      SetNamePrefixCommand.self, SetNameSuffixCommand.self, SetPairs<LabelOptions>.self,
      SetPairs<AnnotationOptions>.self, SetGenerator<ConfigMaps>.self, SetGenerator<Secrets>.self,
      SetBuildMetadataCommand.self,
    ])
}

/// `mlcf-compose edit add`.
struct EditAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add to lists and generators of a kustomization.",
    discussion: "Example: mlcf-compose edit add resource service.yaml",
    subcommands: [
      AddNames<Resources>.self, AddBaseCommand.self, AddNames<Components>.self,
      AddPatchCommand.self, AddGenerator<ConfigMaps>.self, AddGenerator<Secrets>.self,
      AddPairs<LabelOptions>.self, AddPairs<AnnotationOptions>.self, AddNames<Generators>.self,
      AddNames<Transformers>.self, AddBuildMetadataCommand.self,
    ])
}

/// `mlcf-compose edit remove`.
struct EditRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove from lists and generators of a kustomization.",
    discussion: "Example: mlcf-compose edit remove resource service.yaml",
    subcommands: [
      RemoveNames<Resources>.self, RemoveNames<Components>.self, RemovePatchCommand.self,
      RemoveGenerators<ConfigMaps>.self, RemoveGenerators<Secrets>.self,
      RemovePairs<LabelOptions>.self, RemovePairs<AnnotationOptions>.self,
      RemoveNames<Generators>.self, RemoveNames<Transformers>.self, RemoveBuildMetadataCommand.self,
    ])
}
