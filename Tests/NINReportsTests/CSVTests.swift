import NINReports
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
    ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""),
    // A quotation mark with a combining accent is another character, but has the same scalar.
    ("a,\u{301}", "\"a,\u{301}\""), ("a\"\u{301}b", "\"a\"\"\u{301}b\""),
    ("=1+1", "'=1+1"), ("+cmd|x", "'+cmd|x"), ("-a", "'-a"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"), ("=a,b", "\"'=a,b\""), ("-1.5", "-1.5"), ("+3e-7", "+3e-7"), ("", ""),
  ])
  func fieldsAreQuotedAndHarmless(_ field: String, _ written: String) {
    #expect(CSV.row([field, "x"]) == "\(written),x")
  }
}
