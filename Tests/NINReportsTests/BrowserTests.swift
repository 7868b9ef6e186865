import Foundation
import Testing

/// A browser that can run without a screen, if there is one.
private let browser = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .flatMap { folder in
    ["chromium", "chromium-browser", "google-chrome"].map { "\(folder)/\($0)" }
  }
  .first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite struct BrowserTests {
  /// In a browser, the page runs no script, lacks no file and shows each picture.
  @Test(.enabled(if: browser != nil, "no Chromium or Chrome on the PATH"))
  func aBrowserShowsTheReport() throws {
    let run = try RunFixture()
    defer { run.remove() }
    try run.write(epochs: 3)
    // A script added to the end of the page reports its contents.
    let page = "\(run.folder.path)/probe.html"
    let probe = """
      <script>window.onload = () => {
        const images = [...document.images].filter(i => i.naturalWidth == 8).length;
        const boxes = [...document.querySelectorAll('svg')].map(s => s.getBoundingClientRect());
        const wide = document.documentElement.scrollWidth > window.innerWidth;
        document.title = ['sections', document.querySelectorAll('section').length,
          'pictures', images, 'charts', boxes.filter(b => b.width > 200 && b.height > 100).length,
          'scripts', document.scripts.length, 'wide', wide].join(' ');
      }</script>
      """
    try (run.text("report.html") + probe).write(toFile: page, atomically: true, encoding: .utf8)
    let dom = try dump(page)
    #expect(
      dom.contains("<title>sections 6 pictures 2 charts 3 scripts 1 wide false</title>"),
      "\(dom.prefix(300))")
  }

  private func dump(_ page: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(browser))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1180,900",
      "--user-data-dir=\(page).profile", "--dump-dom", "file://\(page)",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
