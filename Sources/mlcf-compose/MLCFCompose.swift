internal import ArgumentParser

@main
struct MLCFCompose: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "mlcf-compose")
}
