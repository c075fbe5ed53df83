"""Runs a command that must not outlive its parent, whatever kills the parent.

Started as a script: ``python -I -S child_guard.py PARENT_PID COMMAND...``; it imports nothing but the standard library.
Linux sends the command SIGKILL when the parent dies; elsewhere this process stays and looks for the parent itself.
"""

import os
import platform
import signal
import subprocess
import sys
from types import FrameType

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
_LOOK_S = 0.5


def main(arguments: list[str]) -> int:
    """Replace this process by the command (Linux), or run it and return its exit code."""
    parent, command = int(arguments[0]), arguments[1:]
    dies_with_parent = platform.system() == "Linux"
    return _become(parent, command) if dies_with_parent else _watch(parent, command)


def _become(parent: int, command: list[str]) -> int:
    import ctypes  # noqa: PLC0415 - only this branch needs it

    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() == parent:  # else it died before the call above, and no signal will come any more
        os.execvp(command[0], command)  # noqa: S606 - a command and its arguments, no shell
    return 1


def _watch(parent: int, command: list[str]) -> int:
    child = subprocess.Popen(command)

    def forward(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    signal.signal(signal.SIGTERM, forward)
    signal.signal(signal.SIGINT, forward)
    while True:
        try:
            return child.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            if os.getppid() != parent:
                child.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
