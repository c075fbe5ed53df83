"""The settings that a project keeps for its own tools, read as data: nothing of them is obeyed here."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.audits.repository.checkout import Checkout

_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")


def toml_settings(checkout: Checkout, path: str, *tables: str) -> Mapping[str, Any] | None:
    """Return a table of a TOML file; ``None`` when the file or the table is not there or cannot be read."""
    if path not in checkout.paths:
        return None
    known: Any = checkout.once(f"toml-{path}", lambda: _toml(checkout.text(path)))
    for name in tables:
        known = known.get(name) if isinstance(known, dict) else None
    return known if isinstance(known, dict) else None


def json_settings(checkout: Checkout, path: str) -> Mapping[str, Any] | None:
    """Return a JSON file; ``None`` when it is not there or no object."""
    if path not in checkout.paths:
        return None
    try:
        known = json.loads(checkout.text(path))
    except (ValueError, RecursionError):
        return None
    return known if isinstance(known, dict) else None


def has_section(checkout: Checkout, path: str, section: str) -> bool:
    """Return whether an INI file has a section."""
    if path not in checkout.paths:
        return False
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(checkout.text(path))
    except configparser.Error:
        return False
    return parser.has_section(section)


def read_toml(text: str) -> dict[str, Any]:
    """Return the tables of a text; raise ``ValueError`` or ``RecursionError`` when it cannot be read."""
    if _LONG_KEY.search(text):
        raise ValueError("a key of too many parts")  # nobody writes one, and each part takes longer than the last
    return tomllib.loads(text)


def _toml(text: str) -> dict[str, Any]:
    try:
        return read_toml(text)
    except (ValueError, RecursionError):
        return {}
