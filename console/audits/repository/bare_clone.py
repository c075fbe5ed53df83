"""Bare clones of the repositories that are audited, kept in the cache folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.clone_cache import clone_lock, lenders, note_use, partial_folder
from console.audits.repository.clone_head import renew_head
from console.audits.repository.git_reading import git_output
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.file_lock import held_lock
from console.kernel.git_command import git_failed, git_line
from console.kernel.git_way import asking_environment
from console.kernel.i18n import t
from console.kernel.paths import private_folder
from console.kernel.process_run import run_process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.kernel.clone_login import CloneLogin

CLONE_S = 1800.0
CLONE_BYTES = 8 << 30
_REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
# As many bytes as git takes by itself, said in the clone: unless a repository says it, kingfisher keeps few objects
# unpacked and unpacks the others again and again. Clones from before this was said are only slower.
CLONED = ("--quiet", "--bare", "--no-local", "--template=", "--config=core.deltaBaseCacheLimit=96m")
_MOST_NOTED = 20_000
_NO_HEAD = "find remote ref HEAD"  # it names a branch that is not there, or there is no commit yet
_REMOTE = re.compile(r"(https?|ssh|file)://\S+|[\w.-]+@[\w.-]+:[^\s:][^\s]*")
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class BareClone(NamedTuple):
    """``source`` is what was asked for: a URL, or the folder of a working copy or bare repository."""

    source: str
    folder: Path

    def commit(self, revision: str = "") -> str:
        """Return the full hash of a branch, tag or hash (empty: what HEAD names); raise ``UserError``."""
        return self.commits(revision)[0]

    def commits(self, *revisions: str) -> tuple[str, ...]:
        """Return the full hash of each, asking git once; raise ``UserError`` for the first that there is not."""
        asked = [(one, _names(one)) for one in (each or "HEAD" for each in revisions)]
        told = git_output(
            self.folder, "cat-file", "--batch-check=%(objecttype) %(objectname)",
            stdin="".join(f"{one}^{{commit}}\n" for _, names in asked for one in names).encode(
                "utf-8", "surrogateescape"
            ),
        )  # fmt: skip
        lines = iter(told.decode("utf-8", "surrogateescape").split("\n"))
        return tuple(self._told(one, [next(lines, "") for _ in names]) for one, names in asked)

    def _told(self, revision: str, lines: list[str]) -> str:
        for line in lines:
            kind, _, found = line.partition(" ")
            if kind == "commit" and _HASH.fullmatch(found):
                return found
        raise UserError(
            t("{source} has no branch, tag or commit {name}.", source=self.source, name=repr(revision)),
            t("Name one that exists; an empty repository cannot be audited."),
        )


def _names(revision: str) -> tuple[str, ...]:
    """Return what git may know a revision as; none for what cannot be asked for in a line."""
    return () if "\n" in revision else (f"refs/heads/{revision}", f"refs/tags/{revision}", revision)


def bare_clone(source: str, cache: Path, login: CloneLogin | None = None) -> BareClone:
    """Clone a repository, or bring its clone up to date; raise ``UserError`` or ``ConnectorError``.

    A local folder is read through ``git upload-pack`` as any remote is: its settings and hooks are not followed.
    Only addresses without a password are taken; ``login`` is how to read a repository that not everybody may.
    Objects that another clone has already (of a fork) are shared with it, neither fetched nor kept twice.
    """
    address = clone_address(source)
    environment = login.environment(address) if login is not None else {}
    folder = clone_folder(address, private_folder(cache))
    with held_lock(clone_lock(folder), CLONE_S):
        if is_kept(folder):
            fetch_refs(folder, address, environment)
        else:
            fresh = folder.with_suffix(".part")
            shutil.rmtree(fresh, ignore_errors=True)
            shared = [f"--reference-if-able={one}" for one in lenders(cache, address)]
            clone_git("clone", *CLONED, *shared, "--", address, str(fresh), environment=environment)
            note_paths(fresh)
            fresh.rename(folder)
        note_use(folder)
    return BareClone(source, folder)


def fetch_refs(folder: Path, address: str, environment: Mapping[str, str], promised: Sequence[str] = ()) -> None:
    """Bring branches, tags and HEAD of a kept clone up to date; its lock is held. Raises as ``clone_git`` does.

    ``promised`` are the settings of a clone without all contents.
    """
    for left in folder.glob("objects/pack/tmp_*"):  # by a fetch that was ended in the middle
        with suppress(OSError):  # that of a killed console may still write it, or has just given it its name
            left.unlink()
    fetch = (*promised, "--git-dir", str(folder), "fetch", "--quiet", "--prune", "--no-recurse-submodules", "--force",
             "--write-commit-graph", "origin" if promised else address)  # fmt: skip
    try:
        clone_git(*fetch, "HEAD", *_REFS, environment=environment)
    except ConnectorError as error:
        if _NO_HEAD not in str(error):
            raise
        clone_git(*fetch, *_REFS, environment=environment)
    else:
        renew_head(folder, address, environment)


def note_paths(folder: Path) -> None:
    """Let git note which paths each commit changed: who wrote a file is found four times as fast. Fetches go on so.

    A repository that git cannot do this for is only slower.
    """
    with suppress(ConnectorError, UserError):
        clone_git("--git-dir", str(folder), "commit-graph", "write", "--reachable", "--changed-paths", "--no-progress",
                  f"--max-new-filters={_MOST_NOTED}", environment={})  # fmt: skip


def kept_clone(source: str, cache: Path, *, whole: bool = False) -> BareClone:
    """Return the clone as it was fetched last, without asking anybody; raise ``UserError`` when there is none.

    One that has not all contents of the past will do unless ``whole`` is asked for.
    """
    folder = clone_folder(clone_address(source), cache)
    if is_kept(folder):
        return BareClone(source, folder)
    partial = partial_folder(folder)
    if is_kept(partial) and not whole:
        return BareClone(source, partial)
    if is_kept(partial):
        raise UserError(
            t("The clone of {source} has no contents of earlier commits: no audit read them.", source=source),
            t("Run all audits of the project: that fetches them."),
        )
    raise UserError(
        t("The clone of {source} is no longer kept on this machine.", source=source),
        t("Audit the project again: that fetches it."),
    )


def clone_folder(address: str, cache: Path) -> Path:
    """Return where the whole clone of an address is kept."""
    return cache / f"{sha256(address.encode()).hexdigest()[:24]}.git"


def is_kept(folder: Path) -> bool:
    """Return whether a clone was finished: what is under way has another name."""
    return (folder / "HEAD").is_file()


def clone_address(source: str) -> str:
    """Return an address for git that can be nothing else than an address; raise ``UserError``."""
    if _REMOTE.fullmatch(source):
        if re.match(r"https?://[^/@]*:[^/@]*@", source):
            raise UserError(
                t("The address of a repository must not hold a password."),
                t("Name a connection of the estate, or let git's credential store answer."),
            )
        return source
    folder = Path(source).expanduser()
    if not source or not folder.is_dir():
        raise UserError(
            t("{source} is neither a folder nor the address of a repository.", source=repr(source)),
            t("Name a folder with a Git repository, or an https or ssh address."),
        )
    return _repository_of(folder.resolve()).as_uri()


def _repository_of(folder: Path) -> Path:
    """Return the repository's root at or above a folder."""
    for one in (folder, *folder.parents):
        if (one / ".git").exists() or ((one / "HEAD").is_file() and (one / "objects").is_dir()):
            return one
    raise UserError(
        t("{folder} is in no Git repository.", folder=folder),
        t("Make it one with git init and a commit; what is audited is a commit."),
    )


