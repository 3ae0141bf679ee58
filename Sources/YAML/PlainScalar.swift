/// What plain text without a tag stands for; the first byte decides nearly always.
///
/// See YAML 1.1, <https://yaml.org/type/>, in the selection that go-yaml makes.
func resolvePlain(_ text: Span<UInt8>, _ dialect: ScalarDialect) -> ScalarType {
  guard !text.isEmpty else { return .null }
  switch text[0] {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
    return resolveNumber(text, dialect)
  case UInt8(ascii: "."):
    if let special = specialFloat(text, sign: 1) { return .float(special) }
    return parseFloat(text, underscores: .betweenDigits).map(ScalarType.float) ?? .string
  case UInt8(ascii: "~"):
    return text.count == 1 ? .null : .string
  case UInt8(ascii: "n"), UInt8(ascii: "N"):
    if isNullText(text) { return .null }
  case UInt8(ascii: "t"), UInt8(ascii: "T"):
    return isWord("true", text) ? .boolean(true) : .string
  case UInt8(ascii: "f"), UInt8(ascii: "F"):
    return isWord("false", text) ? .boolean(false) : .string
  case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "o"), UInt8(ascii: "O"):
    break
  default:
    return .string
  }
  guard dialect == .kustomization, let value = oldBoolean(text) else { return .string }
  return .boolean(value)
}

/// Whether plain text would stand for something else than a string, or did in YAML 1.1.
///
/// Such strings are quoted when they are printed.
func resolvesOtherwise(_ text: Span<UInt8>) -> Bool {
  resolvePlain(text, .kustomization) != .string || isSexagesimal(text)
}

/// The same for plain text that is known to be a string in a resource.
func resolvedOtherwiseInYAML11(_ text: Span<UInt8>) -> Bool {
  switch text[0] {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
    isSexagesimal(text)
  case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "y"), UInt8(ascii: "Y"),
    UInt8(ascii: "o"), UInt8(ascii: "O"):
    oldBoolean(text) != nil
  default:
    false
  }
}

func isNullText(_ text: Span<UInt8>) -> Bool {
  switch text.count {
  case 0: true
  case 1: text[0] == UInt8(ascii: "~")
  case 4: isWord("null", text)
  default: false
  }
}

/// `y`, `yes`, `on` and their opposites, which YAML 1.2 dropped.
private func oldBoolean(_ text: Span<UInt8>) -> Bool? {
  switch text.count {
  case 1:
    switch text[0] | 0x20 {
    case UInt8(ascii: "y"): true
    case UInt8(ascii: "n"): false
    default: nil
    }
  case 2: isWord("on", text) ? true : isWord("no", text) ? false : nil
  case 3: isWord("yes", text) ? true : isWord("off", text) ? false : nil
  default: nil
  }
}

/// Whether text is a word in one of the three spellings `word`, `Word`, `WORD`.
private func isWord(_ word: StaticString, _ text: Span<UInt8>) -> Bool {
  guard text.count == word.utf8CodeUnitCount else { return false }
  let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
  guard text[0] | 0x20 == letters[0] else { return false }
  let isCapital = text[0] & 0x20 == 0
  let isUpper = isCapital && text[1] & 0x20 == 0
  for index in 1..<text.count
  where text[index] != (isUpper ? letters[index] & ~0x20 : letters[index]) {
    return false
  }
  return true
}

/// `.inf` and `.nan` in three spellings; NaN has no sign.
private func specialFloat(_ text: Span<UInt8>, sign: Double) -> Double? {
  guard text.count == 4, text[0] == UInt8(ascii: ".") else { return nil }
  switch (text[1], text[2], text[3]) {
  case (UInt8(ascii: "i"), UInt8(ascii: "n"), UInt8(ascii: "f")),
    (UInt8(ascii: "I"), UInt8(ascii: "n"), UInt8(ascii: "f")),
    (UInt8(ascii: "I"), UInt8(ascii: "N"), UInt8(ascii: "F")):
    return sign * .infinity
  case (UInt8(ascii: "n"), UInt8(ascii: "a"), UInt8(ascii: "n")),
    (UInt8(ascii: "N"), UInt8(ascii: "a"), UInt8(ascii: "N")),
    (UInt8(ascii: "N"), UInt8(ascii: "A"), UInt8(ascii: "N")):
    return sign == 0 ? nil : .nan
  default:
    return nil
  }
}

private func resolveNumber(_ text: Span<UInt8>, _ dialect: ScalarDialect) -> ScalarType {
  if Timestamp(text) != nil { return .timestamp }
  if text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"), text.count == 5 {
    let sign: Double = text[0] == UInt8(ascii: "-") ? -1 : 1
    if let value = specialFloat(text.extracting(1...), sign: sign), value.isInfinite {
      return .float(value)
    }
  }
  var hasUnderscore = false
  for index in text.indices where text[index] == UInt8(ascii: "_") { hasUnderscore = true }
  guard hasUnderscore else { return parseNumber(text, dialect) }
  var digits: [UInt8] = []
  for index in text.indices where text[index] != UInt8(ascii: "_") { digits.append(text[index]) }
  return parseNumber(digits.span, dialect)
}

/// Whether text is a number in base 60 such as `1:30`, which YAML 1.2 dropped.
///
/// Sign, digit, digits or `_`, then groups of `:` and at most two digits below 60, then perhaps `.`
/// and digits or `_`.
private func isSexagesimal(_ text: Span<UInt8>) -> Bool {
  var index = 0
  func byte() -> UInt8 { index < text.count ? text[index] : 0 }
  func isDigit() -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte()) }
  if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { index += 1 }
  guard isDigit() else { return false }
  while isDigit() || byte() == UInt8(ascii: "_") { index += 1 }
  guard byte() == UInt8(ascii: ":") else { return false }
  while byte() == UInt8(ascii: ":") {
    index += 1
    guard isDigit() else { return false }
    let first = byte()
    index += 1
    if first <= UInt8(ascii: "5"), isDigit() { index += 1 }
  }
  if byte() == UInt8(ascii: ".") {
    index += 1
    while isDigit() || byte() == UInt8(ascii: "_") { index += 1 }
  }
  return index == text.count
}
