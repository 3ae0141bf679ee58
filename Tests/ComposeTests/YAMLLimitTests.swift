import Diagnostics
import Testing
import YAML

@Suite struct YAMLLimitTests {
  @Test func refusesAFileThatIsTooLarge() {
    var limits = YAMLLimits.standard
    limits.bytes = 4
    let file = SourceTable().add(path: "config.yaml", bytes: Array("a: bcd\n".utf8))
    #expect { try YAMLReader(limits: limits).documents(of: file) } throws: { error in
      (error as? Diagnostic)?.code == "yaml/size-limit"
    }
  }
}
