"""Durations as Prometheus writes them."""

import re
from collections.abc import Iterator

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_536_000}
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_WRITTEN = (("d", 86_400), ("h", 3600), ("m", 60), ("s", 1))
_WHOLE = (("y", 31_536_000), ("w", 604_800))


def seconds_of(text: str) -> int:
    """Return the whole seconds of ``5m``, ``1h30m``, ``30d``; raise ``ValueError`` for anything else."""
    parts = _PART.findall(text)
    if not parts or "".join(f"{count}{unit}" for count, unit in parts) != text:
        raise ValueError(f"{text!r} is no duration")
    total = sum(int(count) * _UNITS[unit] for count, unit in parts)
    if total < 1 or total != int(total) or total > 10 * _UNITS["y"]:
        raise ValueError(f"{text!r} is no duration")
    return int(total)


def duration_text(seconds: int) -> str:
    """Return seconds in the largest unit that divides them: ``30d``, ``90m``, ``45s``."""
    return next(f"{seconds // size}{unit}" for unit, size in _WRITTEN if seconds % size == 0)


def prometheus_duration(seconds: int) -> str:
    """Return seconds as Prometheus itself writes them: ``4w``, ``90d``, ``1h30m``; years and weeks only where whole."""
    whole = next((f"{seconds // size}{unit}" for unit, size in _WHOLE if seconds % size == 0), None)
    return whole or "".join(_parts(seconds))


def _parts(seconds: int) -> Iterator[str]:
    for unit, size in _WRITTEN:
        count, seconds = divmod(seconds, size)
        if count:
            yield f"{count}{unit}"
