"""Zizmor over workflows and actions: offline, the project's own settings for it ignored."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.byte_order_mark import mark_of
from console.audits.repository.tree_export import MOST_FILE_BYTES
from console.audits.tools.told_number import ToldNumber
from console.audits.tools.tool_run import ToolAnswer, run_tool, tool_failed
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_INPUT = re.compile(r"^\.github/workflows/[^/\n]+\.ya?ml$|(^|/)action\.ya?ml$")
_MOST_FILES = 500
_NOTHING_TO_READ = 3


class _Local(msgspec.Struct, frozen=True):
    verbatim_path: str = ""


class _Key(msgspec.Struct, frozen=True, rename={"local": "Local"}):
    local: _Local | None = None


class _Symbolic(msgspec.Struct, frozen=True):
    key: _Key = _Key()
    annotation: str = ""
    kind: str = ""


class _Point(msgspec.Struct, frozen=True):
    row: ToldNumber = 0


class _Span(msgspec.Struct, frozen=True):
    start_point: _Point = _Point()


class _Concrete(msgspec.Struct, frozen=True):
    location: _Span = _Span()
    feature: str = ""


class _Place(msgspec.Struct, frozen=True):
    symbolic: _Symbolic
    concrete: _Concrete


class _Judged(msgspec.Struct, frozen=True):
    severity: str = ""
    persona: str = ""


class _Row(msgspec.Struct, frozen=True):
    ident: str
    determinations: _Judged = _Judged()
    locations: tuple[_Place, ...] = ()
    ignored: bool = False


class WorkflowNote(msgspec.Struct, frozen=True):
    """``kind`` is zizmor's name of the audit; ``text`` the source that it means; ``severity`` High, Medium, Low…"""

    kind: str
    path: str
    line: int
    text: str
    words: str
    severity: str


_DECODER = msgspec.json.Decoder(prepared(tuple[_Row, ...]))


def has_workflows(checkout: Checkout) -> bool:
    """Return whether there is anything that zizmor reads."""
    return bool(_inputs(checkout))


def workflow_notes(checkout: Checkout, *kinds: str) -> tuple[WorkflowNote, ...]:
    """Return the notes of some audits; raise ``ConnectorError`` when zizmor fails."""
    known = checkout.once("zizmor", lambda: _run(checkout))
    return tuple(one for one in known if one.kind in kinds)


def _inputs(checkout: Checkout) -> list[str]:
    return [one.path for one in checkout.files if _INPUT.search(one.path)][:_MOST_FILES]


def _run(checkout: Checkout) -> tuple[WorkflowNote, ...]:
    paths = _inputs(checkout)
    if not paths:
        return ()
    folder = checkout.folder_with(paths)
    if not any(mark_of(checkout, one) for one in paths):
        return noted_workflows(_told(paths, folder))
    with TemporaryDirectory(prefix="workflows-", dir=folder.parent) as beside:
        _write_unmarked(checkout, paths, Path(beside))
        return noted_workflows(_told(paths, Path(beside)))


def _told(paths: list[str], folder: Path) -> ToolAnswer:
    return run_tool(
        "zizmor",
        ["--offline", "--no-config", "--no-progress", "--no-exit-codes", "--quiet", "--persona=pedantic",
         "--format=json", "--",
         *(f"./{one}" for one in paths)],
        folder,
    )  # fmt: skip


def _write_unmarked(checkout: Checkout, paths: list[str], folder: Path) -> None:
    """Write the files without byte-order marks: zizmor reads no file that begins with one."""
    for one in paths:
        target = folder / one
        target.parent.mkdir(parents=True, exist_ok=True)
        content = checkout.content(one, MOST_FILE_BYTES)
        target.write_bytes(content.removeprefix(mark_of(checkout, one).encode()))


def noted_workflows(answer: ToolAnswer) -> tuple[WorkflowNote, ...]:
    """Return its notes by path and line, those left out that only pedants want; raise ``ConnectorError``."""
    if answer.code == _NOTHING_TO_READ:
        return ()
    try:
        rows = _DECODER.decode(answer.output)
    except (ValueError, RecursionError) as error:
        raise tool_failed("zizmor", answer) from error
    found = {note for one in rows if one.locations and not one.ignored and _is_wanted(one, note := _note(one))}
    return tuple(sorted(found, key=lambda one: (one.path, one.line, one.kind, one.text)))


def _is_wanted(row: _Row, note: WorkflowNote) -> bool:
    """Of what only pedants say, images without a hash and tokens that may do everything are faults all the same."""
    if row.determinations.persona != "Pedantic" or note.kind == "unpinned-images":
        return True
    return note.kind == "excessive-permissions" and "write-all" in note.text


def _note(row: _Row) -> WorkflowNote:
    place = next((one for one in row.locations if one.symbolic.kind == "Primary"), row.locations[0])
    local = place.symbolic.key.local
    path = local.verbatim_path.removeprefix("./") if local is not None else ""
    line, feature = place.concrete.location.start_point.row + 1, place.concrete.feature[:2000]
    return WorkflowNote(row.ident, path, line, feature, place.symbolic.annotation, row.determinations.severity)
