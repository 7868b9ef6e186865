/// The program that has started this process together with others, as the environment tells.
public struct Launcher: Hashable, Sendable {
  public let name: String
  /// The number of this process, from 0.
  public let rank: Int
  /// How many it has started; more than one.
  public let size: Int

  /// What each launcher sets: those of Open MPI, of MPICH and Intel MPI, of MVAPICH, and Slurm's.
  private static let variables = [
    ("mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
    ("mpirun", "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"),
    ("mpiexec", "PMI_RANK", "PMI_SIZE"),
    ("srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"),
  ]

  /// Nil where this process is alone.
  public init?(environment: [String: String]) {
    for (name, rank, size) in Self.variables {
      guard let rank = environment[rank].flatMap({ Int($0) }),
        let size = environment[size].flatMap({ Int($0) }), (0..<size).contains(rank)
      else { continue }
      guard size > 1 else { return nil }
      (self.name, self.rank, self.size) = (name, rank, size)
      return
    }
    return nil
  }

  /// The name and version of the MPI that is built in; nil in a build without one.
  public static var library: String? { MPICommunicator.library }

  /// The job of this process and those that were started with it; of this one alone without a
  /// launcher, for which nothing of MPI is started.
  /// - Parameters:
  ///   - launcher: as the environment tells.
  ///   - patience: how long to wait for a rank that does not answer.
  /// - Throws: `CommunicationError` when the processes cannot find each other.
  public static func join(
    _ launcher: Launcher?, patience: Duration
  ) throws -> any Communicator {
    guard let launcher else { return SingleProcess() }
    guard let library else {
      throw CommunicationError.notBuiltIn(launcher: launcher.name, processes: launcher.size)
    }
    let communicator = try MPICommunicator(patience: patience)
    guard communicator.size == launcher.size else {
      throw CommunicationError.otherLauncher(
        launcher: launcher.name, processes: launcher.size, library: library)
    }
    return communicator
  }
}
