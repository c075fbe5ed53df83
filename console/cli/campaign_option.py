"""Campaigns on the command line: ``2026-12-01T09:00+09:00/6h=2.0``."""

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.forecast.campaign import Campaign

_FORM = re.compile(r"(?P<start>[0-9T:.+Z-]{10,40})/(?P<length>\d{1,5})(?P<unit>[hd])=(?P<uplift>\d{1,4}(?:\.\d{1,4})?)")
_UNITS = {"h": "hours", "d": "days"}


def to_campaigns(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> "tuple[Campaign, ...]":
    """Return the campaigns that options say; the callback of such options. Times without an offset are UTC."""
    return tuple(_campaign(one) for one in values)


def _campaign(text: str) -> "Campaign":
    from console.domain.forecast.campaign import Campaign  # noqa: PLC0415 - only when one is given

    found = _FORM.fullmatch(text.strip())
    try:
        start = datetime.fromisoformat(found["start"]) if found else None
        end = start + timedelta(**{_UNITS[found["unit"]]: int(found["length"])}) if found and start else None
    except (ValueError, OverflowError):
        start = end = None
    if found is None or start is None or end is None or float(found["uplift"]) <= 0 or int(found["length"]) < 1:
        raise click.BadParameter(
            t("{value} is no campaign; write 2026-12-01T09:00+09:00/6h=2.0 (begin/length=multiple).", value=repr(text))
        )
    return Campaign(text, _seconds(start), _seconds(end), float(found["uplift"]))


def _seconds(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
