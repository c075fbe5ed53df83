"""Lengths of time on the command line: ``90s``, ``15m``, ``1h``."""

import re

import click

from console.kernel.i18n import t

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_FORM = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([a-z]*)")


def to_seconds(_context: click.Context, _option: click.Parameter, value: str | None) -> float | None:
    """Return the seconds, more than none, that an option says; the callback of such options."""
    if value is None:
        return None
    found = _FORM.fullmatch(value.strip().lower())
    seconds = float(found[1]) * _UNITS.get(found[2], 0.0) if found else 0.0
    if seconds <= 0:
        raise click.BadParameter(t("{value} is no length of time; write 90s, 15m or 1h.", value=repr(value)))
    return seconds
