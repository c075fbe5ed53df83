"""A plain list of repositories: one address per line, or CSV whose head names the columns."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MOST_ENTRIES = 5000
_MOST_BYTES = 1 << 20
_COLUMNS = ("url", "key", "team", "branch")
_KEY = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


class ListedRepository(NamedTuple):
    """``url`` is as it was written; what is empty was not said."""

    url: str
    key: str = ""
    team: str = ""
    branch: str = ""


def read_list(file: Path) -> tuple[ListedRepository, ...]:
    """Return the repositories that a file names, each address once; raise ``UserError``.

    ``#`` begins a comment. A first line with the word ``url`` among its columns makes it CSV; the other columns that
    are looked at are key, team and branch.
    """
    try:
        raw = read_regular(file, _MOST_BYTES)
    except OSError as error:
        raise UserError(
            t("{file} cannot be read: {error}.", file=file.name, error=error.strerror or ""), t("Check its path.")
        ) from error
    if len(raw) > _MOST_BYTES:
        raise UserError(t("{file} is larger than 1 MB.", file=file.name), t("Split it into several lists."))
    return _found(raw.decode("utf-8-sig", "replace"), file.name)


def _found(text: str, name: str) -> tuple[ListedRepository, ...]:
    lines = [line for line in map(_uncommented, text.splitlines()) if line.strip()]
    entries = _table(lines) if lines and _is_head(lines[0]) else (ListedRepository(one.strip()) for one in lines)
    first: dict[str, ListedRepository] = {}
    for one in entries:
        if one.url:
            first.setdefault(one.url, one)
    found = tuple(first.values())
    if not found:
        raise UserError(t("{file} names no repository.", file=name), t("Write one address or folder per line."))
    if len(found) > MOST_ENTRIES:
        raise UserError(
            t("{file} names more than {count} repositories.", file=name, count=MOST_ENTRIES),
            t("Split it into several lists."),
        )
    return found


def _uncommented(line: str) -> str:
    return re.sub(r"(^|\s)#.*", "", line).rstrip("\r\n ")


def _is_head(line: str) -> bool:
    return "url" in [word.strip().strip('"').lower() for word in re.split(r"[,;\t]", line)]


def _table(lines: Iterable[str]) -> Iterator[ListedRepository]:
    text = "\n".join(lines)
    mark = next((one for one in ",;\t" if one in text.partition("\n")[0]), ",")
    for row in csv.DictReader(io.StringIO(text), delimiter=mark, strict=False):
        yield _entry({(name or "").strip().lower(): value for name, value in row.items() if isinstance(value, str)})


def _entry(row: Mapping[str, str]) -> ListedRepository:
    url, key, team, branch = (row.get(one, "").strip() for one in _COLUMNS)
    return ListedRepository(url, key if _KEY.fullmatch(key) else "", team, branch)
