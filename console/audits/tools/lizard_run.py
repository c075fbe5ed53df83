"""Lizard over what is no Python: how long, how branched and with how many parameters functions are."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.tool_run import run_tool, tool_failed

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    return checkout.once("lizard", lambda: tuple(_run(checkout)))


def _run(checkout: Checkout) -> Iterator[MeasuredFunction]:
    paths = [one for one in checkout.of(PathClass.SOURCE, languages=_LANGUAGES) if "\n" not in one]
    if not paths:
        return
    listed = checkout.folder.with_name(f"{checkout.folder.name}-lizard.txt")
    try:
        listed.write_bytes("\n".join(f"./{one}" for one in paths).encode("utf-8", "surrogateescape"))
        answer = run_tool("lizard", ["--csv", "--input_file", str(listed)], checkout.folder)
    finally:
        listed.unlink(missing_ok=True)
    if answer.code not in {0, 1}:
        raise tool_failed("lizard", answer)
    for row in csv.reader(io.StringIO(answer.output.decode("utf-8", "surrogateescape"))):
        if len(row) == _COLUMNS and row[1].isdigit():
            yield MeasuredFunction(
                row[6].removeprefix("./"), row[7], int(row[9]), int(row[10]), int(row[1]), int(row[3])
            )
