"""Ruff over the Python of a checkout: all rule families at once, its own settings ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.tool_run import run_tool, tool_failed

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

SELECTED = (
    "F", "E9", "B", "PLE", "S", "C901", "E722", "BLE001", "PT009", "PT015", "PLR0133", "PLR0913", "PLR1702", "D1",
    "TD003", "FIX", "ASYNC", "SIM105",
)  # fmt: skip
_PYTHON = frozenset({Language.PYTHON})


class RuffPlace(msgspec.Struct, frozen=True):
    """Rows and columns from 1."""

    row: int = 0
    column: int = 0


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


_DECODER = msgspec.json.Decoder(tuple[RuffNote, ...])


def ruff_notes(checkout: Checkout) -> tuple[RuffNote, ...]:
    """Return all notes on source and tests, paths relative; raise ``ConnectorError`` when ruff fails."""
    return checkout.once("ruff", lambda: _run(checkout))


def _run(checkout: Checkout) -> tuple[RuffNote, ...]:
    paths = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=_PYTHON)
    if not paths:
        return ()
    root = str(checkout.folder)
    answer = run_tool(
        "ruff",
        ["check", "--isolated", "--no-cache", "--quiet", "--exit-zero", "--output-format=json",
         "--no-respect-gitignore", f"--select={','.join(SELECTED)}", "--config=lint.mccabe.max-complexity=15",
         "--config=lint.pylint.max-args=7", "--preview", "--", *_arguments(paths)],
        checkout.folder,
    )  # fmt: skip
    if answer.code != 0:
        raise tool_failed("ruff", answer)
    try:
        notes = _DECODER.decode(answer.output or b"[]")
    except msgspec.MsgspecError as error:
        raise tool_failed("ruff", answer) from error
    wanted = set(paths)
    named = (msgspec.structs.replace(one, filename=_relative(one.filename, root)) for one in notes)
    return tuple(one for one in named if one.filename in wanted)


def _arguments(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return what to name on the command line: the folder when the files would be too many."""
    return paths if len(paths) <= 200 else (".",)


def _relative(name: str, root: str) -> str:
    return name.removeprefix(root).lstrip("/")
