"""What the lock file says: packages with their versions, markers, hashes, and who asks for them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

_HEAD = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")
ROOT = "cell-console (pyproject.toml)"


class LockedPackage(NamedTuple):
    """``asked_by`` are names of packages, or ``ROOT`` for the program itself; ``hashes`` are SHA-256 in hex."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]
    text: str


def read_lock(text: str) -> tuple[LockedPackage, ...]:
    """Return the packages of a lock file as uv writes it."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    return tuple(_package(block) for block in blocks)


def _package(block: str) -> LockedPackage:
    head = _HEAD.match(block.partition("\n")[0])
    if head is None:
        raise SystemExit(f"not a line of a lock file: {block.partition(chr(10))[0]!r}")
    comments = [line.strip().removeprefix("#").strip().removeprefix("via").strip()
                for line in block.splitlines() if line.strip().startswith("#")]  # fmt: skip
    hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
    return LockedPackage(head[1], head[2], head[3] or "", hashes, tuple(one for one in comments if one), block)


def needed(packages: tuple[LockedPackage, ...], by: str = ROOT) -> tuple[LockedPackage, ...]:
    """Return the packages that ``by`` needs: the program at run time (without development), or a package with it."""
    found = {by}
    while True:
        more = {one.name for one in packages if found & set(one.asked_by)} | {by}
        if more <= found:
            return tuple(one for one in packages if one.name in found)
        found |= more


if __name__ == "__main__":
    lock = read_lock(Path(sys.argv[1] if len(sys.argv) > 1 else "packaging/requirements.lock").read_text("utf-8"))
    sys.stdout.write("\n".join(one.text for one in needed(lock, *sys.argv[2:3])) + "\n")
