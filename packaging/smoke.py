"""Try a frozen program: it answers, opens its window, runs its workers and tools, and holds what the source tree holds.

``python packaging/smoke.py dist/cell-console`` with the interpreter of the source tree.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LIMIT_S = 180


def environment(home: Path) -> dict[str, str]:
    """Return an environment with a home of its own and nothing of a development machine in it."""
    homes = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    told = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PATH": os.defpath, "LC_ALL": "C.UTF-8", **homes}
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE") if name in os.environ}
    return kept | told


def said(*line: str, folder: Path, fails: int = 0, **extra: str) -> str:
    """Return what a program prints; end with its words when it fails (``fails``: a code that is none)."""
    result = subprocess.run(
        line, capture_output=True, text=True, encoding="utf-8", timeout=LIMIT_S, env=environment(folder) | extra,
        cwd=folder, check=False,
    )  # fmt: skip
    if result.returncode not in {0, fails}:
        raise SystemExit(
            f"{' '.join(line)} ended with {result.returncode}:\n{result.stdout[-2000:]}{result.stderr[-4000:]}"
        )
    return result.stdout


def audited(program: str, home: Path) -> str:
    """Audit a small repository, which takes worker processes and the bundled programs; return what came of it."""
    small = home / "small"
    small.mkdir()
    (small / "a.py").write_text("def f(x):\n    return eval(x)\n")
    git = ("git", "-C", str(small), "-c", "user.name=smoke", "-c", "user.email=smoke@localhost")
    for order in (("init", "-q"), ("add", "."), ("commit", "-qm", "Add a file")):
        said(*git, *order, folder=home)
    result = json.loads(
        said(program, "audit", "run", str(small), "--audit", "strict", "-o", "sarif", folder=home, fails=1)
    )
    told = [
        note
        for run in result["runs"]
        for one in run["invocations"]
        for note in one.get("toolExecutionNotifications", ())
    ]
    missing = [one["message"]["text"] for one in told if "not installed" in one["message"]["text"]]
    if missing:
        raise SystemExit("tools are missing in the frozen program:\n" + "\n".join(missing))
    return f"{sum(len(run['results']) for run in result['runs'])} findings, {len(told)} notes"


def lab_shown(program: str, home: Path) -> str:
    """Start the lab, a process of its own, and look at its cells; return how many there are. It ends with its input."""
    size = ("--history-days", "0", "--projects", "1", "--pods", "40")
    line = (program, "lab", "--control", *size)
    with (
        (home / "lab.log").open("w") as log,
        subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8",
                         env=environment(home), cwd=home) as lab,
    ):  # fmt: skip
        assert lab.stdout is not None
        told = next((event for event in map(json.loads, lab.stdout) if "ready" in event or "error" in event), {})
        if "ready" not in told:
            raise SystemExit(f"the lab did not start: {told}\n{(home / 'lab.log').read_text()[-2000:]}")
        cells = json.loads(said(program, "--estate", "lab", "cells", "-o", "json", folder=home))
        lab.communicate(timeout=LIMIT_S)  # closes its input
    if lab.returncode != 0 or not cells:
        raise SystemExit(f"the lab shows {len(cells)} cells and ended with {lab.returncode}")
    return f"{len(cells)} cells, {len(told['ready']['notices'])} notices"


def differences(frozen: dict[str, Any], source: dict[str, Any]) -> list[str]:
    """Return what one of the two holds and the other does not."""
    found = []
    for part in ("modules", "files"):
        found += [f"{part}: {one}" for one in sorted(set(frozen[part]) ^ set(source[part]))]
    for name in sorted(set(frozen["registries"]) | set(source["registries"])):
        mine, theirs = (set(one["registries"].get(name, ())) for one in (frozen, source))
        found += [f"{name}: {one}" for one in sorted(mine ^ theirs)]
    return found


def main(folder: Path) -> int:
    """Run the tests; return the exit code."""
    suffix = ".exe" if sys.platform == "win32" else ""
    program = str((folder / f"cell-console{suffix}").resolve())
    runner = str((folder / f"console-audit{suffix}").resolve())
    keys = str(HERE / "registry_keys.py")
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        print("version", said(program, "--version", folder=home).strip())
        source = json.loads(said(sys.executable, keys, folder=home, PYTHONPATH=str(HERE.parent)))
        found = differences(json.loads(said(program, keys, folder=home)), source)
        if found:
            raise SystemExit("the frozen program differs from the source tree:\n" + "\n".join(found))
        print("registries", {name: len(held) for name, held in source["registries"].items()})
        print("window", said(program, "--temp-profile", "--profile-startup", folder=home).strip())
        print("doctor", len(said(program, "--temp-profile", "doctor", "--offline", folder=home).splitlines()), "lines")
        print("help", len(said(program, "--help", folder=home).splitlines()), "lines")
        print("audit", audited(program, home))
        print("runner", said(runner, "shard", "--help", folder=home).splitlines()[0])
        print("lab", lab_shown(program, home))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
