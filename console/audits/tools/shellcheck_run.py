"""Shellcheck over shell scripts: errors only, the project's own settings for it ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.tool_run import run_tool, tool_failed

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout

_SHELL = frozenset({Language.SHELL})
_MOST_FILES = 500


class ShellNote(msgspec.Struct, frozen=True):
    """What shellcheck says about a line; ``code`` without its SC."""

    file: str
    line: int
    code: int
    message: str


_DECODER = msgspec.json.Decoder(tuple[ShellNote, ...])


def shell_scripts(checkout: Checkout) -> tuple[str, ...]:
    """Return the shell scripts that are looked into."""
    return checkout.of(PathClass.SOURCE, languages=_SHELL)[:_MOST_FILES]


def shell_notes(checkout: Checkout) -> tuple[ShellNote, ...]:
    """Return the errors; raise ``UserError`` without shellcheck, ``ConnectorError`` when it fails."""
    answer = run_tool(
        "shellcheck",
        ["--norc", "--format=json", "--severity=error", "--", *(f"./{one}" for one in shell_scripts(checkout))],
        checkout.folder,
    )
    try:
        notes = _DECODER.decode(answer.output)
    except msgspec.MsgspecError as error:
        raise tool_failed("shellcheck", answer) from error
    return tuple(msgspec.structs.replace(one, file=one.file.removeprefix("./")) for one in notes)
