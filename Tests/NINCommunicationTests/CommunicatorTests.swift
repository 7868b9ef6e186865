import Foundation
import NINCommunication
import Testing

@Suite struct CommunicatorTests {
  @Test(arguments: [1, 2, 3, 5], [0, 1, 1016, 1017, 5000])
  func everyRankGetsWhatEveryRankGives(_ ranks: Int, _ count: Int) throws {
    let expected = (0..<ranks).map { rank in (0..<(count * rank)).map { UInt8(($0 + rank) % 251) } }
    let all = try onRanks(ranks) { communicator in
      try communicator.gather(expected[communicator.rank])
    }
    #expect(all == Array(repeating: expected, count: ranks))
  }

  @Test func valuesOfSeveralBytesStayWhatTheyAre() throws {
    let all = try onRanks(3) { communicator in
      try communicator.gather([Double(communicator.rank), .infinity, -0.0])
    }
    #expect(all[2].map { $0.map(\.bitPattern) }[1] == [1.0, .infinity, -0.0].map(\.bitPattern))
  }

  @Test func rankZeroIsHeardByAll() throws {
    let all = try onRanks(4) { try $0.broadcast([UInt8($0.rank), 7]) }
    #expect(all == Array(repeating: [0, 7], count: 4))
  }

  @Test(arguments: [nil, 0, 2])
  func oneFlagIsEnough(_ raised: Int?) throws {
    let all = try onRanks(3) { try $0.any($0.rank == raised) }
    #expect(all == Array(repeating: raised != nil, count: 3))
  }

  @Test func equalFactsAreAgreedOn() throws {
    let facts = [Fact("version", "1"), Fact("classes", "cat, dog")]
    #expect(try onRanks(3) { try $0.agree(on: facts) }.count == 3)
  }

  @Test func theFirstDifferenceIsToldOnEveryRank() throws {
    let errors = try onRanks(3) { communicator -> CommunicationError? in
      let isThird = communicator.rank == 2
      let facts = [Fact("version", "1"), Fact("images", isThird ? "49" : "50"), Fact("x", "1")]
      do {
        try communicator.agree(on: isThird ? Array(facts.dropLast()) : facts)
      } catch let error as CommunicationError {
        return error
      }
      return nil
    }
    let expected = CommunicationError.disagreement(
      on: "images", first: .init(rank: 0, host: "host0"), "50",
      other: .init(rank: 2, host: "host2"), "49")
    #expect(errors == [expected, expected, expected])
    #expect(
      expected.description
        == "the ranks do not have the same images: 50 for rank 0 on host0, 49 for rank 2 on host2")
  }

  @Test func aFactThatOneRankLacksIsADifference() throws {
    let count = try onRanks(2) { communicator in
      do {
        try communicator.agree(on: communicator.rank == 0 ? [] : [Fact("version", "1")])
        return 0
      } catch { return 1 }
    }
    #expect(count == [1, 1])
  }

  @Test func aRankThatDoesNotAnswerIsNamed() throws {
    let errors = try onRanks(3, patience: .seconds(2)) { communicator -> String in
      if communicator.rank == 1 { return "" }
      do {
        _ = try communicator.any(false)
        return "answered"
      } catch {
        #expect(communicator.isBroken)
        return "\(error)"
      }
    }
    #expect(errors[0].hasPrefix("rank 1 on host1 has not answered"))
    #expect(errors[2] == errors[0])
  }

  /// Rank 2 waits for rank 1 and therefore does not answer rank 0, which is ahead.
  @Test func aRankThatWaitsForAnotherIsNotBlamed() throws {
    let errors = try onRanks(3, patience: .seconds(2)) { communicator -> String in
      func part(_ count: Int) -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: count, alignment: 1)
      }
      if communicator.rank == 1 {
        // Rank 0 alone gets its part.
        let outgoing = [part(1), part(1), part(0)].map(UnsafeRawBufferPointer.init)
        _ = try communicator.begin(outgoing, into: [part(1), part(1), part(1)], lane: .work)
        return ""
      }
      do {
        for _ in 0..<2 {
          let parts = [part(1), part(1), part(1)]
          try communicator.finish(
            try communicator.begin(
              parts.map(UnsafeRawBufferPointer.init), into: parts, lane: .work))
        }
      } catch { return "\(error)" }
      return "answered"
    }
    #expect(errors[0].hasPrefix("rank 1 on host1 has not answered"), "\(errors)")
    #expect(errors[2].hasPrefix("rank 1 on host1 has not answered"), "\(errors)")
  }

  @Test func aRankThatSleptItselfBlamesNobody() throws {
    let all = try onRanks(2, patience: .seconds(4)) { communicator -> Bool in
      if communicator.rank == 1 {
        usleep(5_000_000)
      } else {
        var hasSlept = false
        communicator.whileWaiting = {
          if !hasSlept { usleep(5_000_000) }
          hasSlept = true
        }
      }
      return try communicator.any(communicator.rank == 1)
    }
    #expect(all == [true, true])
  }

  @Test func aWaitCanBeLeft() throws {
    struct Stop: Error {}
    let ends = try onRanks(2) { communicator -> Bool in
      if communicator.rank == 1 { return true }
      communicator.whileWaiting = { throw Stop() }
      do { _ = try communicator.any(false) } catch is Stop { return communicator.isBroken }
      return false
    }
    #expect(ends == [true, true])
  }

  @Test(arguments: [
    ["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "4"],
    ["PMI_RANK": "2", "PMI_SIZE": "4"],
    ["SLURM_PROCID": "2", "SLURM_STEP_NUM_TASKS": "4"],
  ])
  func launchersAreRecognized(_ environment: [String: String]) {
    let launcher = Launcher(environment: environment)
    #expect(launcher?.rank == 2)
    #expect(launcher?.size == 4)
  }

  @Test func slurmWithoutPMIxIsRefused() throws {
    let launcher = Launcher(environment: ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2"])
    #expect(throws: CommunicationError.self) {
      try Launcher.join(launcher, patience: .seconds(1))
    }
  }

  @Test(arguments: [
    [:], ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"],
    ["SLURM_PROCID": "0", "SLURM_NTASKS": "4"], ["PMI_RANK": "4", "PMI_SIZE": "4"],
  ])
  func aProcessAloneHasNoLauncher(_ environment: [String: String]) throws {
    let launcher = Launcher(environment: environment)
    #expect(launcher == nil)
    #expect(try Launcher.join(launcher, patience: .seconds(1)).size == 1)
  }
}
