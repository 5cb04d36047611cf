"""The server's parameters, given at each start, so that they also reach old data directories."""

from .cluster import Cluster

_ALWAYS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # Small enough for a laptop beside a browser, large enough for a city.
    "shared_buffers": "96MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    # No helpers for a single query: the statements are short, the cores few, and shared memory
    # is scarce in containers.
    "max_parallel_workers_per_gather": "0",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] ",
    # Neither statements nor keys in the log: they hold personal data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# The tests' data may be lost with the machine, so nothing waits for the disk.
_VOLATILE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def arguments(cluster: Cluster, *, durable: bool) -> list[str]:
    """The command line of the server after its name."""
    given = {
        **_ALWAYS,
        "unix_socket_directories": str(cluster.sockets),
        "cluster_name": cluster.folder.name,
        **({} if durable else _VOLATILE),
    }
    result = ["-D", str(cluster.data)]
    for name, value in given.items():
        result += ["-c", f"{name}={value}"]
    return result
