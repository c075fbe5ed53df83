"""Ruff over the Python of a checkout: all rule families at once, its own settings ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.told_number import ToldNumber
from console.audits.tools.tool_reading import ToolReading
from console.audits.tools.tool_run import RunningTool, ToolAnswer, begin_tool, tool_failed
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.audits.repository.checkout import Checkout

SELECTED = (
    "F", "E9", "B", "PLE", "S", "C901", "E722", "BLE001", "PT009", "PT015", "PLR0133", "PLR0913", "PLR1702", "D1",
    "TD003", "FIX", "ASYNC", "SIM105",
)  # fmt: skip
_PYTHON = frozenset({Language.PYTHON})


class RuffPlace(msgspec.Struct, frozen=True):
    """Rows and columns from 1."""

    row: ToldNumber = 0
    column: ToldNumber = 0


class RuffEdit(msgspec.Struct, frozen=True):
    """Text that replaces a span."""

    content: str
    location: RuffPlace
    end_location: RuffPlace


class RuffFix(msgspec.Struct, frozen=True):
    """``applicability`` is safe, unsafe or display."""

    applicability: str
    edits: tuple[RuffEdit, ...] = ()


class RuffNote(msgspec.Struct, frozen=True):
    """What ruff says about a line; ``code`` is empty or ``invalid-syntax`` for a file that does not parse."""

    filename: str
    message: str
    location: RuffPlace
    end_location: RuffPlace = RuffPlace()
    code: str | None = None
    fix: RuffFix | None = None


_DECODER = msgspec.json.Decoder(prepared(tuple[RuffNote, ...]))


def ruff_notes(checkout: Checkout) -> tuple[RuffNote, ...]:
    """Return all notes on source and tests, paths relative; raise ``ConnectorError`` when ruff fails."""
    return RUFF.read(checkout)


def _begin(checkout: Checkout) -> Callable[[], tuple[RuffNote, ...]]:
    paths = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=_PYTHON)
    book = file_book(checkout, "ruff", paths, tuple[RuffNote, ...])
    running = _started(checkout, book.missing) if book.missing else None

    def notes() -> tuple[RuffNote, ...]:
        made = notes_by_file(running.answer(), str(checkout.folder_with(()))) if running is not None else {}
        return tuple(one for rows in book.whole(made, ()).values() for one in rows)

    return notes


RUFF = ToolReading("ruff", _begin)


def _started(checkout: Checkout, paths: tuple[str, ...]) -> RunningTool:
    return begin_tool(
        "ruff",
        ["check", "--isolated", "--no-cache", "--quiet", "--exit-zero", "--output-format=json",
         "--no-respect-gitignore", f"--select={','.join(SELECTED)}", "--config=lint.mccabe.max-complexity=15",
         "--config=lint.pylint.max-args=7", "--preview", "--", *_arguments(paths)],
        checkout.folder_with(paths),
    )  # fmt: skip


def notes_by_file(answer: ToolAnswer, root: str) -> dict[str, tuple[RuffNote, ...]]:
    """Return what it says of each file under ``root``; raise ``ConnectorError`` when it failed."""
    if answer.code != 0:
        raise tool_failed("ruff", answer)
    try:
        notes = _DECODER.decode(answer.output or b"[]")
    except (ValueError, RecursionError) as error:
        raise tool_failed("ruff", answer) from error
    found: dict[str, list[RuffNote]] = {}
    for one in notes:
        path = _relative(one.filename, root)
        found.setdefault(path, []).append(msgspec.structs.replace(one, filename=path))
    return {path: tuple(rows) for path, rows in found.items()}


def _arguments(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return what to name on the command line: the folder when the files would be too many."""
    return paths if len(paths) <= 200 else (".",)


def _relative(name: str, root: str) -> str:
    return name.removeprefix(root).lstrip("/")
