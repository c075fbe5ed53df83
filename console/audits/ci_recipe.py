"""What Makefiles, justfiles, Taskfiles and the scripts of projects run under a name, in whatever folder they lie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from console.audits.ci_yaml import read_yaml, text_of
from console.audits.project_settings import json_settings, toml_settings
from console.audits.repository.path_class import PathClass, path_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.repository.checkout import Checkout

_TARGET = re.compile(r"^ *(?P<names>[\w./%-]+(?: +[\w./%-]+)*)\s*::?(?!=)(?P<needs>[^=\n#]*)")
_RECIPE = re.compile(r"^@?(?P<names>[\w-]+)(?:[ \t][^:\n]{0,200})?:(?!=)(?P<needs>[^=\n#]*)")
_MAKE, _OTHER_SCRIPT = re.compile(r"\$[({]MAKE[)}]"), re.compile(r"^@(?!php\b|putenv\b|composer\b)", re.M)
_FILES = {
    "gnumakefile": "make", "makefile": "make", "justfile": "just", ".justfile": "just", "taskfile.yml": "task",
    "taskfile.yaml": "task", "package.json": "run", "pyproject.toml": "py", "pixi.toml": "py",
    "composer.json": "composer", "deno.json": "deno",
}  # fmt: skip
_SCRIPTS = (
    ("tool", "pdm", "scripts"), ("tool", "poe", "tasks"), ("tool", "rye", "scripts"), ("tool", "taskipy", "tasks"),
    ("tool", "pixi", "tasks"), ("tool", "hatch", "scripts"), ("tasks",),
)  # fmt: skip
_APART = frozenset({PathClass.VENDORED, PathClass.GENERATED, PathClass.TEST})
_MOST_FILES, _MOST_NAMES, _LONGEST = 100, 50, 50_000


def recipes(checkout: Checkout) -> Mapping[str, str]:
    """Return commands by kind and name (``make test``); of several of one name those nearest to the root."""
    return checkout.once("ci-recipes", lambda: _recipes(checkout))


def _recipes(checkout: Checkout) -> dict[str, str]:
    named = ((path, _kind(path.rpartition("/")[2].lower())) for path in checkout.paths)
    known = [one for one in named if one[1] and path_class(one[0]) not in _APART]
    nearest = sorted(known, key=lambda one: (one[0].count("/"), one))[:_MOST_FILES]
    checkout.folder_with(path for path, _ in nearest)
    found: dict[str, str] = {}
    for path, kind in nearest:
        for name, body in _bodies(checkout, path, kind):
            found.setdefault(f"{kind} {name}", body[:_LONGEST])
    return found


def _kind(name: str) -> str:
    return _FILES.get(name, "make" if name.endswith(".mk") else "")


def _bodies(checkout: Checkout, path: str, kind: str) -> Iterator[tuple[str, str]]:
    if kind in {"make", "just"}:
        yield from _written(checkout.lines(path), kind).items()
    elif kind == "task":
        tasks = read_yaml(checkout.text(path)).get("tasks")
        yield from _texts(tasks, "task ")
    elif kind == "run":
        yield from _texts((json_settings(checkout, path) or {}).get("scripts"))
    elif kind == "deno":
        yield from _texts((json_settings(checkout, path) or {}).get("tasks"))
    elif kind == "composer":
        for name, body in _texts((json_settings(checkout, path) or {}).get("scripts")):
            yield name, _OTHER_SCRIPT.sub("composer ", body)
    else:
        for tables in _SCRIPTS:
            yield from _texts(toml_settings(checkout, path, *tables), "poe ")
        for one in (toml_settings(checkout, path, "tool", "hatch", "envs") or {}).values():
            yield from _texts(one.get("scripts") if isinstance(one, dict) else None, "hatch run ")


def _texts(told: object, caller: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a table says under each name; what it names may be others of the table."""
    known: dict[str, Any] = told if isinstance(told, dict) else {}
    for name, body in known.items():
        lines = text_of(body).splitlines()
        called = [f"{caller}{one}" for one in lines if caller and one in known]
        yield str(name), "\n".join([*lines, *called])


def _written(lines: list[str], kind: str) -> dict[str, str]:
    """Return the recipe of each target with calls of what it needs; the first target also under no name."""
    shape, begins = (_TARGET, ("\t",)) if kind == "make" else (_RECIPE, ("\t", " "))
    known: dict[str, str] = {}
    names: list[str] = []
    for line in lines:
        match = None if kind == "just" and line.startswith(begins) else shape.match(line)
        if match is not None:
            names = match["names"].split()[:_MOST_NAMES]
            _add(known, names, "".join(f"{kind} {one}\n" for one in match["needs"].split()))
            if "" not in known and not names[0].startswith("."):
                known[""] = f"{kind} {names[0]}\n"
        elif line.startswith(begins):
            _add(known, names, f"{_MAKE.sub('make', line.strip().lstrip('@-'))}\n")
    return known


def _add(known: dict[str, str], names: list[str], text: str) -> None:
    """Add to what is run under some names, as long as it is not longer than anybody writes."""
    known.update({name: known.get(name, "") + text for name in names if len(known.get(name, "")) < _LONGEST})
