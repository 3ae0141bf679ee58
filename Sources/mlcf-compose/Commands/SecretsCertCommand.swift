internal import ArgumentParser
internal import Compose
internal import Cryptography
internal import Diagnostics
internal import SystemPackage

/// `mlcf-compose secrets cert`.
struct SecretsCertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cert", abstract: "Look at certificates to seal with.",
    subcommands: [Show.self])

  /// `mlcf-compose secrets cert show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show the pin and the dates of a certificate.",
      discussion: """
        Example: kubeseal --fetch-cert | mlcf-compose secrets cert show -

        The pin is what spkiSha256 in secret-swap.yaml must be. Compare it with what the \
        administrator of the cluster tells you.
        """)

    @Argument(help: "A certificate in PEM; - for standard input.", completion: .file())
    var file: String

    func run() throws {
      let path = file == "-" ? "/dev/stdin" : file
      let certificate: Certificate
      do throws(CryptographyError) {
        certificate = try Certificate(pem: InputBytes.all(ofFileAt: path))
      } catch .unsuitableKey {
        throw failure("its key is not an RSA key of 2,048 bits or more")
      } catch {
        throw failure("it is not a certificate in PEM")
      }
      Standard.output.writeOrLeave(
        """
        spkiSha256: \(certificate.spkiSHA256)
        bits: \(certificate.publicKey.byteCount * 8)
        notBefore: \(Clock.day(of: certificate.notBefore))
        notAfter: \(Clock.day(of: certificate.notAfter))

        """)
      if Clock.now > certificate.notAfter || Clock.now < certificate.notBefore {
        throw ExitStatus.finding
      }
    }

    private func failure(_ reason: String) -> ExitStatus {
      Standard.error.writeOrLeave(
        "error[secrets/certificate]: cannot use \"\(file)\": \(reason)\n")
      return .input
    }
  }
}
