"""How many lines commits added and took away, spaces left out of account."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.git_reading import git_output

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
    output = git_output(
        checkout.repository, "log", f"--max-count={most}", "--no-merges", "--format=%x01%H%x02", "-z", "--numstat",
        "-M", "-w", "--ignore-blank-lines", "--no-ext-diff", "--no-textconv", "--no-color",
        "--end-of-options", checkout.commit,
    )  # fmt: skip
    found = {}
    for part in output.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        commit, _, rows = part.partition("\x02")
        found[commit] = tuple(_counts(rows))
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
