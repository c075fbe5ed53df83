"""A sketch of a repository: the names of its newest files, without their contents and without its history."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.bare_clone import clone_address
from console.audits.repository.git_reading import git_output
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.git_command import git_failed, git_line
from console.kernel.git_way import asking_environment
from console.kernel.i18n import t
from console.kernel.process_run import run_process

if TYPE_CHECKING:
    from console.kernel.clone_login import CloneLogin

SKETCH_S = 120.0
_MOST_FILES = 200_000


class TreeSketch(NamedTuple):
    """``branch`` is what HEAD named, ``is_cut`` tells that there are more files than are listed.

    ``committed_s`` is when the commit was made, in unix seconds.
    """

    branch: str
    commit: str
    files: tuple[str, ...]
    committed_s: float
    is_cut: bool = False


def tree_sketch(source: str, login: CloneLogin | None = None, *, branch: str = "") -> TreeSketch:
    """Return what the newest commit of a branch (default: HEAD's) tracks; raise ``UserError`` or ``ConnectorError``.

    One commit without its blobs is fetched where the server can filter, else with them: a few kilobytes for what would
    be hundreds of megabytes. Blocks for at most two minutes.
    """
    address = clone_address(source)
    environment = asking_environment(login.environment(address) if login is not None else {})
    with tempfile.TemporaryDirectory(prefix="cell-console-sketch-") as folder:
        bare = Path(folder) / "sketch.git"
        chosen = ["--branch", branch] if branch else []
        line = git_line(
            "clone", "--quiet", "--bare", "--no-local", "--template=", "--depth=1", "--single-branch", "--no-tags",
            "--filter=blob:none", *chosen, "--", address, str(bare),
        )  # fmt: skip
        _run(line, environment)
        return _read(bare, source)


def _run(line: list[str], environment: dict[str, str]) -> None:
    try:
        done = run_process(line, most_s=SKETCH_S, env=environment)
    except subprocess.TimeoutExpired as error:
        raise ConnectorError(
            ErrorKind.TIMEOUT, t("git took longer than {seconds} s.", seconds=round(SKETCH_S))
        ) from error
    if done.returncode != 0:
        raise git_failed("clone", done.stderr)


def _read(bare: Path, source: str) -> TreeSketch:
    try:
        commit = git_output(bare, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
    except ConnectorError:
        raise UserError(
            t("{source} is empty.", source=source), t("An audit needs a commit: push one, then try again.")
        ) from None
    branch = git_output(bare, "rev-parse", "--abbrev-ref", "HEAD").decode("utf-8", "replace").strip()
    listed = git_output(bare, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    names = [os.fsdecode(one) for one in listed.split(b"\0") if one]
    committed_s = float(git_output(bare, "log", "-1", "--format=%ct", commit) or 0)
    return TreeSketch(branch, commit, tuple(names[:_MOST_FILES]), committed_s, len(names) > _MOST_FILES)
