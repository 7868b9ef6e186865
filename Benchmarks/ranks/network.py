"""Network namespaces of this machine as hosts, with links of a given rate. Needs root."""

import subprocess

AGENT = r"""#!/bin/sh
# Replaces ssh: [OPTIONS] 10.77.0.N COMMAND...
while [ "${1#-}" != "$1" ]; do shift; done
number=${1##*.}
shift
exec ip netns exec "nin$number" unshare --uts sh -c "hostname node$number; $*"
"""


def ip(*words, check=True):
    subprocess.run(["ip", *words], check=check, capture_output=not check)


class Network:
    """Hosts with links of `rate`, such as 1gbit. Delays need the kernel's netem."""

    def __init__(self, hosts, rate, folder):
        self.hosts, self.rate, self.agent = hosts, rate, folder / "agent"
        self.agent.write_text(AGENT)
        self.agent.chmod(0o755)

    def __enter__(self):
        ip("link", "add", "ninbridge", "type", "bridge")
        ip("link", "set", "ninbridge", "up")
        for number in range(1, self.hosts + 1):
            self.join(f"nin{number}", number)
        ip("addr", "add", "10.77.0.254/24", "dev", "ninbridge")
        return self

    def join(self, name, number):
        ip("netns", "add", name)
        ip("link", "add", f"ninv{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", f"ninv{number}", "master", "ninbridge", "up")
        ip("-n", name, "addr", "add", f"10.77.0.{number}/24", "dev", "eth0")
        for device in "eth0", "lo":
            ip("-n", name, "link", "set", device, "up")
        shape = f"tc qdisc add dev eth0 root tbf rate {self.rate} burst 256kb latency 100ms"
        ip("netns", "exec", name, *shape.split())

    def __exit__(self, *_):
        for number in range(1, self.hosts + 1):
            # The namespace may live on for a moment, and with it its link.
            ip("link", "del", f"ninv{number}", check=False)
            ip("netns", "del", f"nin{number}", check=False)
        ip("link", "del", "ninbridge", check=False)

    def options(self, ranks):
        """The options of mpirun for the first hosts, with TCP only."""
        hosts = ",".join(f"10.77.0.{number}:1" for number in range(1, ranks + 1))
        net = "10.77.0.0/24"
        settings = {
            "plm_rsh_agent": str(self.agent), "pml": "ob1", "btl": "tcp,self",
            "btl_tcp_if_include": net, "oob_tcp_if_include": net,
        }
        return ["--host", hosts] + [
            word for key, value in settings.items() for word in ("--mca", key, value)
        ]
