"""The stages of a rollout in one line, as people write them: ``5 % 6h, 25 % 12h, 50 % 24h, 100 %``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.domain.rollouts.rollout_stage import RolloutStage
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*%?\s*:?\s*(?:(\d{1,5}(?:\.\d{1,3})?)\s*(s|m|min|h|d))?", re.ASCII)
_UNITS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_WRITTEN = (("d", 86_400.0), ("h", 3600.0), ("m", 60.0), ("s", 1.0))
_MOST_DAYS_WITHOUT = 2  # 24h and 36h read better as hours


def read_stages(text: str) -> tuple[RolloutStage, ...]:
    """Return the stages of a line; parts are separated by commas, semicolons or arrows. Raises ``UserError``."""
    parts = [one.strip() for one in re.split(r"[,;→、]", text) if one.strip()]
    return tuple(_stage(one) for one in parts)


def _stage(text: str) -> RolloutStage:
    found = _FORM.fullmatch(text.lower())
    if found is None:
        raise UserError(
            t("{text} is no stage.", text=repr(text)), t("Write a share and how long it is watched: 5 % 6h, … 100 %.")
        )
    lasts_s = float(found[2]) * _UNITS[found[3]] if found[2] else 0.0
    return RolloutStage(float(found[1]), lasts_s)


def stages_text(stages: Iterable[RolloutStage]) -> str:
    """Return stages as ``read_stages`` reads them."""
    return ", ".join(f"{one.percent:g} % {_length(one.lasts_s)}".strip() for one in stages)


def _length(seconds: float) -> str:
    for unit, size in _WRITTEN:
        is_days = unit == "d" and seconds <= _MOST_DAYS_WITHOUT * size
        if seconds and seconds % size == 0 and not is_days:
            return f"{seconds / size:g}{unit}"
    return f"{seconds:g}s" if seconds else ""
