"""What was agreed before a game day, and what is drawn from its seed."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

import msgspec

SHORTEST_LIMIT_S = 60.0
LEAST_AFTER = 0.1  # of the span: nothing breaks while the operator still reads what was agreed


class GamePlan(msgspec.Struct, frozen=True):
    """A fault of ``scenarios`` begins within ``within_s`` seconds after ``begun_s`` (unix); it ends after ``limit_s``.

    The same plan always draws the same scenario at the same moment.
    """

    seed: int
    scenarios: tuple[str, ...]
    begun_s: float
    within_s: float = 600.0
    limit_s: float = 2_700.0


class GameDraw(NamedTuple):
    """What is hidden from the operator: the scenario, and when it begins (unix seconds)."""

    scenario: str
    breaks_s: float


def drawn(plan: GamePlan) -> GameDraw:
    """Return what the seed of a plan draws; by a hash, so that every Python draws the same."""
    scenarios = sorted(plan.scenarios)
    scenario = scenarios[int(_share(plan.seed, "scenario") * len(scenarios))]
    share = LEAST_AFTER + (1 - LEAST_AFTER) * _share(plan.seed, "moment")
    return GameDraw(scenario, round(plan.begun_s + share * plan.within_s, 3))


def _share(seed: int, what: str) -> float:
    """Return a number of [0, 1)."""
    return int.from_bytes(sha256(f"{seed}/{what}".encode()).digest()[:6]) / (1 << 48)
