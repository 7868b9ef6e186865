import NINCommands
import Foundation

exit(Commands.runProcess())
