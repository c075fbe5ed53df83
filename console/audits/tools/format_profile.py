"""The style that a project has chosen for ruff format or black, read as data for our own ruff."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from console.audits.ci_yaml import read_yaml
from console.audits.project_settings import toml_settings
from console.audits.sub_project import settings_folders
from console.audits.tools.format_call import format_call
from console.audits.tools.path_pattern import PathChoice, path_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.format_call import FormatCall

_HOOKS = ".pre-commit-config.yaml"
_FILES = re.compile(r"(\.?ruff\.toml|pyproject\.toml)\Z")
_PINNED = re.compile(r'(?:^|\n)(?:ruff==|name = "ruff"\nversion = ")(\d{1,9})\.(\d{1,9})')
_VERSION = re.compile(r"v?(\d{1,9})\.(\d{1,9})")
_TEXT = re.compile(r"[\w./*?\[\]{},@+=~ -]{1,200}")
_CHOICES = {
    "quote-style": {"double", "single", "preserve"},
    "indent-style": {"space", "tab"},
    "line-ending": {"auto", "lf", "cr-lf", "native"},
}
_FLAGS = frozenset({"skip-magic-trailing-comma", "docstring-code-format", "preview"})
_LISTS = ("exclude", "extend-exclude")


class _Hook(NamedTuple):
    """A hook of pre-commit: the revision of its repository, and the paths it leaves out or is alone for."""

    revision: str
    without: tuple[re.Pattern[str], ...]
    only: tuple[re.Pattern[str], ...]


class FormatProfile(NamedTuple):
    """``name`` is whose style it is, ``settings`` are for our ruff; ``why_not``: it cannot be tried."""

    name: str
    settings: tuple[str, ...]
    why_not: str = ""
    choice: PathChoice = PathChoice()


def format_profile(checkout: Checkout, our_style: int) -> FormatProfile | None:
    """Return the style of the formatter that the project uses; ``None`` without one.

    A pinned ruff of another yearly style than ``our_style`` formats otherwise: that is no drift.
    """
    hooks = _hooks(checkout)
    ruff = _ruff_table(checkout)
    black = _black_table(checkout, "")
    hook, call = hooks.get("ruff-format"), format_call(checkout, "ruff format")
    if "format" in ruff or hook is not None or call is not None:
        style = _style(_pin(checkout, hook.revision if hook is not None else ""))
        why = f"ruff {style}" if style and style != our_style else ""
        return FormatProfile("ruff format", _of_ruff(ruff), why, _choice(hook, call, {}))
    hook, call = hooks.get("black"), format_call(checkout, "black")
    if black is not None or hook is not None or call is not None:
        return FormatProfile("black", _of_black(black or {}), choice=_choice(hook, call, black or {}))
    return None


def format_profiles(checkout: Checkout, our_style: int) -> dict[str, FormatProfile]:
    """Return the styles by the folders that they hold for: that of the project, and those of packages in it."""
    root = format_profile(checkout, our_style)
    found = {"": root} if root is not None else {}
    for folder in settings_folders(checkout, _FILES, lambda folder, _: bool(folder)):
        ruff, black = _ruff_table(checkout, folder), _black_table(checkout, folder)
        is_asked = root is not None and root.name == "ruff format" and _has_ruff(checkout, folder)
        if "format" in ruff or is_asked:
            why = root.why_not if root is not None else ""
            found[folder] = FormatProfile("ruff format", _of_ruff(ruff), why, PathChoice())
        elif black is not None:
            found[folder] = FormatProfile("black", _of_black(black), choice=_choice(None, None, black))
    return found


def _choice(hook: _Hook | None, call: FormatCall | None, black: Mapping[str, Any]) -> PathChoice:
    apart = [path_pattern(black.get(name)) for name in ("exclude", "extend-exclude", "force-exclude")]
    return PathChoice(
        call.roots if call is not None else (),
        tuple(one for one in apart if one is not None),
        hook.without if hook is not None else (),
        hook.only if hook is not None else (),
    )


def _ruff_table(checkout: Checkout, folder: str = "") -> Mapping[str, Any]:
    known: Mapping[str, Any] = {}
    for name, tables in ((".ruff.toml", ()), ("ruff.toml", ()), ("pyproject.toml", ("tool", "ruff"))):
        table = toml_settings(checkout, posixpath.join(folder, name), *tables)
        if table is not None:
            known = table
            break
    above = known.get("extend")
    if not folder or not isinstance(above, str):
        return known
    path = posixpath.normpath(posixpath.join(folder, above))
    tables = ("tool", "ruff") if path.endswith("pyproject.toml") else ()
    return {**(toml_settings(checkout, path, *tables) or {}), **known}


def _has_ruff(checkout: Checkout, folder: str) -> bool:
    named = {posixpath.join(folder, one) for one in (".ruff.toml", "ruff.toml")}
    return not named.isdisjoint(checkout.paths) or (
        toml_settings(checkout, posixpath.join(folder, "pyproject.toml"), "tool", "ruff") is not None
    )


def _black_table(checkout: Checkout, folder: str) -> Mapping[str, Any] | None:
    return toml_settings(checkout, posixpath.join(folder, "pyproject.toml"), "tool", "black")


def _hooks(checkout: Checkout) -> dict[str, _Hook]:
    """Return the hooks of pre-commit by their id."""
    return checkout.once("pre-commit-hooks", lambda: _read_hooks(checkout))


def _read_hooks(checkout: Checkout) -> dict[str, _Hook]:
    known = read_yaml(checkout.text(_HOOKS)) if _HOOKS in checkout.paths else {}
    found = {}
    for repo in _rows(known.get("repos")):
        for hook in _rows(repo.get("hooks")):
            without = [path_pattern(one.get("exclude")) for one in (known, hook)]
            only = [path_pattern(one.get("files")) for one in (known, hook)]
            found[str(hook.get("id", ""))] = _Hook(
                str(repo.get("rev", "")),
                tuple(one for one in without if one is not None),
                tuple(one for one in only if one is not None),
            )
    return found


def hook_names(checkout: Checkout) -> frozenset[str]:
    """Return the ids of the hooks that the project has pre-commit run."""
    return frozenset(_hooks(checkout))


def _rows(part: object) -> list[dict[str, Any]]:
    return [one for one in part if isinstance(one, dict)] if isinstance(part, list) else []


def _pin(checkout: Checkout, revision: str) -> tuple[int, int] | None:
    found = _VERSION.match(revision)
    for path in ("uv.lock", "poetry.lock", "pdm.lock", "requirements-dev.txt", "requirements.txt"):
        if found is None and path in checkout.paths:
            found = _PINNED.search(checkout.text(path))
    return (int(found[1]), int(found[2])) if found is not None else None


def _style(version: tuple[int, int] | None) -> int:
    """Return the year of ruff's stable style; 0 when nothing is pinned."""
    if version is None:
        return 0
    return 2024 if version < (0, 9) else 2025 if version < (0, 15) else 2026


