"""Which lines a commit has that an earlier one had not."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.git_reading import git_output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_HUNK = re.compile(r"@@ -\d+(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_DEFINED = re.compile(
    r"^-[ \t]*(?:(?:export|default|pub|pub\([a-z]+\)|async|abstract|unsafe|static|final|const(?= fn| unsafe)) )*"
    r"(?:(?:def|class|func|fn|function\*?|const|struct|enum|trait|type|interface|record) (?:\([^)\n]*\) )?(\w+)"
    r"|(?:public|protected) [^=;(\n]*?(\w+)\("
    r"|(?!(?:if|for|while|switch|catch|return)\b)([a-z$]\w*)(?:<[^>(\n]*>)?\([^;\n]*\{[ \t]*$)",
    re.M,
)
_MARKS = ("TODO", "FIXME", "XXX", "HACK", "todo", "fixme", "cover", "Cover", "ignore", "disable", "EXCL_", "tarpaulin")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


class _Change(NamedTuple):
    """``defined`` are names whose first lines went; ``marked`` counts the lines with a note or a mark that went."""

    added: dict[str, frozenset[int]]
    defined: frozenset[str]
    marked: Counter[str]


def lines_since_baseline(checkout: Checkout) -> dict[str, frozenset[int]]:
    """Return the lines added since the baseline, by path; without a baseline nothing counts as added."""
    return _changed(checkout).added


def names_since_baseline(checkout: Checkout) -> frozenset[str]:
    """Return the names of functions and classes whose first lines were changed, moved or taken out: none is new."""
    return _changed(checkout).defined


def not_moved(checkout: Checkout, marked: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield those of some added lines, each with a note or a mark, that were not just taken out elsewhere."""
    gone = _changed(checkout).marked.copy()
    for path, number in marked:
        text = checkout.line(path, number).strip()
        if gone[text] > 0:
            gone[text] -= 1
        else:
            yield path, number


def defined_name(line: str) -> str:
    """Return what a line defines; empty: neither function nor class."""
    match = _DEFINED.match(f"-{line}")
    return _name(match) if match is not None else ""


def _name(match: re.Match[str]) -> str:
    return next(one for one in match.groups() if one)


def _changed(checkout: Checkout) -> _Change:
    if not checkout.baseline:
        return _Change({}, frozenset(), Counter())
    return checkout.once("added", lambda: _read(checkout.repository, checkout.baseline, checkout.commit))


def _read(repository: Path, baseline: str, commit: str) -> _Change:
    difference = _difference(repository, baseline, commit)
    defined = frozenset(map(_name, _DEFINED.finditer(difference)))
    return _Change(parse_added(difference), defined, Counter(_marked(difference)))


def _marked(difference: str) -> Iterator[str]:
    """Yield the lines with a note or a mark that went; to look for each word alone is ten times as fast."""
    places: set[tuple[int, int]] = set()
    for word in _MARKS:
        at = difference.find(word)
        while at >= 0:
            start, end = difference.rfind("\n", 0, at) + 1, difference.find("\n", at)
            end = end if end >= 0 else len(difference)
            if difference[start] == "-":
                places.add((start + 1, end))
            at = difference.find(word, end)
    for start, end in places:
        yield difference[start:end].strip()


def _difference(repository: Path, baseline: str, commit: str) -> str:
    output = git_output(
        repository, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "-M", "--no-prefix",
        "--end-of-options", baseline, commit,
    )  # fmt: skip
    return output.decode("utf-8", "surrogateescape")


def parse_added(difference: str) -> dict[str, frozenset[int]]:
    """Return the added lines of a unified difference without context; what lines hold is skipped by their count."""
    found: dict[str, set[int]] = {}
    path, skip, number = "", 0, 0
    for line in difference.split("\n"):
        hunk = _HUNK.match(line) if skip == 0 else None
        if skip > 0:
            skip -= 0 if line.startswith("\\") else 1
            if line.startswith("+"):
                found.setdefault(path, set()).add(number)
                number += 1
        elif hunk is not None:
            skip, number = int(hunk[1] or 1) + int(hunk[3] or 1), int(hunk[2])
        elif line.startswith("+++ "):
            path = _unquoted(line[4:].rstrip("\t"))
    return {path: frozenset(lines) for path, lines in found.items() if lines and path != "/dev/null"}


def _unquoted(name: str) -> str:
    """Return a path as it is; git quotes those with control characters, quotes and backslashes."""
    if not (name.startswith('"') and name.endswith('"')):
        return name
    return re.sub(r"\\([ntr\"\\]|[0-7]{3})", lambda m: _ESCAPES.get(m[1]) or chr(int(m[1], 8)), name[1:-1])
