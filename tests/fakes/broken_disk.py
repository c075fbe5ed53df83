"""Disks that are full, and folders where nobody writes."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of 600 kB."""
    with tempfile.TemporaryDirectory() as place:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], capture_output=True, text=True, check=False
        )
        if mounted.returncode:
            pytest.skip(f"mounting a small file system needs root: {mounted.stderr.strip()}")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path, leave: int = 0) -> Path:
    """Take the space that is left, but so many bytes; return the file that has it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        with suppress(OSError):
            while stream.write(b"x" * 4096):
                pass
        stream.truncate(stream.tell() - leave)
    return ballast


@contextmanager
def without_write(folder: Path) -> Iterator[None]:
    """A folder where nobody writes: by its mode, and for root, whom modes do not stop, mounted read-only."""
    if os.geteuid():
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    for options in (["--bind", str(folder)], ["-o", "remount,bind,ro"]):
        mounted = subprocess.run(["mount", *options, str(folder)], capture_output=True, text=True, check=False)
        if mounted.returncode:
            pytest.skip(f"a read-only mount is not possible here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)
