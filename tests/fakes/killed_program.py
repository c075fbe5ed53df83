"""Programs that a test kills at an instant that nobody chose."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.fakes.waiting import wait_until


@contextmanager
def killed_program(program: str, folder: Path, dice: random.Random) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python text with a folder and a seed as its arguments; kill it at the end of the block.

    The block begins when the program has made the file ``going`` in the folder.
    """
    going = folder / "going"
    going.unlink(missing_ok=True)
    child = subprocess.Popen([sys.executable, "-c", program, str(folder), str(dice.randrange(10**6))])
    try:
        wait_until(going.exists, 30, "the program at work")
        yield child
    finally:
        child.kill()
        child.wait(10)


def kill_within(most_s: float, program: str, folder: Path, dice: random.Random) -> None:
    """Kill a program at a random instant of its work, if it has not come to its end before."""
    with killed_program(program, folder, dice) as child, suppress(subprocess.TimeoutExpired):
        child.wait(dice.random() * most_s)
