"""Lengths of time in runbooks: ``90s``, ``15m``, ``1h30m``, or plain seconds."""

from __future__ import annotations

import re

from console.kernel.i18n import t

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "": 1.0}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(ms|min|s|m|h|d|)")
_MOST_S = 31 * 86400.0


def seconds(text: str) -> float:
    """Return the seconds that a text says; raise ``ValueError`` with a sentence when it says none."""
    short = text.strip().lower().replace(" ", "")
    parts = list(_PART.finditer(short))
    whole = "".join(one[0] for one in parts)
    found = sum(float(one[1]) * _UNITS[one[2]] for one in parts)
    if not short or whole != short or not 0 <= found <= _MOST_S:
        raise ValueError(t("{text} is no length of time; write 90s, 15m or 1h.", text=repr(text[:20])))
    return found


def length_text(found_s: float) -> str:
    """Return seconds as people write them: ``90s`` becomes ``1m30s``."""
    whole = round(found_s)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{left}s" if left or not whole else ""]
    return "".join(parts)
