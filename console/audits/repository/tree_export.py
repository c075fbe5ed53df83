"""Writing the files of a commit into an empty folder, where programs may look at them: links and tricks left out."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.git_command import git_environment, git_failed, git_line
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import IO

    from console.audits.repository.tracked_file import TrackedFile

MOST_FILE_BYTES = 5 << 20
MOST_TREE_BYTES = 2 << 30
MOST_FILES = 200_000
_MOST_PATH = 1024
_MOST_NAME = 255


class LeftOut(NamedTuple):
    """A file that is not looked into, and why, in a few words."""

    path: str
    why: str


class TreeExport(NamedTuple):
    """What may be written (``files``), and what not."""

    files: tuple[TrackedFile, ...]
    left_out: tuple[LeftOut, ...]


def sorted_out(files: Iterable[TrackedFile]) -> TreeExport:
    """Return which files of a commit may be written; the others are named.

    Nothing outside a folder can be written: links, submodules, ``..``, ``.git`` and names that differ only in case
    from an earlier one (they would overwrite it elsewhere) are left out.
    """
    taken: list[TrackedFile] = []
    left: list[LeftOut] = []
    total = 0
    seen: set[str] = set()
    for one in files:
        why = _objection(one, seen, len(taken), total)
        if why:
            left.append(LeftOut(one.path, why))
            continue
        seen.add(one.path.casefold())
        total += one.size
        taken.append(one)
    return TreeExport(tuple(taken), tuple(left))


def export_tree(repository: Path, files: Sequence[TrackedFile], folder: Path) -> None:
    """Write files that were sorted out into ``folder``, where none of them is yet; raise ``ConnectorError``."""
    with subprocess.Popen(
        git_line("--git-dir", str(repository), "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=git_environment(),
    ) as process:
        _copy(process, files, folder)
        trouble = process.stderr.read() if process.stderr is not None else b""
    if process.returncode != 0:
        raise git_failed("cat-file", trouble)


def _objection(one: TrackedFile, seen: set[str], count: int, total: int) -> str:
    if not one.is_regular:
        return t("a link or a submodule")
    if not _is_safe(one.path):
        return t("a name that no folder should hold")
    if one.path.casefold() in seen:
        return t("another file has the same name in other letters")
    if one.size > MOST_FILE_BYTES:
        return t("larger than {size} MB", size=MOST_FILE_BYTES >> 20)
    if count >= MOST_FILES or total + one.size > MOST_TREE_BYTES:
        return t("the repository has more than is looked into")
    return ""


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    if not path or path.startswith("/") or len(os.fsencode(path)) > _MOST_PATH or "\\" in path or "\0" in path:
        return False
    return all(
        part and part not in {".", ".."} and part.casefold() != ".git" and len(os.fsencode(part)) <= _MOST_NAME
        for part in parts
    )


def _copy(process: subprocess.Popen[bytes], files: Sequence[TrackedFile], folder: Path) -> None:
    """Ask for a bounded number at a time, so that neither pipe can fill while the other waits."""
    asked, answers = process.stdin, process.stdout
    if asked is None or answers is None:
        return
    folders: set[str] = set()
    for start in range(0, len(files), 200):
        part = files[start : start + 200]
        asked.write("".join(f"{one.object_id}\n" for one in part).encode())
        asked.flush()
        for one in part:
            _write(answers, one, folder, folders)
    asked.close()


def _write(answers: IO[bytes], file: TrackedFile, folder: Path, folders: set[str]) -> None:
    head = answers.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        raise git_failed("cat-file", b"missing object " + file.object_id.encode())
    content = answers.read(int(head[2]))
    answers.read(1)
    parent, _, _ = file.path.rpartition("/")
    if parent not in folders:
        os.makedirs(folder / parent, exist_ok=True)
        folders.add(parent)
    descriptor = os.open(folder / file.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(content)
