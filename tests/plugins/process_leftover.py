"""Child processes that are alive, or dead and not waited for."""

import os
from pathlib import Path

import psutil

# multiprocessing's own helper processes live as long as the program that once asked for them.
_FOREIGN = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def running() -> dict[object, str]:
    """Return the direct child processes of this one, by pid and birth."""
    found: dict[object, str] = {}
    for pid in _child_pids():
        try:
            child = psutil.Process(pid)
            command = "(not waited for)" if child.status() == psutil.STATUS_ZOMBIE else " ".join(child.cmdline())
            if not any(word in command for word in _FOREIGN):
                found["process", pid, child.create_time()] = f"process {pid} {command[:120]}"
        except psutil.NoSuchProcess:
            continue
    return found


def _child_pids() -> list[int]:
    """Read the kernel's own list where it has one: a scan of all processes for every test would be slow."""
    listings = list(Path("/proc/self/task").glob("*/children"))
    if not listings:
        return [child.pid for child in psutil.Process(os.getpid()).children()]
    pids: list[int] = []
    for listing in listings:
        try:
            pids += map(int, listing.read_text(encoding="ascii").split())
        except OSError:
            continue
    return pids
