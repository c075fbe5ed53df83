"""What the targets of a Makefile and the scripts of a package.json run, where a job calls them by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.project_settings import json_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.audits.repository.checkout import Checkout

_MAKE = re.compile(r"(?:^|[\s;&|(])make\b(?P<targets>(?:[ \t]+[\w./:=+-]+)*)", re.M)
_RUN = re.compile(
    r"\b(?:npm|pnpm|yarn|bun)(?:[ \t]+-[\w-]+)*(?:[ \t]+run(?:-script)?)?(?:[ \t]+-[\w-]+)*[ \t]+([\w:.-]+)"
)
_TARGET = re.compile(r"^ *(?P<names>[\w./%-]+(?: +[\w./%-]+)*)\s*::?(?!=)(?P<needs>[^=\n#]*)")
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_MOST = 100


def called_commands(checkout: Checkout, commands: str) -> str:
    """Return the commands of the targets and scripts that some commands call, and of those which these call."""
    rules, scripts = _makefile(checkout), _scripts(checkout)
    waiting, seen, found = [commands], set[str](), []
    while waiting and len(seen) < _MOST:
        text = waiting.pop()
        names = [f"make {one}" for call in _MAKE.finditer(text) for one in _wanted(call["targets"])]
        names += [f"run {one}" for one in _RUN.findall(text)]
        for name in names:
            kind, _, target = name.partition(" ")
            body = (rules if kind == "make" else scripts).get(target)
            if body is not None and name not in seen:
                seen.add(name)
                found.append(body)
                waiting.append(body)
    return "\n".join(found)


def _wanted(words: str) -> list[str]:
    """Return the targets among the arguments of make; without one it makes the first."""
    return [one for one in words.split() if not one.startswith("-") and "=" not in one] or [""]


def _makefile(checkout: Checkout) -> Mapping[str, str]:
    """Return the recipe of each target with calls of what it needs; the first target also under no name."""
    path = next((one for one in _MAKEFILES if one in checkout.paths), "")
    known: dict[str, str] = {}
    names: list[str] = []
    for line in checkout.lines(path) if path else ():
        match = _TARGET.match(line)
        if match is not None:
            names = match["names"].split()
            needs = "".join(f"make {one}\n" for one in match["needs"].split())
            known.update({name: known.get(name, "") + needs for name in names})
            if "" not in known and not names[0].startswith("."):
                known[""] = f"make {names[0]}\n"
        elif line.startswith("\t"):
            known.update({name: f"{known[name]}{line.strip().lstrip('@-')}\n" for name in names})
    return known


def _scripts(checkout: Checkout) -> Mapping[str, str]:
    told = (json_settings(checkout, "package.json") or {}).get("scripts")
    return {name: str(one) for name, one in told.items()} if isinstance(told, dict) else {}
