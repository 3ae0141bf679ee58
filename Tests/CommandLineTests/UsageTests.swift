import Testing

/// Help, version and wrong usage.
@Suite struct UsageTests {
  @Test(arguments: [
    ["--help"], ["-h"], ["help"], ["build", "--help"], ["help", "build"], ["version", "--help"],
  ])
  func helpGoesToStandardOutput(_ arguments: [String]) throws {
    let result = try Program.run(arguments, in: TemporaryDirectory())
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: mlcf-compose"))
    #expect(result.output.contains("Example: mlcf-compose"))
    #expect(result.errors == "")
  }

  @Test func helpTellsTheExitCodes() throws {
    let result = try Program.run(["--help"], in: TemporaryDirectory())
    for code in ["0 done", "2 wrong usage", "3 the input", "4 the environment"] {
      #expect(result.output.contains(code))
    }
  }

  @Test func versionNamesKustomize() throws {
    let result = try Program.run(["version"], in: TemporaryDirectory())
    #expect(result.status == 0)
    #expect(result.output.contains(/^mlcf-compose \d+\.\d+\.\d+ \(as Kustomize v5\.8\.1\)\n$/))
    #expect(result.errors == "")
  }

  @Test func versionFlagIsTheNumberAlone() throws {
    let result = try Program.run(["--version"], in: TemporaryDirectory())
    #expect(result.status == 0)
    #expect(result.output.contains(/^\d+\.\d+\.\d+\n$/))
  }

  @Test(arguments: [
    ["bild"], ["--bogus"], ["build", "--bogus"], ["build", "a", "b"], ["build", "--output"],
    ["build", "--reorder", "alphabetical"], ["build", "--load-restrictor", "none"],
    ["build", "--color", "sometimes"], ["build", "--diagnostics", "xml"], ["version", "now"],
  ])
  func wrongUsageEndsWith2(_ arguments: [String]) throws {
    let result = try Program.run(arguments, in: Input.good())
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("Error: "))
    #expect(result.errors.contains("Usage: mlcf-compose"))
  }

  @Test func aWrongProjectFileIsWrongUsage() throws {
    let directory = try TemporaryDirectory([
      "mlcf-compose.yaml": "kind: Project\n", "o/kustomization.yaml": "resources: []\n",
    ])
    for command in [["build", "o"], ["bundle"], ["verify"]] {
      let result = try Program.run(command, in: directory)
      #expect(result.status == 2, "\(command)")
      #expect(result.output.isEmpty && result.errors.contains("error[document/wrong-kind]"))
    }
  }
}
