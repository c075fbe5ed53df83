"""Build the wheel twice from the same tree, and refuse it when the bytes differ; it is in ``dist`` then."""

from __future__ import annotations

import shutil
import subprocess
import sys

from epoch import ROOT, reproducible


def build_wheel() -> str:
    """Return the path of the wheel."""
    made = []
    for name in ("dist", "build/again"):
        folder = ROOT / name
        for old in folder.glob("*.whl"):
            old.unlink()
        line = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder))
        subprocess.run(line, cwd=ROOT, env=reproducible(), stdout=subprocess.DEVNULL, check=True)
        made.append(next(folder.glob("*.whl")))
    if made[0].read_bytes() != made[1].read_bytes():
        raise SystemExit(f"{made[0].name} is not reproducible: two builds differ.")
    shutil.rmtree(ROOT / "build/again")
    return str(made[0])


if __name__ == "__main__":
    print(build_wheel())