def clone_git(*arguments: str, environment: Mapping[str, str], stdin: bytes = b"") -> bytes:
    """Run git where it asks a server; return what it said. Raises ``UserError`` or ``ConnectorError``."""
    line = git_line(*arguments)
    if os.name == "posix":  # git's children, too: a pack is one file
        line = ["/bin/sh", "-c", f'ulimit -f {CLONE_BYTES >> 9} 2>/dev/null; exec "$@"', "sh", *line]
    try:
        done = run_process(line, most_s=CLONE_S, env=asking_environment(environment), stdin=stdin)
    except subprocess.TimeoutExpired as error:
        raise ConnectorError(
            ErrorKind.TIMEOUT, t("git took longer than {seconds} s.", seconds=round(CLONE_S))
        ) from error
    if done.returncode != 0 and _is_cut_off(done.stderr):
        raise UserError(
            t("The repository is larger than {size} GB.", size=CLONE_BYTES >> 30),
            t("Audit it on its own with: cell-console audit run FOLDER"),
        )
    if done.returncode != 0:
        command = next((one for one in arguments if one in {"fetch", "clone"}), arguments[0])
        raise git_failed(command, done.stderr)
    return done.stderr


def _is_cut_off(stderr: bytes) -> bool:
    """Return whether git's own child was ended while it wrote: nothing was wrong with what came over the wire."""
    return b"invalid index-pack output" in stderr and b"early EOF" not in stderr and b"disconnect" not in stderr
