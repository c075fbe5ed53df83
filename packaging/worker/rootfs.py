"""Build the worker's root file system where no container runtime is, by the Containerfile's own lines (root only).

    python3 packaging/worker/rootfs.py BASE FOLDER       BASE is a minimal Debian 12, as debootstrap makes it

Each stage is a copy of BASE in FOLDER, the last one FOLDER/image; RUN lines work in a chroot with the network of this
machine. It proves that the image can be built and works; what is shipped is built by build.sh.
"""

from __future__ import annotations

import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
TREE = HERE.parent.parent
# What reaches the network on this machine reaches it there too, as in packaging/fresh_machine.sh; the image keeps none.
TRUSTED = "/srv/trusted.pem"
FILES = {
    "/etc/resolv.conf": "/etc/resolv.conf",
    "/etc/pip.conf": "/etc/pip.conf",
    os.environ.get("PIP_CERT", "/etc/ssl/certs/ca-certificates.crt"): TRUSTED,
}
FOLDERS = tuple(
    one for one in (os.environ.get("PIP_FIND_LINKS", ""), *os.environ.get("ROOTFS_ALSO", "").split()) if one
)
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENTER = 'mount -t proc proc "$1/proc"; mount --rbind /dev "$1/dev"; exec chroot "$@"'


class Stage:
    """One ``FROM``: its folder, and what later lines of it add to."""

    def __init__(self, folder: Path, base: Path) -> None:
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(folder)], check=True)
        self.folder, self.env, self.place = folder, {"PATH": PATH}, "/"

    def run(self, command: str) -> None:
        """Carry a ``RUN`` line out."""
        with_network = {key: value for key, value in os.environ.items() if key.startswith("PIP_")} | {
            "PIP_CERT": TRUSTED
        }
        added = [self._lend(*one) for one in (*FILES.items(), *zip(FOLDERS, FOLDERS, strict=True))]
        words = " ".join(f"{key}={shlex.quote(value)}" for key, value in {**with_network, **self.env}.items())
        line = f"cd {shlex.quote(self.place)} && {command}"
        inside = [
            "/usr/bin/env",
            "-i",
            "HOME=/root",
            "DEBIAN_FRONTEND=noninteractive",
            *shlex.split(words),
            "/bin/sh",
            "-c",
            line,
        ]
        try:
            subprocess.run(
                [
                    "unshare",
                    "--mount",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    ENTER,
                    "sh",
                    str(self.folder),
                    *inside,
                ],
                check=True,
            )
        finally:
            for one in added:
                one()

    def copy(self, sources: list[str], to: str, root: Path) -> None:
        """Carry a ``COPY`` line out; ``root`` is what the sources are below."""
        target = self.folder / (to if to.startswith("/") else f"{self.place}/{to}").lstrip("/")
        found = [Path(one) for name in sources for one in sorted(glob.glob(str(root / name.lstrip("/"))))]
        if not found:
            raise SystemExit(f"nothing to copy: {' '.join(sources)}")
        if to.endswith("/"):
            target.mkdir(parents=True, exist_ok=True)
        for one in found:
            into = target / one.name if to.endswith("/") else target
            shutil.copytree(one, into, symlinks=True) if one.is_dir() else shutil.copy2(one, into)

    def _lend(self, name: str, to: str) -> Callable[[], object]:
        source, there = Path(name), self.folder / to.lstrip("/")
        if not source.exists() or there.exists():
            return lambda: None
        there.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, there)
            return lambda: shutil.rmtree(there, ignore_errors=True)
        shutil.copy2(source, there)
        return lambda: there.unlink(missing_ok=True)


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the lines of a Containerfile: word and rest."""
    joined = re.sub(r"\\\n\s*", "", "\n".join(one for one in text.splitlines() if not one.lstrip().startswith("#")))
    return [(one.partition(" ")[0], one.partition(" ")[2].strip()) for one in joined.splitlines() if one.strip()]


def build(base: Path, folder: Path) -> Stage:
    """Carry the Containerfile out; end with a sentence at a word that is not known."""
    stages: dict[str, Stage] = {}
    stage = None
    lines = instructions((HERE / "Containerfile").read_text("utf-8"))
    last = max(place for place, (word, _) in enumerate(lines) if word == "FROM")
    for place, (word, rest) in enumerate(lines):
        if word == "FROM":
            name = "image" if place == last else rest.partition(" AS ")[2]
            stage = stages[name] = Stage(folder / name, base)
        elif word == "ARG":
            continue
        elif stage is None:
            raise SystemExit(f"{word} stands before FROM")
        elif word == "RUN":
            stage.run(rest)
        elif word == "COPY":
            given = rest.split()
            origin = stages[given.pop(0).removeprefix("--from=")].folder if given[0].startswith("--from=") else TREE
            stage.copy(given[:-1], given[-1], origin)
        elif word == "WORKDIR":
            stage.place = rest
            (stage.folder / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif word == "ENV":
            stage.env |= dict(one.split("=", 1) for one in shlex.split(rest))
        elif word not in {"USER", "ENTRYPOINT"}:
            raise SystemExit(f"rootfs.py does not know {word}")
    assert stage is not None
    return stage


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    made = build(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{made.folder}\n")
