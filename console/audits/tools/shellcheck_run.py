"""Shellcheck over shell scripts: errors only, the project's own settings for it ignored."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.path_class import Language, PathClass, path_class
from console.audits.tools.tool_run import run_tool, tool_failed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_SHELL = frozenset({Language.SHELL})
_MOST_FILES = 500
_MOST_BYTES = 200_000
_EXECUTABLE = 0o100755
_FIRST = 200
_SHEBANG = re.compile(r"#!\s*(?:/\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:/\S*/)?(\w+)")
_KNOWN = frozenset({"sh", "bash", "dash", "ksh", "ash"})  # zsh and others have rules of their own


class ShellNote(msgspec.Struct, frozen=True):
    """What shellcheck says about a line; ``code`` without its SC."""

    file: str
    line: int
    code: int
    message: str


_DECODER = msgspec.json.Decoder(tuple[ShellNote, ...])


def shell_scripts(checkout: Checkout) -> tuple[str, ...]:
    """Return the shell scripts that are looked into: by their ending, and programs without one by their first line."""
    return checkout.once("shell-scripts", lambda: tuple(_scripts(checkout))[:_MOST_FILES])


def _scripts(checkout: Checkout) -> Iterator[str]:
    named = frozenset(checkout.of(PathClass.SOURCE, languages=_SHELL))
    for one in checkout.files:
        if one.size > _MOST_BYTES:
            continue
        is_program = one.mode == _EXECUTABLE and "." not in posixpath.basename(one.path)
        if one.path in named or (is_program and path_class(one.path) is PathClass.OTHER):
            first = checkout.text(one.path)[:_FIRST].partition("\n")[0]
            shell = _SHEBANG.match(first)
            if shell[1] in _KNOWN if shell is not None else one.path in named and not first.startswith("#!"):
                yield one.path


def shell_notes(checkout: Checkout) -> tuple[ShellNote, ...]:
    """Return the errors; raise ``UserError`` without shellcheck, ``ConnectorError`` when it fails."""
    answer = run_tool(
        "shellcheck",
        ["--norc", "--format=json", "--severity=error", "--", *(f"./{one}" for one in shell_scripts(checkout))],
        checkout.folder_with(shell_scripts(checkout)),
    )
    try:
        notes = _DECODER.decode(answer.output)
    except (ValueError, RecursionError) as error:
        raise tool_failed("shellcheck", answer) from error
    return tuple(msgspec.structs.replace(one, file=one.file.removeprefix("./")) for one in notes)
