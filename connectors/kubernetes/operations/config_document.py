"""Entries of ConfigMaps that hold a number, or a JSON or YAML mapping of names to numbers."""

import json
import math
from typing import Any

import msgspec

from connectors.kubernetes.operations.json_pointer import escaped, value_at
from connectors.kubernetes.operations.object_editor import Content
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_MOST_TEXT = 256 * 1024


def pointer_of(entry: str) -> str:
    """Return where an entry stands in its ConfigMap."""
    return f"/data/{escaped(entry)}"


def number_text(number: float) -> str:
    """Return a number as people write it in a configuration: whole ones without a point, none with an exponent."""
    return str(int(number)) if number == int(number) else repr(number)


def number_in(content: Content, entry: str) -> float | None:
    """Return the number of an entry; ``None`` when it is absent or holds none."""
    text = value_at(content, pointer_of(entry))
    try:
        number = float(text) if isinstance(text, str) else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def mapping_in(content: Content, entry: str, form: str) -> dict[str, float]:
    """Return the mapping of an entry; raise ``ChangeRefused`` when it holds none, because it would be written over."""
    text = value_at(content, pointer_of(entry))
    if text is None:
        return {}
    found = _parsed(text, form) if isinstance(text, str) and len(text) <= _MOST_TEXT else None
    try:
        return msgspec.convert(found, dict[str, float])
    except msgspec.ValidationError:
        raise ChangeRefused(
            t("The entry {entry} does not hold a mapping of names to numbers.", entry=entry),
            t("Look at the ConfigMap; the console does not write over what it does not understand."),
        ) from None


def mapping_text(mapping: dict[str, float], form: str) -> str:
    """Return a mapping as the text of an entry."""
    if form == "yaml":
        import yaml  # noqa: PLC0415 - only for entries in YAML

        text: str = yaml.safe_dump(mapping, sort_keys=False)
        return text
    return json.dumps(mapping, separators=(",", ":"), ensure_ascii=False)


def _parsed(text: str, form: str) -> Any:
    if form != "yaml":
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return None
    import yaml  # noqa: PLC0415 - only for entries in YAML

    if "&" in text and "*" in text:
        return None  # aliases can grow without bound, and no mapping of weights needs them
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
