"""Which lines a commit has that an earlier one had not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.git_reading import git_output

if TYPE_CHECKING:
    from pathlib import Path

    from console.audits.repository.checkout import Checkout

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def lines_since_baseline(checkout: Checkout) -> dict[str, frozenset[int]]:
    """Return the lines added since the baseline, by path; without a baseline nothing counts as added."""
    if not checkout.baseline:
        return {}
    return checkout.once("added", lambda: added_lines(checkout.repository, checkout.baseline, checkout.commit))


def added_lines(repository: Path, baseline: str, commit: str) -> dict[str, frozenset[int]]:
    """Return the numbers of added or changed lines by path; raise ``ConnectorError`` when git fails."""
    output = git_output(
        repository, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "-M", "--no-prefix",
        "--end-of-options", baseline, commit,
    )  # fmt: skip
    return parse_added(output.decode("utf-8", "surrogateescape"))


def parse_added(difference: str) -> dict[str, frozenset[int]]:
    """Return the added lines of a unified difference without context; what lines hold is skipped by their count."""
    found: dict[str, set[int]] = {}
    path, skip = "", 0
    for line in difference.split("\n"):
        hunk = _HUNK.match(line) if skip == 0 else None
        if skip > 0:
            skip -= 0 if line.startswith("\\") else 1
        elif hunk is not None:
            gone, start, come = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            found.setdefault(path, set()).update(range(start, start + come))
            skip = gone + come
        elif line.startswith("+++ "):
            path = _unquoted(line[4:].rstrip("\t"))
    return {path: frozenset(lines) for path, lines in found.items() if lines and path != "/dev/null"}


def _unquoted(name: str) -> str:
    """Return a path as it is; git quotes those with control characters, quotes and backslashes."""
    if not (name.startswith('"') and name.endswith('"')):
        return name
    return re.sub(r"\\([ntr\"\\]|[0-7]{3})", lambda m: _ESCAPES.get(m[1]) or chr(int(m[1], 8)), name[1:-1])
