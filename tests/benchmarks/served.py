"""Starting a server of the benchmarks in a process of its own."""

import atexit
import subprocess
import sys


def served(*command: str) -> str:
    """Start a server process that ends with this one, and return the URL that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    atexit.register(process.wait, 30)
    atexit.register(process.stdin.close)  # runs first: it is what ends the server
    return process.stdout.readline().strip()
