"""Codespell over documents and comments: common misspellings, its settings and word lists of the project ignored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.path_class import PathClass
from console.audits.tools.tool_run import run_tool, tool_failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_LINE = re.compile(r"^\./(?P<path>.+):(?P<line>\d+): (?P<word>\S+) ==> (?P<better>.+)$")
_MOST = 400


class Misspelling(NamedTuple):
    """``better`` are the words that are meant, separated by commas."""

    path: str
    line: int
    word: str
    better: str


def misspellings(checkout: Checkout) -> tuple[Misspelling, ...]:
    """Return the misspellings; raise ``ConnectorError`` when codespell fails."""
    return checkout.once("codespell", lambda: tuple(_run(checkout)))


def _run(checkout: Checkout) -> Iterator[Misspelling]:
    paths = [one for one in checkout.of(PathClass.DOCUMENT, PathClass.SOURCE, PathClass.TEST) if "\n" not in one]
    wanted = set(paths)
    named = [f"./{one}" for one in paths] if len(paths) <= _MOST else ["."]
    if not named:
        return
    answer = run_tool(
        "codespell",
        ["--quiet-level=35", "--check-hidden", "--config=/dev/null", "--toml=/dev/null", "--", *named],
        checkout.folder,
    )
    if answer.code not in {0, 65}:
        raise tool_failed("codespell", answer)
    for line in answer.output.decode("utf-8", "surrogateescape").splitlines():
        match = _LINE.match(line)
        if match is not None and match["path"] in wanted:
            yield Misspelling(match["path"], int(match["line"]), match["word"], match["better"])
