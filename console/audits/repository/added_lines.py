"""Which lines a commit has that an earlier one had not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.git_reading import git_output

if TYPE_CHECKING:
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
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def lines_since_baseline(checkout: Checkout) -> dict[str, frozenset[int]]:
    """Return the lines added since the baseline, by path; without a baseline nothing counts as added."""
    return _changed(checkout)[0]


def names_since_baseline(checkout: Checkout) -> frozenset[str]:
    """Return the names of functions and classes whose first lines were changed, moved or taken out: none is new."""
    return _changed(checkout)[1]


def defined_name(line: str) -> str:
    """Return what a line defines; empty: neither function nor class."""
    match = _DEFINED.match(f"-{line}")
    return _name(match) if match is not None else ""


def _name(match: re.Match[str]) -> str:
    return next(one for one in match.groups() if one)


def _changed(checkout: Checkout) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    if not checkout.baseline:
        return {}, frozenset()
    return checkout.once("added", lambda: _read(checkout.repository, checkout.baseline, checkout.commit))


def _read(repository: Path, baseline: str, commit: str) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    difference = _difference(repository, baseline, commit)
    return parse_added(difference), frozenset(map(_name, _DEFINED.finditer(difference)))


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
