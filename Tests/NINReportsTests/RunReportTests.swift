import Foundation
import NINTraining
import Testing

@testable import NINReports

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct RunReportTests {
  /// The number of times each element occurs in an XML document.
  private func elements(_ xml: String) throws -> [String: Int] {
    final class Counter: NSObject, XMLParserDelegate {
      var counts: [String: Int] = [:]
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
      ) { counts[name, default: 0] += 1 }
    }
    let (parser, counter) = (XMLParser(data: Data(xml.utf8)), Counter())
    parser.delegate = counter
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return counter.counts
  }

  @Test(arguments: [2, 3, 10, 100])
  func picturesAreWellFormed(_ classes: Int) throws {
    let run = try RunFixture(
      names: (0..<classes).map { $0 < 3 ? RunFixture.hostile[$0] : "class \($0)" })
    defer { run.remove() }
    try run.write(epochs: 2)
    let curves = try elements(run.text("curves.svg"))
    #expect(curves["polyline"] == 4)
    #expect(curves["circle"] == 6)
    let matrix = try elements(run.text("confusion_matrix.svg"))
    #expect(matrix["title"] == classes * 2 - 1)  // a square for each cell above zero
    #expect(
      try run.text("report.html").components(separatedBy: "<figure").count == min(classes, 25))
  }

  @Test func theMatrixAsCSV() throws {
    let run = try RunFixture(names: ["a", "b,c", "d\"e"])
    defer { run.remove() }
    try run.write(epochs: 1)
    #expect(
      try run.text("confusion_matrix.csv") == """
        true \\ predicted,a,"b,c","d""e"
        a,10,0,0
        "b,c",5,5,0
        "d""e",0,5,5

        """)
  }

  /// With 2,000 classes, a table of all pairs would have four million cells.
  @Test func aListOfPairsForVeryManyClasses() throws {
    let names = (0..<2000).map { "c\($0)" }
    var evaluation = try RunFixture(names: ["a", "b"]).evaluation
    evaluation.classNames = names
    evaluation.confusion = Confusion(
      rows: (0..<2000).map { label in (0..<2000).map { $0 == label / 1000 ? 1 : 0 } })
    let lines = ConfusionMatrix(evaluation).csv.split(separator: "\n")
    #expect(lines.count == 2001)
    #expect(lines[0] == "true,predicted,images" && lines[1001] == "c1000,c1,1")
  }

  /// Lines that no run can have written are ignored.
  @Test(arguments: [
    #""step":1,"epoch":1,"loss":1e308"#, #""step":1,"epoch":1,"loss":-1"#,
    #""step":9223372036854775807,"epoch":1,"loss":1"#,
    #""step":1,"epoch":9223372036854775807,"loss":1"#, #""step":0,"epoch":0,"loss":1"#,
    #""step":5,"epoch":1,"loss":1"#,
  ])
  func impossibleStepsAreLeftOut(_ fields: String) throws {
    let run = try RunFixture()
    defer { run.remove() }
    let line = #"{"images_per_second":1,"living_outputs":1,"lr":0.1,\#(fields)}"#
    let good = try JSONEncoder().encode(run.step(1))
    try (good + Data("\n\(line)\n{\"step\":".utf8)).write(
      to: URL(fileURLWithPath: run.folder.metricsPath))
    let history = RunHistory(contentsOf: run.folder.metricsPath, stepsPerEpoch: 4, epochs: 2)
    #expect(history.losses.count == 1)
    #expect(try elements(Curves(history, epochs: 2).file)["polyline"] == 4)
  }

  @Test func precisionRecallAndFrequentMistakes() throws {
    let matrix = ConfusionMatrix(try RunFixture(names: ["a", "b", "c"]).evaluation)
    #expect((0..<3).map { matrix.recall(of: $0) } == [1, 0.5, 0.5])
    #expect((0..<3).map { matrix.precision(of: $0) } == [10.0 / 15, 0.5, 1])
    let mistakes = matrix.frequentMistakes(5)
    #expect(mistakes.map(\.label) == [1, 2])
    #expect(mistakes.map(\.predicted) == [0, 1])
  }

  @Test func namesAreNoMarkup() throws {
    let run = try RunFixture()
    defer { run.remove() }
    try run.write(epochs: 1)
    let page = try run.text("report.html")
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!page.contains("http://") || !page.contains("src=\"http"))
  }

  /// During the training a browser reloads the page; afterwards it does not.
  @Test func thePageRefreshesItselfUntilTheEnd() throws {
    let run = try RunFixture()
    defer { run.remove() }
    let report = try run.report()
    try report.observe(.epoch(run.epoch(1), best: run.evaluation, of: 2))
    #expect(try run.text("report.html").contains("http-equiv=\"refresh\""))
    // A killed process leaves it so; the next report corrects it.
    try run.report().finish()
    #expect(try !run.text("report.html").contains("http-equiv=\"refresh\""))
    try report.observe(.epoch(run.epoch(2), best: run.evaluation, of: 2))
    try report.finish()
    let page = try run.text("report.html")
    #expect(!page.contains("http-equiv=\"refresh\"") && page.contains("epoch 2"))
  }

  @Test(arguments: [(4, false), (5, false), (6, true)])
  func theRightOneAmongFiveIsToldOfMoreThanFive(_ classes: Int, _ isTold: Bool) throws {
    let run = try RunFixture(names: (0..<classes).map { "class \($0)" })
    defer { run.remove() }
    try run.write(epochs: 1)
    #expect(try run.text("report.html").contains("right class among five") == isTold)
  }

  /// A resumed run reads the same history from the files as a run without a stop has in memory.
  @Test func historyFromFilesIsThatFromEvents() throws {
    let run = try RunFixture()
    defer { run.remove() }
    var lines: [Data] = []
    var seen = RunHistory(contentsOf: "/nowhere", stepsPerEpoch: 4, epochs: 2)
    for step in 1...8 {
      lines.append(try JSONEncoder().encode(run.step(step)))
      seen.add(run.step(step))
    }
    lines.append(try JSONEncoder().encode(run.epoch(2)))
    seen.add(run.epoch(2))
    try Data(lines.joined(separator: [10])).write(to: URL(fileURLWithPath: run.folder.metricsPath))
    let read = RunHistory(contentsOf: run.folder.metricsPath, stepsPerEpoch: 4, epochs: 2)
    #expect(read.epochs == seen.epochs)
    #expect(read.losses == seen.losses)
    #expect(read.losses.map(\.x) == (1...8).map { Double($0) / 4 })
  }
}
