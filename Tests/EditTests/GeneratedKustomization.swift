import Edit
import TestSupport

/// A random kustomization in which YAML's styles are mixed, with the places of what can be edited.
struct GeneratedKustomization {
  /// Something to edit.
  struct Target {
    /// What it is.
    enum Kind {
      /// A string; its bytes are those of the value.
      case scalar
      /// A list of strings, or of mappings with a name.
      case list(ofMappings: Bool)
      /// An element in block style; its bytes are those of its lines.
      case lines
      /// An element within brackets.
      case flowElement
    }

    var kind: Kind
    var path: EditPath
    var range: Range<Int>
  }

  private(set) var bytes: [UInt8] = []
  private(set) var targets: [Target] = []
  private var random: SplitMix64
  private let lineBreak: String
  private let indentation: Int
  private let gap: String

  init(round: Int) {
    random = SplitMix64(round: round)
    lineBreak = random.below(4) == 0 ? "\r\n" : "\n"
    indentation = random.pick([0, 0, 2, 4])
    gap = random.pick([" ", " ", "   "])
    if random.below(10) == 0 { bytes += [0xEF, 0xBB, 0xBF] }
    if random.below(6) == 0 { line("---") }
    addNoise(0)
    var fields = ["namespace", "namePrefix", "resources", "components", "images", "commonLabels"]
    fields.shuffle(using: &random)
    for field in fields.prefix(2 + random.below(5)) {
      add(field)
      addNoise(0)
    }
    if random.below(3) == 0 { addAliases() }
    if random.below(5) == 0 { removeLastBreak() }
  }

  /// Takes the last line break away; the last lines then go with the one before them.
  private mutating func removeLastBreak() {
    let width = lineBreak.utf8.count
    bytes.removeLast(width)
    for index in targets.indices where targets[index].range.upperBound > bytes.count {
      let range = targets[index].range
      if case .lines = targets[index].kind {
        targets[index].range = range.lowerBound - width..<bytes.count
      } else {
        targets[index].range = range.lowerBound..<bytes.count
      }
    }
  }

  private mutating func add(_ field: String) {
    let path = EditPath(keys: field)
    switch field {
    case "namespace", "namePrefix":
      text("\(field):\(random.pick([" ", "   "]))")
      scalar(at: path, column: 0)
    case "commonLabels":
      mapping(field, keys: ["app", "example.org/tier", "\"on\""], at: path, column: 0)
    case "images": list(field, ofMappings: true)
    default: list(field, ofMappings: false)
    }
  }

  // MARK: Values

  /// A string in a random style, and the end of its line.
  private mutating func scalar(at path: EditPath, column: Int) {
    let word = self.word()
    let start = bytes.count
    let inner = String(repeating: " ", count: column + 2)
    switch random.below(8) {
    case 0: text("'\(word)'")
    case 1: text("\"\(word)\"")
    case 2:
      text("!!str ")
      return finish(word, path)
    case 3:
      text("|-\(lineBreak)\(inner)\(word)")
      targets.append(Target(kind: .scalar, path: path, range: start..<bytes.count))
      return text(lineBreak)
    case 4:
      text(">-\(lineBreak)\(inner)\(word)\(lineBreak)\(inner)more")
      targets.append(Target(kind: .scalar, path: path, range: start..<bytes.count))
      return text(lineBreak)
    case 5:
      text("&a\(bytes.count) ")
      return finish(word, path)
    default: text(word)
    }
    targets.append(Target(kind: .scalar, path: path, range: start..<bytes.count))
    endLine()
  }

  private mutating func finish(_ word: String, _ path: EditPath) {
    let start = bytes.count
    text(word)
    targets.append(Target(kind: .scalar, path: path, range: start..<bytes.count))
    endLine()
  }

