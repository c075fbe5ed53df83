"""Lizard over what is no Python: how long, how branched and with how many parameters functions are."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.tool_reading import ToolReading
from console.audits.tools.tool_run import RunningTool, ToolAnswer, begin_tool, tool_failed

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.audits.repository.checkout import Checkout

_LANGUAGES = frozenset(
    {Language.JAVASCRIPT, Language.TYPESCRIPT, Language.GO, Language.JAVA, Language.RUST, Language.C, Language.CPP}
)
_COLUMNS = 11


class MeasuredFunction(NamedTuple):
    """``ccn`` is its cyclomatic complexity; lines count from 1."""

    path: str
    name: str
    line: int
    end_line: int
    ccn: int
    parameters: int


def measured_functions(checkout: Checkout) -> tuple[MeasuredFunction, ...]:
    """Return the functions of the sources; raise ``ConnectorError`` when lizard fails."""
    return LIZARD.read(checkout)


def _begin(checkout: Checkout) -> Callable[[], tuple[MeasuredFunction, ...]]:
    paths = [one for one in checkout.of(PathClass.SOURCE, languages=_LANGUAGES) if "\n" not in one]
    book = file_book(checkout, "lizard", paths, tuple[MeasuredFunction, ...])
    running = _started(checkout, book.missing) if book.missing else None

    def measured() -> tuple[MeasuredFunction, ...]:
        made = _by_file(running.answer()) if running is not None else {}
        return tuple(one for rows in book.whole(made, ()).values() for one in rows)

    return measured


LIZARD = ToolReading("lizard", _begin)


def _started(checkout: Checkout, paths: tuple[str, ...]) -> RunningTool:
    folder = checkout.folder_with(paths)
    listed = folder.with_name(f"{folder.name}-lizard.txt")
    listed.write_bytes("\n".join(f"./{one}" for one in paths).encode("utf-8", "surrogateescape"))
    return begin_tool("lizard", ["--csv", "--input_file", str(listed)], folder)


def _by_file(answer: ToolAnswer) -> dict[str, tuple[MeasuredFunction, ...]]:
    if answer.code not in {0, 1}:
        raise tool_failed("lizard", answer)
    found: dict[str, list[MeasuredFunction]] = {}
    for row in csv.reader(io.StringIO(answer.output.decode("utf-8", "surrogateescape"))):
        if len(row) == _COLUMNS and row[1].isdigit():
            path = row[6].removeprefix("./")
            one = MeasuredFunction(path, row[7], int(row[9]), int(row[10]), int(row[1]), int(row[3]))
            found.setdefault(path, []).append(one)
    return {path: tuple(rows) for path, rows in found.items()}
