import Compare
import Diagnostics
import Testing
import YAML

/// What reports look like.
@Suite struct FormatTests {
  private func report(_ old: String, _ new: String) throws -> [DifferenceReport] {
    let comparison = try comparison(old, new)
    return [DifferenceReport(name: "prod", oldName: "HEAD:o", newName: "o", comparison: comparison)]
  }

  private var example: [DifferenceReport] {
    get throws {
      try report(
        deployment("        image: a:1") + "---\napiVersion: v1\nkind: X\nmetadata: {name: b}\n",
        deployment("        image: a:2", spec: "  replicas: 0")
          + "---\napiVersion: v1\nkind: Y\nmetadata: {name: c}\n")
    }
  }

  @Test func humanShowsValuesAndPlaces() throws {
    let text = HumanFormat(usesColor: false, width: 100).text(of: try example)
    #expect(
      text == """
        prod: ~1 changed +1 added -1 deleted (2 risky)
        HEAD:o → o

        - X b   was at manifests.yaml:17
            ! deletion: it is deleted

        ~ Deployment shop/web
            spec.replicas: 1 → 0   manifests.yaml:7
            ! replicas: nothing runs
            spec.template.spec.containers[name=web].image: a:1 → a:2   manifests.yaml:13

        + Y c   manifests.yaml:17

        """)
  }

  @Test func humanFitsTheTerminal() throws {
    let long = String(repeating: "long ", count: 100)
    let reports = try report(
      deployment("        image: a:1"), deployment("        image: a:2\n        args: ['\(long)']"))
    for width in [40, 60, 80] {
      let text = HumanFormat(usesColor: false, width: width).text(of: reports)
      for line in text.split(separator: "\n") { #expect(line.unicodeScalars.count <= width) }
    }
  }

  @Test func noControlCharacterReachesTheTerminal() throws {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: \"VALUE\"}\n"
    let reports = try report(
      map, map.replacing("VALUE", with: "\\e[31m\\x07\\u202e").replacing("k:", with: "\"k\\e\":"))
    for text in [
      HumanFormat(usesColor: false, width: 80).text(of: reports),
      BriefFormat().text(of: reports), MarkdownFormat().text(of: reports),
      GitHubFormat().text(of: reports),
    ] {
      #expect(
        !text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 7 || $0.value == 0x202E })
    }
  }

  @Test func briefHasALineForEachResource() throws {
    #expect(
      BriefFormat().text(of: try example) == """
        !- X b: deletion
         + Y c: addition
        !~ Deployment shop/web: image, replicas
        prod: ~1 changed +1 added -1 deleted (2 risky)

        """)
  }

  @Test func unifiedIsADiffOfTheYAML() throws {
    let text = UnifiedFormat().text(of: try example)
    #expect(
      text.hasPrefix(
        """
        --- a/x_b.yaml
        +++ /dev/null
        @@ -1,4 +0,0 @@
        -apiVersion: v1
        -kind: X
        -metadata:
        -  name: b
        --- /dev/null
        +++ b/y_c.yaml
        @@ -0,0 +1,4 @@
        +apiVersion: v1
        """))
    #expect(
      text.hasSuffix(
        """
        --- a/shop/deployment.apps_web.yaml
        +++ b/shop/deployment.apps_web.yaml
        @@ -4,9 +4,9 @@
           name: web
           namespace: shop
         spec:
        -  replicas: 1
        +  replicas: 0
           template:
             spec:
               containers:
        -      - image: a:1
        +      - image: a:2
                 name: web

        """))
  }

  @Test func annotationsAreOnTheLinesOfTheSource() throws {
    let text = GitHubFormat().text(of: try example)
    #expect(
      text.contains(
        "::warning file=manifests.yaml,line=7,col=13,title=replicas::"
          + "prod: Deployment shop/web: spec.replicas: 1 → 0 – nothing runs\n"))
    #expect(text.hasSuffix("::notice title=diff::prod: ~1 changed +1 added -1 deleted (2 risky)\n"))
  }

  @Test func sarifIsReadable() throws {
    let bytes = SARIFFormat(version: "1").text(of: try example)
    let log = try #require(
      try YAMLReader().firstDocument(of: SourceTable().add(path: "", bytes: bytes)))
    let run = try #require(log["runs"]?.elements?.first)
    #expect(log["version"]?.text == "2.1.0")
    #expect(run["results"]?.elements?.count == 4)
    let rules = run[path: "tool", "driver", "rules"]?.elements?.compactMap { $0["id"]?.text } ?? []
    for result in run["results"]?.elements ?? [] {
      #expect(rules.contains(result["ruleId"]?.text ?? ""))
    }
  }

  @Test func equalChangesOfManyResourcesAreShownOnce() throws {
    func maps(_ value: String) -> String {
      (0..<5).map { number in
        "apiVersion: v1\nkind: X\nmetadata: {name: m\(number), labels: {v: \"\(value)\"}}\n"
      }.joined(separator: "---\n")
    }
    let reports = try report(maps("1"), maps("2"))
    let text = HumanFormat(usesColor: false, width: 80).text(of: reports)
    #expect(text.contains("~ in 5 resources\n    metadata.labels.v: \"1\" → \"2\""))
    #expect(text.contains("    X m0, X m1, X m2, X m3, X m4\n"))
    #expect(text.split(separator: "metadata.labels.v").count == 2)
  }

  @Test(arguments: [1, 12])
  func markdownFitsAComment(_ count: Int) throws {
    func maps(_ value: String) -> String {
      (0..<300).map { number in
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map-\(number)}\ndata:\n  text: |\n"
          + (0..<12).map { "    line \($0) ```` \(value)\(number) \(number * $0)\n" }.joined()
      }.joined(separator: "---\n")
    }
    let comparison = try comparison(maps("old"), maps("new"))
    let reports = (0..<count).map {
      DifferenceReport(name: "e\($0)", oldName: "a", newName: "b", comparison: comparison)
    }
    let text = MarkdownFormat().text(of: reports)
    #expect(text.utf8.count <= MarkdownFormat.commentSize)
    #expect(text.utf8.count > MarkdownFormat.commentSize / 8)
    #expect(count == 1 || text.contains("more are not shown"))
    #expect(text.contains("~300 changed +0 added -0 deleted"))
    // A fence is longer than any in the text that it holds.
    #expect(text.contains("`````diff"))
  }
}
