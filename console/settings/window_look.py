"""What the first painted window needs of the settings, read without their schema: pydantic is loaded after it."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from console.settings.settings import Settings

MAX_BYTES = 1024 * 1024
THEMES = frozenset({"system", "light", "dark", "high-contrast"})
LANGUAGES = frozenset({"system", "en", "ja"})
NUMBERS = frozenset({"system", "1,234.5", "1.234,5", "1 234,5", "1\u2019234.5"})
_FARTHEST, _LEAST, _MOST = 100_000, 200, 16


class Place(NamedTuple):
    """Where a window was, in device-independent pixels."""

    x: int = 0
    y: int = 0
    width: int = 1280
    height: int = 800
    maximized: bool = False


class WindowLook(NamedTuple):
    """Theme, language, signs of numbers, size of text, and how the windows were left. Keys are by action."""

    theme: str = "system"
    language: str = "system"
    scale: float = 1.0
    places: tuple[Place, ...] = ()
    pages: tuple[str, ...] = ()
    drawer_open: bool = False
    rail_wide: bool = True
    keys: Mapping[str, str] = MappingProxyType({})
    numbers: str = "system"


def look_of(settings: Settings) -> WindowLook:
    """Return the look of whole settings."""
    appearance, window = settings.appearance, settings.window
    return WindowLook(
        appearance.theme.value,
        appearance.language.value,
        appearance.scale,
        tuple(Place(one.x, one.y, one.width, one.height, one.maximized) for one in window.geometries),
        window.pages,
        window.drawer_open,
        window.rail_wide,
        dict(settings.shortcuts.keys),
        appearance.numbers.value,
    )


def read_look(file: Path) -> WindowLook:
    """Return the look that a settings file asks for; what is not valid there has its default. Never raises."""
    try:
        data = json.loads(read_regular(file, MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return WindowLook()
    if not isinstance(data, dict):
        return WindowLook()
    found: dict[str, Any] = {}
    for section, read in (("appearance", _appearance), ("window", _window), ("shortcuts", _shortcuts)):
        try:
            found |= read(data.get(section, {}))
        except (TypeError, ValueError, AttributeError):
            continue  # the schema will say so when it has been loaded
    return WindowLook(**found)


def _appearance(raw: Mapping[str, Any]) -> dict[str, Any]:
    theme, language = raw.get("theme", "system"), raw.get("language", "system")
    scale, numbers = raw.get("scale", 1.0), raw.get("numbers", "system")
    if theme not in THEMES or language not in LANGUAGES or isinstance(scale, bool) or not 0.75 <= scale <= 3.0:
        raise ValueError
    if numbers not in NUMBERS:
        raise ValueError
    return {"theme": theme, "language": language, "scale": float(scale), "numbers": numbers}


def _window(raw: Mapping[str, Any]) -> dict[str, Any]:
    pages = raw.get("pages", [])
    return {
        "places": tuple(_place(one) for one in _several(raw.get("geometries", []))),
        "pages": tuple(_checked(one, str) for one in _several(pages)),
        "drawer_open": _checked(raw.get("drawer_open", False), bool),
        "rail_wide": _checked(raw.get("rail_wide", True), bool),
    }


def _place(raw: Mapping[str, Any]) -> Place:
    x, y, width, height = (
        _checked(raw.get(name, default), int)
        for name, default in (("x", 0), ("y", 0), ("width", 1280), ("height", 800))
    )
    if max(abs(x), abs(y), width, height) > _FARTHEST or min(width, height) < _LEAST:
        raise ValueError
    return Place(x, y, width, height, _checked(raw.get("maximized", False), bool))


def _shortcuts(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {"keys": {action: _checked(keys, str) for action, keys in raw.get("keys", {}).items()}}


def _several(raw: object) -> list[Any]:
    if not isinstance(raw, list) or len(raw) > _MOST:
        raise ValueError
    return raw


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError
    return value
