"""The environment of scripts: only what is let through, the parameters, and what scripts before left."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

EXPORTS = "RUNBOOK_EXPORTS"
"""The variable that names the file for what a script leaves; it lies in the folder of the run."""
_LET_THROUGH = (
    *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "XDG_RUNTIME_DIR"),
    *("SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE"),
)
_RESERVED = re.compile(
    r"PATH|HOME|USER|LOGNAME|SHELL|IFS|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|CDPATH|TMPDIR|TERM|LANG"
    r"|LANGUAGE|LC_.*|LD_.*|DYLD_.*|PYTHON.*|PERL.*|RUBY.*|NODE_.*|GIT_.*|SSH_.*|KUBECONFIG|RUNBOOK_.*|XDG_.*|.*_PROXY"
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_OWN = frozenset({EXPORTS, "_", "SHLVL", "PWD", "OLDPWD", "TERM"})
_MOST_EXPORTED = 4 << 20  # more than any system gives a program
_READING = (
    r"\$(?:\w*\{{)?[#!]?{name}(?!\w)",
    r"[\[(]\s*[\"']{name}[\"']",
    r"(?i:env)[^\w\s]{{1,3}}{name}(?!\w)",
    r"%{name}%",
    r"\(\([^\n]*?(?<!\w){name}(?!\w)",
    r"(?:printenv|export|declare -\w+|let|-v|-e|--env)[ =]+{name}(?![\w=])",
)
_SETTING = (
    r"for {name} in [^;\n]*[;\n]"
    r"|(?:export )?{name}=(?:\$\([^()\n]*\)|\"[^\"\n]*\"|'[^'\n]*'|[^\s;&|\"'()]*)[ \t]*(?:\n|;[^;]|$)"
)


def is_reserved(variable: str) -> bool:
    """Return whether a parameter must not have this name: programs would do something else because of it."""
    return _RESERVED.fullmatch(variable) is not None


def script_environment(
    let_through: Iterable[str], variables: Mapping[str, str], exported: Mapping[str, str], exports: Path
) -> dict[str, str]:
    """Return what a script sees; ``exports`` is the file into which a shell writes what it leaves for later ones."""
    wanted = {*_LET_THROUGH, *let_through, *(name for name in os.environ if name.startswith("LC_"))}
    found = {name: os.environ[name] for name in wanted if name in os.environ}
    found |= dict(exported) | dict(variables)
    return found | {"TERM": "xterm-256color", EXPORTS: str(exports)}


def read_exports(exports: Path, before: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a shell left which are new or other than ``before``; nothing when it left none."""
    try:
        with exports.open("rb") as file:
            raw = file.read(_MOST_EXPORTED)
    except OSError:
        return {}
    pairs = (one.decode("utf-8", "replace").partition("=") for one in raw.split(b"\0")[:-1])
    return {
        name: value
        for name, _, value in pairs
        if _NAME.fullmatch(name) and name not in _OWN and before.get(name) != value
    }


def demand_usable(variables: Mapping[str, str]) -> None:
    """Raise ``UserError`` for a value that no program can be given."""
    for name, value in variables.items():
        if "\x00" in value:
            raise UserError(t("The variable {name} holds a NUL character.", name=name), t("Correct the parameter."))


def demand_known(text: str, lost: Mapping[str, str], variables: Mapping[str, str]) -> None:
    """Raise ``UserError`` for a script that reads a ``lost`` variable: an empty one may mean something else to it."""
    for name, step in lost.items():
        if name not in variables and _reads(text, name):
            raise UserError(
                t("The variable {name}, left by the step {step}, went with the console that had run it.",
                  name=name, step=step),
                t("Go back to that step, or skip this one."),
            )  # fmt: skip


def _reads(text: str, name: str) -> bool:
    """Return whether a script may read a variable: not where it sets it first, or in small letters says a word.

    A default (``${X:-all}``) is reading too: it would act on something else than the step that set it meant.
    """
    word, value = rf"(?<!\w){name}(?!\w)", rf"\$\{{?[#!]?{name}(?!\w)"
    named = word if name != name.lower() else "|".join(_READING).format(name=name)
    has_text = "<<" in text  # what a line looks like may be a part of it
    for line in text.splitlines(keepends=True):
        is_comment = line.lstrip().startswith("#")
        if is_comment and not (has_text and re.search(value, line)):
            continue
        setting = None if has_text else re.match(_SETTING.format(name=name), line)
        if setting is not None or re.search(named, line) is not None:
            return setting is None or re.search(value, setting[0]) is not None
    return False
