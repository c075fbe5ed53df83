"""A cache goes Edge → Regional → Global, each stage verified before the next (L7.7)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.operations.purge_cache import PurgeCache
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.change import Change

SINCE_S = 24 * 3600.0
"""A stage that was verified longer ago belongs to another update."""


class PurgeLevel(StrEnum):
    """How much goes: named files, tags or paths; whole hosts; everything."""

    EDGE = "edge"
    REGIONAL = "regional"
    GLOBAL = "global"


def level_of(operation: object) -> PurgeLevel | None:
    """Return which stage an operation is of; ``None`` for no purge. A prefix without a path is a whole host."""
    if not isinstance(operation, PurgeCache):
        return None
    if operation.everything:
        return PurgeLevel.GLOBAL
    bare = any(not one.partition("/")[2] for one in operation.prefixes)
    return PurgeLevel.REGIONAL if operation.hosts or bare else PurgeLevel.EDGE


def demand_order(operation: object, changes: Iterable[Change], now_s: float) -> None:
    """Raise ``ChangeRefused`` for a purge whose stage before was not verified on the same zone in the last day.

    A regional purge that is older than the last edge one belongs to the update before this one.
    """
    level = level_of(operation)
    if level is None or not isinstance(operation, PurgeCache) or level is PurgeLevel.EDGE:
        return
    before = PurgeLevel.EDGE if level is PurgeLevel.REGIONAL else PurgeLevel.REGIONAL
    done = [
        (one.at_s, level_of(one.operation))
        for one in changes
        if one.target == operation.target and one.state is ChangeState.VERIFIED and one.at_s > now_s - SINCE_S
    ]
    verified_s = max((at_s for at_s, stage in done if stage is before), default=None)
    if verified_s is None:
        raise ChangeRefused(
            t("No {stage} purge of {zone} was verified in the last day.", stage=before.value, zone=operation.zone),
            _in_stages(),
        )
    if any(at_s > verified_s for at_s, stage in done if stage is PurgeLevel.EDGE and before is PurgeLevel.REGIONAL):
        raise ChangeRefused(
            t("No regional purge of {zone} was verified since its last edge purge.", zone=operation.zone), _in_stages()
        )


def _in_stages() -> str:
    return t("Purge in stages: edge (files, tags, paths), then regional (hosts), then global (everything).")
