import Foundation
import SystemPackage
import Testing

@testable import Compose

/// Writes a script that can be run at once.
///
/// Another process writes it: had this one the file open while a test beside it starts a program, that
/// program would hold it open too, and a file that is open for writing cannot be run.
func writeExecutable(_ text: String, to file: URL) throws {
  let output = try HelperProcess(
    arguments: ["sh", "-c", "cat >\"$0\" && chmod 755 \"$0\"", file.path], input: Array(text.utf8)
  ).run()
  try #require(output.status == 0, "\(output.errorTail)")
}
