import Foundation

/// The share of the processors that a container may use (on Linux, by its control groups).
public enum ProcessorQuota {
  /// The number of processors, such as 1.5; nil when there is no limit.
  public static var granted: Double? {
    granted(
      groups: (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? "",
      root: "/sys/fs/cgroup")
  }

  /// - Parameters:
  ///   - groups: the lines of `/proc/self/cgroup`: "hierarchy:controllers:path" (cgroups(7)).
  ///   - root: where control groups are mounted.
  static func granted(groups: String, root: String) -> Double? {
    groups.split(separator: "\n").compactMap { line -> Double? in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      let controllers = fields[1].split(separator: ",")
      if controllers.isEmpty { return smallest(below: root, String(fields[2]), version2) }
      guard controllers.contains("cpu") else { return nil }
      return ["cpu", "cpu,cpuacct"].compactMap {
        smallest(below: "\(root)/\($0)", String(fields[2]), version1)
      }.min()
    }.min()
  }

  /// The smallest quota of a group and all groups above it. In a container the path of the group
  /// may be missing; the root of the mount is then the group.
  private static func smallest(
    below root: String, _ path: String, _ quota: (String) -> Double?
  ) -> Double? {
    let names = path.split(separator: "/")
    return (0...names.count).compactMap { depth in
      quota(([root] + names.prefix(depth).map(String.init)).joined(separator: "/"))
    }.min()
  }

  /// `cpu.max`: "quota period", or "max period".
  private static func version2(_ group: String) -> Double? {
    let numbers = words(group + "/cpu.max")
    return numbers.count == 2 ? ratio(numbers[0], numbers[1]) : nil
  }

  private static func version1(_ group: String) -> Double? {
    ratio(
      words(group + "/cpu.cfs_quota_us").first, words(group + "/cpu.cfs_period_us").first)
  }

  private static func words(_ path: String) -> [String] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Nil without a limit: the quota is "max" or -1.
  private static func ratio(_ quota: String?, _ period: String?) -> Double? {
    guard let quota = quota.flatMap({ Double($0) }), let period = period.flatMap({ Double($0) }),
      quota > 0, period > 0
    else { return nil }
    return quota / period
  }
}
