"""What the targets of Makefiles and the scripts of projects run, where a job calls them by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.ci_recipe import recipes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_TARGETS = re.compile(r"(?:^|[\s;&|(])g?(?P<kind>make|just|task)\b(?P<targets>(?:[ \t]+[\w./:=+-]+)*)", re.M)
_RUN = re.compile(
    r"\b(?:npm|pnpm|yarn|bun)(?:[ \t]+--?(?:prefix|filter|cwd|dir|workspace|[CFw])[ =][^\s;&|]+"
    r"|[ \t]+workspace[ \t]+[^\s;&|]+|[ \t]+-[\w-]+)*+"
    r"(?:[ \t]+run(?:-script)?)?(?:[ \t]+-[\w-]+)*+[ \t]+([\w:.-]+)"
)
_PYTHON = re.compile(
    r"\b(?:hatch|pdm|poe|pixi|rye|poetry|task)(?:[ \t]+(?:run|poe|task|-e[ \t]+[\w.-]+|-[\w-]+)){0,9}+[ \t]+"
    r"(?:[\w.+-]+:)?([\w.-]+)"
)
_SEVERAL = re.compile(
    r"(?<![\w-])(?:(?P<kind>composer|deno)(?:[ \t]+task)?|npm-run-all2?|run-[sp]|turbo)"
    r"(?P<names>(?:[ \t]+[\w:./=-]+){1,20})"
)
_MOST = 100


def called_commands(checkout: Checkout, commands: str) -> str:
    """Return the commands of the targets and scripts that some commands call, and of those which these call."""
    known = recipes(checkout)
    waiting, seen, found = [commands], set[str](), []
    while waiting and len(seen) < _MOST:
        for name in _called(waiting.pop()):
            body = known.get(name)
            if body is not None and name not in seen:
                seen.add(name)
                found.append(body)
                waiting.append(body)
    return "\n".join(found)


def _called(text: str) -> Iterator[str]:
    for call in _TARGETS.finditer(text):
        yield from (f"{call['kind']} {one}" for one in _wanted(call["targets"]))
    yield from (f"run {one}" for one in _RUN.findall(text))
    yield from (f"py {one}" for one in _PYTHON.findall(text))
    for call in _SEVERAL.finditer(text):
        yield from (f"{call['kind'] or 'run'} {one}" for one in call["names"].split())


def _wanted(words: str) -> list[str]:
    """Return the targets among the arguments of make; without one it makes the first."""
    return [one for one in words.split() if not one.startswith("-") and "=" not in one] or [""]
