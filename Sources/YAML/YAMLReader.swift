public import Diagnostics

/// Reads YAML text into nodes.
///
/// Accepts what libyaml accepts: YAML 1.1 with most of 1.2.
public struct YAMLReader: Sendable {
  private let limits: YAMLLimits

  /// A reader that refuses what exceeds `limits`.
  public init(limits: YAMLLimits = .standard) {
    self.limits = limits
  }

  /// The first document of a file; nil if the file has none, or only comments.
  public func firstDocument(of file: SourceFile) throws(Diagnostic) -> Node? {
    try checkSize(of: file)
    return try document(in: 0..<file.bytes.count, of: file, isInStream: false)
  }

  /// The documents of a stream, as Kustomize splits it: at each line that begins with `---`.
  ///
  /// Within one such part only the first document counts, as in Kustomize: what follows `...` or
  /// a second JSON value is not read. Parts without content are left out.
  public func documents(of file: SourceFile) throws(Diagnostic) -> [Node] {
    try checkSize(of: file)
    var documents: [Node] = []
    var start = 0
    for separator in try separators(in: file) {
      if let node = try document(in: start..<separator.lowerBound, of: file, isInStream: true) {
        documents.append(node)
      }
      start = separator.upperBound
    }
    if let node = try document(in: start..<file.bytes.count, of: file, isInStream: true) {
      documents.append(node)
    }
    return documents
  }

  private func checkSize(of file: SourceFile) throws(Diagnostic) {
    guard file.bytes.count <= limits.bytes else {
      throw .yamlTooLarge(
        limit: limits.bytes, at: SourceRange(file: file.id, start: 0, end: 0))
    }
  }

  private func document(
    in range: Range<Int>, of file: SourceFile, isInStream: Bool
  ) throws(Diagnostic) -> Node? {
    do throws(BlockReader.Unusual) {
      return try blockDocument(in: range, of: file)
    } catch {
      return try anyDocument(in: range, of: file, isInStream: isInStream)
    }
  }

  /// A document in the block style of most manifests.
  func blockDocument(
    in range: Range<Int>, of file: SourceFile
  ) throws(BlockReader.Unusual) -> Node? {
    let result: Result<Node?, BlockReader.Unusual> = file.bytes.withUnsafeBufferPointer { bytes in
      var reader = BlockReader(
        UnsafeBufferPointer(rebasing: bytes[range]), base: range.lowerBound, file: file.id,
        limits: limits)
      do throws(BlockReader.Unusual) {
        return .success(try reader.document())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Any document, by libyaml.
  func anyDocument(
    in range: Range<Int>, of file: SourceFile, isInStream: Bool = false
  ) throws(Diagnostic) -> Node? {
    var builder = DocumentBuilder(file: file.id, limits: limits, isInStream: isInStream)
    // The closure is untyped in its errors, so that the diagnostic travels as a value.
    let result: Result<Void, Diagnostic> = file.bytes.withUnsafeBufferPointer { bytes in
      let bytes = UnsafeBufferPointer(rebasing: bytes[range])
      // Kustomize reads a list in JSON, which is a patch, as JSON.
      guard isInStream, bytes.first == UInt8(ascii: "["), JSONEscapes.areIn(bytes) else {
        return parse(bytes, base: range.lowerBound, in: file.id, isJSON: false, &builder)
      }
      return JSONEscapes.replacingSurrogates(in: bytes).withUnsafeBufferPointer { bytes in
        parse(bytes, base: range.lowerBound, in: file.id, isJSON: true, &builder)
      }
    }
    try result.get()
    return builder.root
  }

  private func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, base: Int, in file: FileID, isJSON: Bool,
    _ builder: inout DocumentBuilder
  ) -> Result<Void, Diagnostic> {
    var parser = EventParser(bytes, base: base, isJSON: isJSON)
    do throws(Diagnostic) {
      var more = true
      while more {
        more = try parser.next(in: file) { event, offsets throws(Diagnostic) in
          try builder.take(event, &offsets)
        }
      }
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  /// The line feeds before, and the lines of, each separator.
  ///
  /// The line feed that ends the document before belongs to that document: a literal block may need
  /// it.
  private func separators(in file: SourceFile) throws(Diagnostic) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    let bytes = file.bytes
    let dash = UInt8(ascii: "-")
    var index = 0
    while index + 3 < bytes.count {
      // Where the last of the four bytes is no dash, it is the line feed of the next place at best.
      guard bytes[index + 3] == dash else {
        index += bytes[index + 3] == UInt8(ascii: "\n") ? 3 : 4
        continue
      }
      guard bytes[index] == UInt8(ascii: "\n"), bytes[index + 1] == dash, bytes[index + 2] == dash
      else {
        index += 1
        continue
      }
      guard let end = bytes[(index + 4)...].firstIndex(of: UInt8(ascii: "\n")) else { break }
      let rest = bytes[(index + 4)..<end].first { ![0x20, 0x09, 0x0D, 0x0B, 0x0C].contains($0) }
      guard rest == nil || rest == UInt8(ascii: "#") else {
        throw .yamlSeparator(at: SourceRange(file: file.id, start: index + 1, end: end))
      }
      ranges.append(index + 1..<end + 1)
      index = end + 1
    }
    return ranges
  }
}
