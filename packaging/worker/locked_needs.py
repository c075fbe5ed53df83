"""The part of the lock file that the worker image installs: what ``needs.txt`` names, and what that needs in turn."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from locked_packages import LockedPackage, needed, read_lock  # noqa: E402 - beside this folder


def locked_needs() -> tuple[LockedPackage, ...]:
    """Return the packages; end with a sentence when one that is needed is not in the lock file."""
    names = [one for one in (HERE / "needs.txt").read_text("utf-8").splitlines() if one and not one.startswith("#")]
    lock = read_lock((HERE.parent / "requirements.lock").read_text("utf-8"))
    missing = set(names) - {one.name for one in lock}
    if missing:
        raise SystemExit(f"not in requirements.lock: {', '.join(sorted(missing))}")
    found = {package.name for name in names for package in needed(lock, name)}
    return tuple(one for one in lock if one.name in found)


if __name__ == "__main__":
    sys.stdout.write("\n".join(one.text for one in locked_needs()) + "\n")
