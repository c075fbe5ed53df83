"""A bare repository with a long history, made by one ``git fast-import`` instead of thousands of commits."""

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from console.audits.repository.checkout import Checkout

DAY_S = 86_400
BEGAN_S = 1_600_000_000


@dataclass(frozen=True)
class Step:
    """A commit: on which day after the beginning, by whom, in what words, and what files hold after it.

    ``None`` takes a file away; ``renames`` happen first.
    """

    day: float
    title: str
    files: Mapping[str, str | None]
    who: str = "ann"
    renames: Mapping[str, str] = field(default_factory=dict)


def import_history(folder: Path, steps: Iterable[Step]) -> list[str]:
    """Make ``folder`` a bare repository with these commits in a line; return their hashes, oldest first."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    git = ["git", "--git-dir", str(folder)]
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True, env=environment)
    lines = "".join(_commit(step, number) for number, step in enumerate(steps, 1)) + "done\n"
    subprocess.run([*git, "fast-import", "--quiet", "--done"], input=lines.encode(), check=True, env=environment)
    listed = subprocess.run([*git, "rev-list", "--reverse", "main"], capture_output=True, check=True, env=environment)
    return listed.stdout.decode().split()


def checkout_at(repository: Path, commit: str, folder: Path, *, baseline: str = "") -> Checkout:
    """Return a commit as the rules see it."""
    folder.mkdir(parents=True)
    return Checkout(repository, commit, folder, now_s=BEGAN_S + 4000.0 * DAY_S, baseline=baseline)


def _commit(step: Step, number: int) -> str:
    at = f"{step.who} <{step.who}@shop.example> {int(BEGAN_S + step.day * DAY_S)} +0000"
    head = f"commit refs/heads/main\nmark :{number}\nauthor {at}\ncommitter {at}\n{_sized(step.title)}\n"
    before = f"from :{number - 1}\n" if number > 1 else ""
    moved = "".join(f"R {old} {new}\n" for old, new in step.renames.items())
    return head + before + moved + "".join(_file(path, text) for path, text in step.files.items())


def _file(path: str, text: str | None) -> str:
    return f"D {path}\n" if text is None else f"M 100644 inline {path}\n{_sized(text)}\n"


def _sized(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"
