import Foundation
import NINCommands

// The scripts in ../peers run it: see `swift run -c release nin-bench --help`.
exit(Commands.runBenchProcess())
