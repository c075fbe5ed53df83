"""Texts of other commits than the checkout's, read by their object ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.repository.git_reading import git_output
from console.audits.repository.tracked_file import TrackedFile, parse_tree
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from console.audits.repository.kept_place import KeptPlace

_AT_ONCE = 500


def files_at(repository: Path, commit: str, paths: Collection[str] = ()) -> tuple[TrackedFile, ...]:
    """Return the files that a commit tracks, all or those at some paths; raise ``ConnectorError``."""
    asked = ("--", *(f":(literal){one}" for one in paths)) if paths else ()
    return parse_tree(git_output(repository, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, *asked))


def files_before(checkout: KeptPlace) -> tuple[TrackedFile, ...]:
    """Return the files that the baseline of a checkout tracks, read once; raise ``ConnectorError``."""
    return checkout.once("files-before", lambda: files_at(checkout.repository, checkout.baseline))


def blob_texts(repository: Path, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield id and text of each blob, empty for what is binary; raise ``ConnectorError`` when one is missing."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        output = git_output(repository, "cat-file", "--batch", stdin="".join(f"{one}\n" for one in part).encode())
        yield from _texts(output, part)


def _texts(output: bytes, ids: list[str]) -> Iterator[tuple[str, str]]:
    place = 0
    for one in ids:
        end = output.find(b"\n", place)
        head = output[place:end].split() if end >= 0 else []
        if len(head) != 3 or head[1] != b"blob":
            raise ConnectorError(ErrorKind.PROTOCOL, t("The object {id} is missing in the clone.", id=one[:12]))
        content = output[end + 1 : end + 1 + int(head[2])]
        place = end + 2 + int(head[2])
        yield one, "" if b"\0" in content[:8000] else content.decode("utf-8-sig", "replace")
