internal import CLibCrypto

/// Bytes that are overwritten when they are no longer used: keys and plaintexts.
///
/// Copies share the storage. What is made of the bytes outside of ``withBytes(_:)`` is not covered.
public final class SensitiveBytes: Sendable {
  /// How many bytes there are.
  public let count: Int
  // Written only while it is made and when it goes.
  private nonisolated(unsafe) let storage: UnsafeMutableRawPointer

  /// Takes over a copy of `bytes`.
  public init(_ bytes: some Collection<UInt8>) {
    count = bytes.count
    storage = .allocate(byteCount: max(count, 1), alignment: 16)
    UnsafeMutableRawBufferPointer(start: storage, count: count).copyBytes(from: bytes)
  }

  /// Bytes that `body` writes; all of them are zero before.
  init<E: Error>(
    count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Void
  ) throws(E) {
    self.count = count
    storage = .allocate(byteCount: max(count, 1), alignment: 16)
    storage.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 1))
    try body(UnsafeMutableRawBufferPointer(start: storage, count: count))
  }

  deinit {
    OPENSSL_cleanse(storage, count)
    storage.deallocate()
  }

  /// Random bytes fit for keys.
  public static func random(count: Int) throws(CryptographyError) -> SensitiveBytes {
    try SensitiveBytes(count: count) { (buffer) throws(CryptographyError) in
      guard RAND_bytes(buffer.bytes, Int32(count)) == 1 else { throw .failed }
    }
  }

  /// Shows the bytes to `body`, which must not keep the pointer.
  public func withBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    try body(UnsafeRawBufferPointer(start: storage, count: count))
  }

  /// Whether two hold the same bytes, in time that does not depend on where they differ.
  public func hasSameBytes(as other: SensitiveBytes) -> Bool {
    count == other.count && CRYPTO_memcmp(storage, other.storage, count) == 0
  }
}

extension UnsafeMutableRawBufferPointer {
  /// The address as C functions take it.
  var bytes: UnsafeMutablePointer<UInt8>? {
    baseAddress?.assumingMemoryBound(to: UInt8.self)
  }
}

extension UnsafeRawBufferPointer {
  /// The address as C functions take it.
  var bytes: UnsafePointer<UInt8>? {
    baseAddress?.assumingMemoryBound(to: UInt8.self)
  }
}
