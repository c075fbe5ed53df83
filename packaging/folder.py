"""Build ``dist/cell-console``, a folder that needs no Python, and an archive of it; on every platform.

The wheel of this tree is installed with the locked packages into an environment of its own, PyInstaller collects what
is installed there, and the smoke test runs. ``python packaging/folder.py``; only the locked packages need the network.
"""

from __future__ import annotations

import gzip
import os
import platform
import runpy
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from epoch import ROOT, reproducible
from locked_packages import LockedPackage, needed, read_lock

MADE = ROOT / "build" / "package"
PYTHON = MADE / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TOOLS = ("pyinstaller", "build", "hatchling")


def run(*line: str, folder: Path = ROOT) -> None:
    """Run a program; end with its exit code when it fails."""
    subprocess.run(line, cwd=folder, env=reproducible(), check=True)


def wanted(lock: tuple[LockedPackage, ...]) -> str:
    """Return the part of the lock that the program and its builders need."""
    chosen = dict.fromkeys((*needed(lock), *(one for name in TOOLS for one in needed(lock, name))))
    missing = [name for name in TOOLS if all(one.name != name for one in chosen)]
    if missing:
        raise SystemExit(f"the lock does not hold {', '.join(missing)}; run make lock")
    return "\n".join(one.text for one in chosen) + "\n"


def prepare() -> None:
    """Make the environment, and the wheel in it."""
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", str(MADE / "env"))
    part = MADE / "requirements.lock"
    part.write_text(wanted(read_lock((ROOT / "packaging/requirements.lock").read_text("utf-8"))), encoding="utf-8")
    pip = (str(PYTHON), "-m", "pip", "--quiet", "install", "--no-compile")  # what is frozen is compiled then
    run(*pip, "--require-hashes", "--only-binary=:all:", "-r", str(part))
    run(str(PYTHON), str(ROOT / "packaging/wheel.py"))
    wheel = next((ROOT / "dist").glob("*.whl"))
    run(*pip, "--no-deps", "--force-reinstall", "--no-index", str(wheel))
    run(str(PYTHON), str(ROOT / "packaging/icons.py"), str(ROOT / "build/icons"))


def freeze() -> Path:
    """Collect the folder; return where it is."""
    folder = ROOT / "dist" / "cell-console"
    shutil.rmtree(folder, ignore_errors=True)
    line = (str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN")
    places = ("--distpath", str(ROOT / "dist"), "--workpath", str(MADE / "work"))
    # In a folder of its own: beside the source tree it would find that instead of what is installed.
    run(*line, *places, str(ROOT / "packaging/cell-console.spec"), folder=MADE)
    return folder


def archive(folder: Path) -> Path:
    """Pack the folder, on macOS with the application beside it, so that the same folder gives the same bytes."""
    version = runpy.run_path(str(ROOT / "console/kernel/version.py"))["VERSION"]
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, "linux")
    packed = ROOT / "dist" / f"cell-console-{version}-{system}-{platform.machine().lower()}.tar.gz"
    moment = int(reproducible()["SOURCE_DATE_EPOCH"])

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.uid, member.gid, member.uname, member.gname = moment, 0, 0, "", ""
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with (
        packed.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, moment) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in sorted(path for one in (folder, *folder.parent.glob("*.app")) for path in one.rglob("*")):
            tar.add(path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=plain)
    return packed


if __name__ == "__main__":
    prepare()
    made = freeze()
    run(str(PYTHON), str(ROOT / "packaging/smoke.py"), str(made))
    print(archive(made))