def _of_ruff(table: Mapping[str, Any]) -> tuple[str, ...]:
    form = table.get("format")
    form = form if isinstance(form, dict) else {}
    told = [*_shared(table)]
    told += [f"{name}={_list(table[name])}" for name in _LISTS if isinstance(table.get(name), list)]
    told += [f'format.{name}="{form[name]}"' for name, known in _CHOICES.items() if form.get(name) in known]
    told += [f"format.{name}={str(form[name]).lower()}" for name in sorted(_FLAGS) if isinstance(form.get(name), bool)]
    if isinstance(form.get("exclude"), list):
        told.append(f"format.exclude={_list(form['exclude'])}")
    return tuple(told)


def _of_black(table: Mapping[str, Any]) -> tuple[str, ...]:
    versions = table.get("target-version")
    known = [str(one) for one in versions] if isinstance(versions, list) else []
    target = min(known, key=lambda one: (len(one), one), default="")
    told = [*_shared({"line-length": table.get("line-length", 88), "target-version": target})]
    if table.get("skip-string-normalization") is True:
        told.append('format.quote-style="preserve"')
    if table.get("skip-magic-trailing-comma") is True:
        told.append("format.skip-magic-trailing-comma=true")
    return tuple(told)


def _shared(table: Mapping[str, Any]) -> Iterator[str]:
    for name in ("line-length", "indent-width"):
        value = table.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 320:
            yield f"{name}={value}"
    if re.fullmatch(r"py3\d{1,2}", str(table.get("target-version", ""))):
        yield f'target-version="{table["target-version"]}"'
    if table.get("preview") is True:
        yield "preview=true"


def _list(values: list[Any]) -> str:
    return str([one for one in values[:200] if isinstance(one, str) and _TEXT.fullmatch(one)])
