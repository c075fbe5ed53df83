"""The answer of a replay of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.replay.weight_replay import CellReplay


class WeightEffect(NamedTuple):
    """``rows`` are one per target; ``sentence`` is the answer, ``ground`` what it rests on."""

    rows: tuple[CellReplay, ...]
    sentence: str
    ground: str
    health: Health
