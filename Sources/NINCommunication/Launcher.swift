/// The program that has started this process together with others, such as `mpirun`. It is known
/// from environment variables.
public struct Launcher: Hashable, Sendable {
  /// The name of the program: "mpirun".
  public let name: String
  /// The number of this process, from 0.
  public let rank: Int
  /// The number of processes, at least 2.
  public let size: Int
  /// Whether Slurm has not told this process by PMIx where the others are.
  private let lacksPMIx: Bool

  /// The variables of each launcher: Open MPI, MVAPICH, MPICH and Intel MPI, Slurm.
  private static let variables = [
    ("mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
    ("mpirun", "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"),
    ("mpiexec", "PMI_RANK", "PMI_SIZE"),
    ("srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"),
  ]

  /// Nil when this process is the only one.
  public init?(environment: [String: String]) {
    for (name, rank, size) in Self.variables {
      guard let rank = environment[rank].flatMap({ Int($0) }),
        let size = environment[size].flatMap({ Int($0) }), (0..<size).contains(rank)
      else { continue }
      guard size > 1 else { return nil }
      (self.name, self.rank, self.size) = (name, rank, size)
      lacksPMIx = environment["SLURM_PROCID"] != nil && environment["PMIX_RANK"] == nil
      return
    }
    return nil
  }

  /// The name and version of the built-in MPI; nil in a build without MPI.
  public static var library: String? { MPICommunicator.library }

  /// Joins the job of this process. Without a launcher, the job has one process, and MPI is not
  /// started.
  /// - Parameters:
  ///   - launcher: the launcher of this process; nil for none.
  ///   - patience: how long to wait for a rank that does not answer.
  /// - Throws: `CommunicationError` when the processes cannot find each other.
  public static func join(
    _ launcher: Launcher?, patience: Duration
  ) throws -> any Communicator {
    guard let launcher else { return SingleProcess() }
    guard let library else {
      throw CommunicationError.notBuiltIn(launcher: launcher.name, processes: launcher.size)
    }
    let otherLauncher = CommunicationError.otherLauncher(
      launcher: launcher.name, processes: launcher.size, library: library)
    // Open MPI would print a page of its own and end the process.
    if launcher.lacksPMIx && library.hasPrefix("Open MPI") { throw otherLauncher }
    let communicator = try MPICommunicator(patience: patience)
    guard communicator.size == launcher.size else { throw otherLauncher }
    return communicator
  }
}
