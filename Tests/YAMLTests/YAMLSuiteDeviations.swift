/// The cases of the YAML test suite that come out otherwise, by their ids, each with the reason.
///
/// A case that is listed and yet comes out as the suite wants fails, so that the lists stay true.
enum YAMLSuiteDeviations {
  /// What the suite wants refused and the reader accepts.
  static let accepted = table([
    "libyaml lets lines of a flow collection or quoted scalar begin left of the block":
      "9C9N QB6E",
    "libyaml takes a tab for white space between the lines of a flow value": "DK95:01 Y79Y:03",
    "libyaml needs no space before the # of a comment": "9JBA CVW2 SU5Z X4QW",
    "libyaml takes a directive without ... before it": "9HCY EB22 RHX7",
    "libyaml takes - for plain text within a flow sequence": "G5U8 YJV2",
    "libyaml lets blank lines be indented more than the block scalar after them": "S98Z",
    "what follows the first document of a part is not read, as in Kustomize":
      "3HFZ 4H7K BS4K KS4U",
  ])

  /// What the suite holds for valid and the reader refuses.
  static let refused = table([
    "only a comment may follow --- on its line, since Kustomize splits there":
      "27NA 2XXW 35KP 6JQW 6LVF C4HZ EXG3 J7PZ KSS4 L383 W4TN",
    "the split at --- cuts a directive off its document, as in Kustomize":
      "5TYM 6CK3 6ZKB 9DXL CC74 DK95:07 MUS6:02 MUS6:03 MUS6:04 P76L RTP8 U3C3 Z9M4",
    "libyaml: a colon at the start of a line does not follow a flow key":
      "4MUZ:00 4MUZ:01 4MUZ:02 5MUD 9SA2 K3WX NJ66 UT92 VJP3:01",
    "libyaml: no adjacent or leading colon and no ? in plain text of a flow collection":
      "4ABK 58MP 5T43 CFD4 DBG4 FRK4 HM87:00",
    "go-yaml, and so Kustomize, reads no ? within plain text of a flow collection": "JR7V",
    "libyaml: no empty key in a block mapping":
      "2JQS 6M2F M2N8:00 NHX8 NKF9 S3PD SM9W:01 UKK6:00",
    "libyaml: no tab where indentation may stand":
      "6BCT 6CA3 96NN:00 96NN:01 A2M4 DK95:00 DK95:03 DK95:04 Q5MG R4YG Y79Y:01 Y79Y:10",
    "libyaml: names of anchors are letters, digits, - and _": "2SXE 8XYN W5VH",
    "libyaml: only the directives %YAML 1.1, %YAML 1.2 and %TAG":
      "2LFX BEC7 MUS6:05 MUS6:06 ZYU8:01 ZYU8:02 ZYU8:03",
    "go-yaml, and so Kustomize, knows no escape \\/": "3UYS",
    "libyaml: no end of a document without a document": "HWV9 QT73",
  ])

  /// What is read but can't be printed.
  static let unprintable = table([
    "a key must be a string, in Kubernetes and in JSON":
      """
    4FJ6 6BFJ 6PBE 9MMW FH7J KK5P LX3P M2N8:01 M5DY Q9WF RZP5 SBG9 V9D5 X38W XW4D
    """
  ])

  /// What is read as other values than the suite says.
  static let values = table([
    "Kustomize decodes !!binary": "565N",
    "Kustomize folds a folded scalar anew, which changes its line breaks": "6VJK 7T8X",
    "Kustomize takes a flow value without text for an empty string": "8KB6 9BXH C2DT",
    "YAML 1.1: a date is a timestamp, which is printed in full": "UGM3",
    "go-yaml: the tag ! does not stop a plain scalar from being a number": "S4JQ",
    "libyaml: ? is an indicator in a flow collection, whatever follows": "652Z HM87:01",
    "libyaml: a line of spaces ends the text of a block scalar": "JEF9:02 L24T:01",
    "libyaml: a block scalar is indented; the rest of the part is not read": "DK3J FP8R",
    "libyaml: an anchor ends before a colon": "Y2GN",
    "a part without content is no document, as in Kustomize": "6XDY PUW8",
    "what follows the first document of a part is not read, as in Kustomize": "7Z25 M7A3",
  ])

  private static func table(_ groups: [String: String]) -> [String: String] {
    var table: [String: String] = [:]
    for (reason, ids) in groups {
      for id in ids.split(whereSeparator: \.isWhitespace) { table[String(id)] = reason }
    }
    return table
  }
}
