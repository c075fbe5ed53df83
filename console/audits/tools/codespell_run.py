"""Codespell over documents and comments: common misspellings, its settings and word lists of the project ignored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import PathClass, is_measured_code, path_class
from console.audits.repository.tree_export import MOST_FILE_BYTES
from console.audits.tools.tool_reading import ToolReading
from console.audits.tools.tool_run import RunningTool, ToolAnswer, begin_tool, tool_failed
from console.audits.tools.word_list import listed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.content_book import ContentBook

_LINE = re.compile(r"^\./(?P<path>.+):(?P<line>[0-9]{1,9}): (?P<word>\S+) ==> (?P<better>.+)$")
_MOST = 400
_FEW = 50
"""So few files are looked through for words of its lists first: to load these takes it longer than to read."""


class Misspelling(NamedTuple):
    """``better`` are the words that are meant, separated by commas."""

    path: str
    line: int
    word: str
    better: str


def misspellings(checkout: Checkout) -> tuple[Misspelling, ...]:
    """Return the misspellings; raise ``ConnectorError`` when codespell fails."""
    return CODESPELL.read(checkout)


def spelled_book(checkout: Checkout) -> ContentBook[tuple[Misspelling, ...]]:
    """Return what is known of the texts of a checkout."""
    known = checkout.of(PathClass.DOCUMENT, PathClass.SOURCE, PathClass.TEST)
    read = (one for one in known if path_class(one) is PathClass.DOCUMENT or is_measured_code(one))
    paths = [one for one in read if "\n" not in one]
    return file_book(checkout, "codespell", paths, tuple[Misspelling, ...])


def _begin(checkout: Checkout) -> Callable[[], tuple[Misspelling, ...]]:
    book = spelled_book(checkout)
    running = _started(checkout, book.missing) if book.missing else None

    def found() -> tuple[Misspelling, ...]:
        made = misspellings_by_file(running.answer()) if running is not None else {}
        return tuple(one for rows in book.whole(made, ()).values() for one in rows)

    return found


CODESPELL = ToolReading("codespell", _begin)


def _started(checkout: Checkout, paths: tuple[str, ...]) -> RunningTool | None:
    folder = checkout.folder_with(paths)
    if len(paths) > _FEW:
        return begin_codespell(folder, *([f"./{one}" for one in paths] if len(paths) <= _MOST else ["."]))
    try:
        listed = {one: lines for one in paths if (lines := listed_words(checkout.content(one, MOST_FILE_BYTES)))}
    except LookupError:
        return begin_codespell(folder, *(f"./{one}" for one in paths))
    words = tuple(one for lines in listed.values() for one in lines)
    return begin_codespell(folder, *(f"./{one}" for one in listed), words=words) if listed else None


def begin_codespell(folder: Path, *named: str, words: Iterable[str] = ()) -> RunningTool:
    """Start it over files or folders in ``folder``; ``words`` are the lines of its lists that it needs for them.

    None are all of its lists.
    """
    stdin = "".join(f"{one}\n" for one in words).encode()
    alone = ["--dictionary=/dev/stdin"] if stdin else []
    return begin_tool(
        "codespell",
        ["--quiet-level=35", "--check-hidden", "--config=/dev/null", "--toml=/dev/null", *alone, "--", *named],
        folder,
        stdin=stdin,
    )


def misspellings_by_file(answer: ToolAnswer) -> dict[str, tuple[Misspelling, ...]]:
    """Return what it says of each file; raise ``ConnectorError`` when it failed."""
    if answer.code not in {0, 65}:
        raise tool_failed("codespell", answer)
    found: dict[str, list[Misspelling]] = {}
    for line in answer.output.decode("utf-8", "surrogateescape").splitlines():
        match = _LINE.match(line)
        if match is not None:
            row = Misspelling(match["path"], int(match["line"]), match["word"], match["better"])
            found.setdefault(row.path, []).append(row)
    return {path: tuple(rows) for path, rows in found.items()}
