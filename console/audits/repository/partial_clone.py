"""Clones without what no rule of an order reads: of contents only those of the audited commits, and of moved files."""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from typing import TYPE_CHECKING

from console.audits.repository.bare_clone import (
    CLONE_S,
    CLONED,
    BareClone,
    bare_clone,
    clone_address,
    clone_folder,
    clone_git,
    fetch_refs,
    is_kept,
    note_paths,
)
from console.audits.repository.clone_cache import clone_lock, is_partial, lenders, note_use, partial_folder
from console.audits.repository.git_reading import git_output
from console.audits.repository.past_contents import PastContents
from console.audits.repository.tracked_file import MODULE_MODE
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.file_lock import held_lock
from console.kernel.i18n import t
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from console.kernel.clone_login import CloneLogin

_LOG = logging.getLogger(__name__)
# Said to git while it fetches, never written into the clone: whoever reads it later misses what is not there, and asks
# nobody for it.
_PROMISED = ("-c", "remote.origin.promisor=true", "-c", "remote.origin.partialCloneFilter=blob:none")
_IGNORED = b"filtering not recognized by server"


def clone_for(
    source: str, cache: Path, revisions: Sequence[str], past: PastContents, login: CloneLogin | None = None
) -> BareClone:
    """Clone or update what rules read of some commits; raises as ``bare_clone`` and ``commit`` do.

    A clone that is whole stays whole, and what reads the past wants one. Else contents come in one request, those of
    the revisions (empty: what HEAD names) and what ``past`` tells. A server that cannot do so gives everything.
    """
    address = clone_address(source)
    whole = clone_folder(address, private_folder(cache))
    if past is PastContents.ALL or is_kept(whole):
        return bare_clone(source, cache, login)
    environment = login.environment(address) if login is not None else {}
    try:
        with held_lock(clone_lock(whole), CLONE_S):
            clone = BareClone(source, _fetched(address, whole, environment))
            commits = [clone.commit(one) for one in revisions]
            if is_partial(clone.folder):
                _complete(clone.folder, commits, past, environment)
            note_use(clone.folder)
            return clone
    except ConnectorError as error:
        if error.kind is not ErrorKind.PROTOCOL:
            raise
        _LOG.info("%s is cloned whole: %s", address, error)
    return bare_clone(source, cache, login)


def _fetched(address: str, whole: Path, environment: Mapping[str, str]) -> Path:
    """Return the folder of an up-to-date clone without contents, or of a whole one from a server that filters none."""
    folder = partial_folder(whole)
    private_folder(folder.parent)
    if is_kept(folder):
        fetch_refs(folder, address, environment, _PROMISED)
        return folder
    fresh = folder.with_suffix(".part")
    shutil.rmtree(fresh, ignore_errors=True)
    shared = [f"--reference-if-able={one}" for one in lenders(whole.parent, address)]
    told = clone_git(*_PROMISED, "clone", *CLONED, "--filter=blob:none", *shared, "--", address, str(fresh),
                     environment=environment)  # fmt: skip
    if _IGNORED in told:
        _hold_to_be_whole(fresh)
        folder = whole
    note_paths(fresh)
    fresh.rename(folder)
    return folder


def _hold_to_be_whole(folder: Path) -> None:
    """Take a clone for a whole one when nothing is missing in it; raise ``ConnectorError``."""
    for one in (folder / "objects" / "pack").glob("*.promisor"):
        one.unlink()
    git_output(folder, "rev-list", "--objects", "--all", "--quiet", most_s=CLONE_S)


def _complete(folder: Path, commits: Sequence[str], past: PastContents, environment: Mapping[str, str]) -> None:
    """Fetch in one request what is missing of the contents that are read; raise ``ConnectorError``."""
    wanted = set(_in_trees(folder, commits))
    if past is not PastContents.NONE:
        wanted |= _moved(folder, commits) | _with_tests_inside(folder, commits)
    missing = _missing(folder, wanted)
    if not missing:
        return
    clone_git(*_PROMISED, "-c", "fetch.negotiationAlgorithm=noop", "--git-dir", str(folder), "fetch", "--quiet",
              "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--stdin", "origin",
              environment=environment, stdin=_lines(missing))  # fmt: skip
    if still := _missing(folder, missing):
        raise ConnectorError(ErrorKind.PROTOCOL, t("The object {id} is missing in the clone.", id=min(still)[:12]))


def _in_trees(folder: Path, commits: Sequence[str]) -> Iterator[str]:
    """Yield the contents that the trees of commits name and the clone does not have."""
    told = git_output(folder, "rev-list", "--objects", "--no-walk", "--missing=print", "--end-of-options", *commits)
    return (line[1:].decode() for line in told.splitlines() if line.startswith(b"?"))


def _moved(folder: Path, commits: Sequence[str]) -> set[str]:
    """Return at least the contents that git compares to find renames in what leads to some commits.

    Those are of the files that one commit removes and adds, but for what it only calls otherwise.
    """
    told = git_output(
        folder, "log", "--raw", "-z", "--no-renames", "--no-abbrev", "--diff-filter=AD", "--format=%H",
        "--end-of-options", *commits,
    )  # fmt: skip
    found: set[str] = set()
    for gone, come in _changed(told):
        if gone and come:
            found.update(one.decode() for one in (*gone, *come) if gone[one] != come[one])
    return found


def _with_tests_inside(folder: Path, commits: Sequence[str]) -> set[str]:
    """Return the contents of Rust, where there is any, before and after each change: some of their lines are tests."""
    names = (git_output(folder, "ls-tree", "-r", "-z", "--name-only", one) for one in commits)
    if not any(b".rs\0" in one for one in names):
        return set()
    told = git_output(
        folder, "log", "--raw", "-z", "--no-renames", "--no-abbrev", "--full-history", "--diff-filter=AM",
        "--format=%H", "--end-of-options", *commits, "--", "*.rs",
    )  # fmt: skip
    return {one.decode() for change in _changed(told) for side in change for one in side}


def _changed(told: bytes) -> Iterator[tuple[Counter[bytes], Counter[bytes]]]:
    """Yield for each commit which contents went and which came; submodules have none."""
    gone: Counter[bytes] = Counter()
    come: Counter[bytes] = Counter()
    words = iter(told.split(b"\0"))
    for word in words:
        head = word.lstrip(b"\n")
        if not head.startswith(b":"):
            yield gone, come
            gone, come = Counter(), Counter()
            continue
        next(words, b"")  # the path: it may look like anything
        mode, later_mode, old, new, letter = head[1:].split()
        if MODULE_MODE not in {int(mode, 8), int(later_mode, 8)}:
            gone.update([old] if letter != b"A" else [])
            come.update([new] if letter != b"D" else [])
    yield gone, come


def _missing(folder: Path, ids: Iterable[str]) -> set[str]:
    told = git_output(folder, "cat-file", "--batch-check=%(objectname)", stdin=_lines(ids))
    return {line.split()[0].decode() for line in told.splitlines() if line.endswith(b" missing")}


def _lines(ids: Iterable[str]) -> bytes:
    return "".join(f"{one}\n" for one in sorted(ids)).encode()
