"""How many lines commits added and took away, spaces left out of account."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.content_book import ContentBook
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import history_of

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout


class LineCount(NamedTuple):
    """Of one file in one commit; binary files count nothing."""

    path: str
    added: int
    removed: int


def line_counts(checkout: Checkout, most: int) -> dict[str, tuple[LineCount, ...]]:
    """Return the counts of the newest commits by their ids, renames followed; raise ``ConnectorError``."""
    return checkout.once(f"line-counts-{most}", lambda: _read(checkout, most))


def _read(checkout: Checkout, most: int) -> dict[str, tuple[LineCount, ...]]:
    ids = [one.id for one in history_of(checkout) if not one.is_merge][:most]
    book = ContentBook(checkout, "line-counts", dict.fromkeys(ids, ""), tuple[LineCount, ...])
    return book.whole(_counted(checkout, book.missing) if book.missing else {}, ())


def _counted(checkout: Checkout, commits: tuple[str, ...]) -> dict[str, tuple[LineCount, ...]]:
    mark = token_hex(16)
    output = git_output(
        checkout.repository, "log", "--no-walk=unsorted", "--stdin", f"--format={mark}%H", "-z", "--numstat",
        "-M", "-w", "--ignore-blank-lines", "--no-ext-diff", "--no-textconv", "--no-color",
        stdin="".join(f"{one}\n" for one in commits).encode(),
    )  # fmt: skip
    found = {}
    for part in output.decode("utf-8", "surrogateescape").split(mark)[1:]:
        commit, _, rows = part.partition("\0")
        found[commit.strip()] = tuple(_counts(rows))
    return found


def _counts(rows: str) -> list[LineCount]:
    words = iter(rows.split("\0"))
    found = []
    for word in words:
        fields = word.strip("\n").split("\t")
        if len(fields) != 3:
            continue
        added, removed, path = fields
        if not path:  # a rename: the old and the new name follow
            next(words, "")
            path = next(words, "")
        if added.isdigit() and removed.isdigit():
            found.append(LineCount(path, int(added), int(removed)))
    return found
