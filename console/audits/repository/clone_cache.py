"""The folder of bare clones, kept within bounds: forks share objects, and what nobody used for long goes first."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.file_lock import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 20 << 30
KEPT_S = 86_400.0
"""A clone that was used within a day stays, however large the folder is: a fleet may have tasks waiting for it."""
_MOST_LENDERS = 3
_URL = re.compile(r"^\s*url\s*=\s*(\S+)\s*$", re.MULTILINE)
_PARTIAL = "partial"
_ALTERNATES = ("objects", "info", "alternates")


class _Kept(NamedTuple):
    folder: Path
    used_s: float
    size: int


def clone_lock(folder: Path) -> Path:
    """Return the lock of all clones of one address."""
    return (folder.parent.parent if is_partial(folder) else folder.parent) / f"{folder.stem}.lock"


def partial_folder(folder: Path) -> Path:
    """Return where the clone without contents of the past is kept, of the same name as the whole one."""
    return folder.parent / _PARTIAL / folder.name


def is_partial(folder: Path) -> bool:
    """Return whether a clone has not all contents: that follows from where it is, so no file can tell it wrongly."""
    return folder.parent.name == _PARTIAL


def note_use(folder: Path) -> None:
    """Remember that a clone is used now."""
    os.utime(folder)


def lenders(cache: Path, address: str) -> tuple[Path, ...]:
    """Return clones of repositories of the same name on the same host, whose objects a clone may share: forks.

    Only of the same host, because a repository could name objects that it does not have but a lender does. Clones
    without all contents lend nothing: a server would leave out what they only name.
    """
    wanted = _place(address)
    found = [one for one in _whole(cache) if _place(_address(one)) == wanted][:_MOST_LENDERS]
    for one in found:
        note_use(one)
    return tuple(found)


def evict_clones(cache: Path, now_s: float, most_bytes: int = MOST_BYTES) -> int:
    """Remove the clones that were not used for longest until the rest is within ``most_bytes``; return how many.

    Those of the last day, those that are being fetched, and those that lend objects to others stay; a partial one
    beside a whole one goes in any case, and so does what a killed console left half made or half removed. Blocks.
    """
    being_made = [one for one in _unfinished(cache) if not _swept(one)]
    kept = sorted(filter(None, map(_kept, _clones(cache))), key=lambda one: one.used_s)
    size, count = sum(one.size for one in kept) + sum(map(_size, being_made)), 0
    for one in kept:
        if now_s - one.used_s < KEPT_S:
            break
        is_wanted = size <= most_bytes and not (is_partial(one.folder) and (cache / one.folder.name).is_dir())
        if not is_wanted and _removed(one, cache):
            size, count = size - one.size, count + 1
    return count


def _removed(kept: _Kept, cache: Path) -> bool:
    """Remove a clone unless somebody holds it, borrows from it, or has used it since it was looked at."""
    folder = kept.folder
    with _held(folder) as is_held:
        if not is_held or _is_used(kept):
            return False
        if any(str(folder) in _borrowed(one) for one in _clones(cache) if one != folder):
            return False
        gone = folder.with_suffix(".gone")
        shutil.rmtree(gone, ignore_errors=True)
        try:
            folder.rename(gone)
        except OSError:  # it is gone, or may not be touched
            return False
        shutil.rmtree(gone, ignore_errors=True)
        return True


def _is_used(kept: _Kept) -> bool:
    try:
        return kept.folder.stat().st_mtime != kept.used_s
    except OSError:
        return True


def _swept(folder: Path) -> bool:
    """Remove what is neither kept nor being made; return whether it was that."""
    with _held(folder) as is_held:
        if is_held:
            shutil.rmtree(folder, ignore_errors=True)
        return is_held


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a clone's lock while inside, and tell whether it is held: not while another fetches."""
    lock = FileLock(clone_lock(folder))
    is_held = False
    with suppress(OSError):
        is_held = lock.try_hold()
    try:
        yield is_held
    finally:
        lock.release()


def _unfinished(cache: Path) -> list[Path]:
    return [one for place in (cache, cache / _PARTIAL) for end in ("part", "gone") for one in place.glob(f"*.{end}")]


def _clones(cache: Path) -> list[Path]:
    return [*_whole(cache), *(sorted((cache / _PARTIAL).glob("*.git")) if cache.is_dir() else [])]


def _whole(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.git")) if cache.is_dir() else []


def _kept(folder: Path) -> _Kept | None:
    """Return nothing for one that has just been removed."""
    try:
        return _Kept(folder, folder.stat().st_mtime, _size(folder))
    except OSError:
        return None


def _size(folder: Path) -> int:
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # a fetch has just given it its name
                size += (Path(place) / name).lstat().st_size
    return size


def _borrowed(folder: Path) -> str:
    try:
        return folder.joinpath(*_ALTERNATES).read_text("utf-8", "replace")
    except OSError:
        return ""


def _address(folder: Path) -> str:
    try:
        found = _URL.search((folder / "config").read_text("utf-8", "replace"))
    except OSError:
        return ""
    return found[1] if found is not None else ""


def _place(address: str) -> tuple[str, str]:
    """Return host and last part of an address, without what git does not mind."""
    host, _, path = address.partition("://")[2].partition("/") if "://" in address else address.partition(":")
    name = path.rstrip("/").removesuffix("/.git").removesuffix(".git").rpartition("/")[2]
    return host.rpartition("@")[2].lower(), name.lower()
