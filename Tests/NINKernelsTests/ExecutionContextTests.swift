import Foundation
import NINKernels
import Testing

@Suite struct ExecutionContextTests {
  @Test func theTeamIsAsLargeAsAskedFor() throws {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    #expect(ExecutionContext.defaultThreads >= 1)
    for threads in 1...max(2, min(processors, 8)) {
      #expect(try ExecutionContext(threads: threads).teamSize == threads)
    }
  }

  @Test func anAbsentInstructionSetIsAnError() {
    for isa in ISA.allCases where !isa.isAvailable {
      #expect(throws: KernelError.unavailable(isa)) { try ExecutionContext(isa: isa) }
    }
    #expect(ISA.available.contains(.scalar))
    #expect(ISA.available.contains(.wide16))
    #expect(ISA.best.isAvailable)
  }

  @Test(arguments: [0, -1, 1025]) func aSillyNumberOfThreadsIsAnError(_ threads: Int) {
    #expect(throws: KernelError.invalidArgument) { try ExecutionContext(threads: threads) }
  }

  @Test(arguments: ISA.available) func widthsAreThoseOfTheVectors(_ isa: ISA) {
    let widths: [ISA: Int] = [.scalar: 1, .neon: 4, .avx2: 8, .avx512: 16, .wide16: 16]
    #expect(isa.width == widths[isa])
  }
}
