import NINCommands
import Foundation

exit(Commands.run(arguments: Array(CommandLine.arguments.dropFirst())))
