"""What a frozen program does when it is started as an interpreter: the product runs its own modules by ``-m``."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

_FLAGS = frozenset(("-P", "-I", "-S", "-E", "-B", "-u"))


def prepare() -> None:
    """Let other programs find theirs, not ours: libraries as before the start, our tools in PATH."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        os.environ.pop("LD_LIBRARY_PATH", None)
    folders = (str(Path(sys.executable).parent), str(getattr(sys, "_MEIPASS", "")))
    known = os.environ.get("PATH", "").split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join([*(one for one in folders if one and one not in known), *known])


def interpret(arguments: list[str]) -> bool:
    """Run ``[flags] -m MODULE``, ``-c TEXT`` or ``FILE.py`` with its arguments; return false for anything else."""
    rest = arguments[1:]
    while rest and rest[0] in _FLAGS:
        rest = rest[1:]
    if len(rest) >= 2 and rest[0] == "-m":
        sys.argv = [rest[1], *rest[2:]]
        runpy.run_module(rest[1], run_name="__main__", alter_sys=True)
    elif len(rest) >= 2 and rest[0] == "-c":
        sys.argv = ["-c", *rest[2:]]
        exec(compile(rest[1], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - what -c is for
    elif rest and rest[0].endswith(".py") and Path(rest[0]).is_file():
        sys.argv = rest
        runpy.run_path(rest[0], run_name="__main__")
    else:
        return False
    return True
