"""Durations as Argo Rollouts writes them: ``30``, ``"30"``, ``30s``, ``1h30m``."""

import re
from typing import Any

_PART = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s)", re.ASCII)
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_MOST_S = 10.0**9


def duration_s(value: Any) -> float | None:
    """Return seconds, ``None`` for what is no duration."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return float(text)
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return None
    return min(_MOST_S, sum(float(number) * _SECONDS[unit] for number, unit in parts))
