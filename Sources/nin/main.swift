import Foundation
import NINCommands

exit(Commands.runProcess())
