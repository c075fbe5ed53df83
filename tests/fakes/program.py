"""The real program, started as a user starts it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT_S = 240


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of the program ended."""

    code: int
    out: str
    err: str


def start(
    arguments: Sequence[str],
    *,
    folder: Path | None = None,
    stdin: str = "",
    environment: Mapping[str, str] | None = None,
    limit_s: float = LIMIT_S,
) -> Outcome:
    """Run ``python -m console`` in the test's isolated home and return how it ended."""
    ended = subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=limit_s,
        cwd=folder,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "NO_COLOR": "", **(environment or {})},
        check=False,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr)
