"""What is small and becomes large, or deep: in a process of its own, because it would end this one.

A parser that recursed in C ended the process once, and one that followed aliases took all memory.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.parser import MOST_BYTES, judge
from tests.fuzz.parsers import PARSERS

ROOT = Path(__file__).parents[2]
LIMIT_S = 200
_ALIASES = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
BOMBS = {
    "deep lists": b"[" * 300_000,
    "deep mappings": b'{"a":' * 100_000,
    "deep flow": b"a: " + b"{a: " * 50_000,
    "aliases": _ALIASES.encode(),
    "digits": b'{"schema_version": ' + b"9" * 200_000 + b"}",
    "one line": b"x" * 900_000,
    "lines": b"\n" * 900_000,
    "commas": b"," * 900_000,
    "quotes": b'"' * 500_001,
    "stars": b"*" * 100_000 + b"_" * 100_000,
    "backticks": b"`" * 300_000,
    "brackets": b"[a](" * 50_000,
    "quoted": b"> " * 100_000 + b"x",
    "list": b"- " * 20_000 + b"x",
}


def _try_all(folder: Path) -> None:
    """Give every bomb to every parser, within a bound of memory; tell how far it came."""
    bound = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 + 4 * MOST_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for parser in PARSERS:
        for name, bomb in BOMBS.items():
            print(f"{parser.name}: {name}", flush=True)
            judge(parser, bomb, folder)
    print("done", flush=True)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of Unix")
def test_no_parser_is_ended_by_a_bomb(tmp_path: Path) -> None:
    script = f"import pathlib, tests.fuzz.test_bombs as bombs; bombs._try_all(pathlib.Path({str(tmp_path)!r}))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    came_to = done.stdout.splitlines()[-1:]
    assert came_to == ["done"], f"{done.returncode} at {came_to}: {done.stderr[-2000:]}"
