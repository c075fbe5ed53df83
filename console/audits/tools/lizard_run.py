"""Lizard over what is no Python: how long, how branched and with how many parameters functions are."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.told_number import told_number
from console.audits.tools.tool_reading import ToolReading
from console.audits.tools.tool_run import RunningTool, ToolAnswer, begin_tool, tool_failed, unreadable_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.audits.repository.checkout import Checkout

_LANGUAGES = frozenset(
    {Language.JAVASCRIPT, Language.TYPESCRIPT, Language.GO, Language.JAVA, Language.RUST, Language.C, Language.CPP}
)
_COLUMNS, _CCN, _PARAMETERS, _PATH, _NAME, _LINE, _END = 11, 1, 3, 6, 7, 9, 10


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
        made = functions_by_file(running.answer()) if running is not None else {}
        return tuple(one for rows in book.whole(made, ()).values() for one in rows)

    return measured


LIZARD = ToolReading("lizard", _begin)


def _started(checkout: Checkout, paths: tuple[str, ...]) -> RunningTool:
    folder = checkout.folder_with(paths)
    listed = "\n".join(f"./{one}" for one in paths).encode("utf-8", "surrogateescape")
    return begin_tool("lizard", ["--csv", "--input_file", "/dev/stdin"], folder, stdin=listed)


def functions_by_file(answer: ToolAnswer) -> dict[str, tuple[MeasuredFunction, ...]]:
    """Return the functions of each file; raise ``ConnectorError`` when it failed."""
    if answer.code not in {0, 1}:
        raise tool_failed("lizard", answer)
    found: dict[str, list[MeasuredFunction]] = {}
    try:
        for row in csv.reader(io.StringIO(answer.output.decode("utf-8", "surrogateescape"))):
            if (one := _measured(row)) is not None:
                found.setdefault(one.path, []).append(one)
    except csv.Error as error:
        raise unreadable_answer("lizard") from error
    return {path: tuple(rows) for path, rows in found.items()}


def _measured(row: list[str]) -> MeasuredFunction | None:
    """Return the function that a row tells; ``None``: it is a remark, or a name has torn it apart."""
    if len(row) != _COLUMNS:
        return None
    line, end, ccn, parameters = (told_number(row[one]) for one in (_LINE, _END, _CCN, _PARAMETERS))
    if line is None or end is None or ccn is None or parameters is None:
        return None
    return MeasuredFunction(row[_PATH].removeprefix("./"), row[_NAME], line, end, ccn, parameters)