  private mutating func flowScalar(at path: EditPath) {
    let start = bytes.count
    let word = self.word()
    text(random.pick([word, "'\(word)'", "\"\(word)\""]))
    targets.append(Target(kind: .scalar, path: path, range: start..<bytes.count))
  }

  private mutating func mapping(_ field: String, keys: [String], at path: EditPath, column: Int) {
    let names = keys.map { $0.split(separator: "\"").joined() }
    text("\(field):")
    guard random.below(3) == 0 else {
      endLine()
      for (key, name) in zip(keys, names) {
        addNoise(column + 2)
        text(String(repeating: " ", count: column + 2) + "\(key): ")
        scalar(at: path.appending(.key(name)), column: column + 2)
      }
      return
    }
    text(" {")
    for (position, name) in names.enumerated() {
      text(position == 0 ? "\(keys[0]): " : ", \(keys[position]): ")
      flowScalar(at: path.appending(.key(name)))
    }
    text("}")
    endLine()
  }

  private mutating func list(_ field: String, ofMappings: Bool) {
    let path = EditPath(keys: field)
    let count = 1 + random.below(4)
    text("\(field):")
    let start = bytes.count
    if !ofMappings, random.below(3) == 0 {
      flowList(count, at: path)
    } else {
      endLine()
      for position in 0..<count {
        addNoise(indentation)
        element(position, ofMappings, only: count == 1, at: path.appending(.index(position)))
      }
    }
    targets.append(
      Target(kind: .list(ofMappings: ofMappings), path: path, range: start..<bytes.count))
  }

  private mutating func element(
    _ position: Int, _ isMapping: Bool, only: Bool, at path: EditPath
  ) {
    let start = bytes.count
    text(String(repeating: " ", count: indentation) + "-" + gap)
    let column = indentation + 1 + gap.utf8.count
    if isMapping, random.below(3) == 0 {
      text("{name: image-\(position), newTag: ")
      flowScalar(at: path.appending(.key("newTag")))
      text("}")
      endLine()
    } else if isMapping {
      text("name: image-\(position)")
      endLine()
      text(String(repeating: " ", count: column) + "newTag: ")
      scalar(at: path.appending(.key("newTag")), column: column)
    } else {
      text("file-\(position).yaml")
      endLine()
    }
    if !only { targets.append(Target(kind: .lines, path: path, range: start..<bytes.count)) }
  }

  private mutating func flowList(_ count: Int, at path: EditPath) {
    let hasLines = random.below(2) == 0
    text(" [")
    for position in 0..<count {
      if hasLines {
        text(lineBreak + "    ")
      } else if position > 0 {
        text(" ")
      }
      let start = bytes.count
      text("file-\(position).yaml")
      targets.append(
        Target(
          kind: .flowElement, path: path.appending(.index(position)), range: start..<bytes.count))
      if position < count - 1 || hasLines && random.below(2) == 0 { text(",") }
      if hasLines, random.below(3) == 0 { text(" # in brackets") }
    }
    text(hasLines ? lineBreak + "  ]" : "]")
    endLine()
  }

  /// Fields with anchors, aliases and merge keys, which stay as they are.
  private mutating func addAliases() {
    line("x-one: &one {a: b}")
    line("x-two:")
    line("  <<: *one")
    line("  c: *one")
    line("x-three: [*one, *one]")
  }

  // MARK: Text

  private mutating func word() -> String {
    random.pick(["dev", "v1", "a-long-name", "über", "x.y"]) + String(random.below(100))
  }

  private mutating func addNoise(_ column: Int) {
    switch random.below(6) {
    case 0: line("")
    case 1: line(String(repeating: " ", count: column) + "# noise: [\(random.below(100))]")
    default: break
    }
  }

  private mutating func endLine() {
    line(random.pick(["", "", "", "  ", " # here", "   # {there}"]))
  }

  private mutating func line(_ text: String) {
    self.text(text + lineBreak)
  }

  private mutating func text(_ text: String) {
    bytes += Array(text.utf8)
  }
}
