"""Shellcheck over shell scripts: errors only, the project's own settings for it ignored."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import msgspec

from console.audits.repository.path_class import Language, PathClass, path_class
from console.audits.tools.told_number import ToldNumber
from console.audits.tools.tool_run import ToolAnswer, run_tool, tool_failed
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from console.audits.repository.checkout import Checkout

_SHELL = frozenset({Language.SHELL})
_MOST_FILES = 500
_MOST_BYTES = 200_000
_EXECUTABLE = 0o100755
_FIRST = 200
_WRAPPER = re.compile(r"(^|/)(gradlew|mvnw|configure|config\.(guess|sub)|install-sh|ltmain\.sh|depcomp|libtool)$")
_PLACE = re.compile(r"(^|/)(s?bin|scripts?|hooks|\.?git-?hooks|\.husky)/[^/]+$")  # where programs lie, started by "sh"
_UNKNOWN_SHELL = 2148
_PARSING = range(1000, 2000)
_TEMPLATE = re.compile(r"\{%|^\s*\{\{|<%|^\s*%\{")
_SHEBANG = re.compile(r"#!\s*(?:/\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:/\S*/)?(\w+)")
_KNOWN = frozenset({"sh", "bash", "dash", "ksh", "ash"})  # zsh and others have rules of their own


class ShellNote(msgspec.Struct, frozen=True):
    """What shellcheck says about a line; ``code`` without its SC."""

    file: str
    line: ToldNumber
    code: ToldNumber
    message: str


_DECODER = msgspec.json.Decoder(prepared(tuple[ShellNote, ...]))


def shell_scripts(checkout: Checkout) -> tuple[str, ...]:
    """Return the shell scripts that are looked into: by their ending, and programs without one by their first line."""
    return checkout.once("shell-scripts", lambda: tuple(_scripts(checkout))[:_MOST_FILES])


def _scripts(checkout: Checkout) -> Iterator[str]:
    named = frozenset(checkout.of(PathClass.SOURCE, languages=_SHELL))
    for one in checkout.files:
        if one.size > _MOST_BYTES or _WRAPPER.search(one.path):
            continue  # the wrappers of build tools are theirs
        is_started = one.mode == _EXECUTABLE or _PLACE.search(one.path) is not None
        is_program = is_started and "." not in posixpath.basename(one.path)
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
    notes = shell_errors(answer, {one.path for one in checkout.files if one.mode == _EXECUTABLE})
    return tuple(one for one in notes if not _is_of_template(checkout, one))


def _is_of_template(checkout: Checkout, note: ShellNote) -> bool:
    """Return whether what cannot be read is a mark of Jinja, Go or ERB: a script is made of it later."""
    return note.code in _PARSING and _TEMPLATE.search(checkout.line(note.file, note.line)) is not None


def shell_errors(answer: ToolAnswer, programs: Collection[str]) -> tuple[ShellNote, ...]:
    """Return what it says of scripts, of which ``programs`` can be started; raise ``ConnectorError`` when it failed."""
    try:
        notes = _DECODER.decode(answer.output)
    except (ValueError, RecursionError) as error:
        raise tool_failed("shellcheck", answer) from error
    return tuple(_kept(notes, programs))


def _kept(notes: tuple[ShellNote, ...], programs: Collection[str]) -> Iterator[ShellNote]:
    """Yield of what cannot be read the first place alone, and of parts of scripts not that they name no shell."""
    unread: set[str] = set()
    for one in notes:
        path = one.file.removeprefix("./")
        if (one.code in _PARSING and path in unread) or (one.code == _UNKNOWN_SHELL and path not in programs):
            continue
        unread |= {path} if one.code in _PARSING else set()
        yield msgspec.structs.replace(one, file=path)
