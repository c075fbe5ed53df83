"""A staged cache update (L7.7): Edge, then Regional, then Global, each verified before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change import RUNNING, Change, ChangeState
from console.domain.change_word import state_word
from console.domain.edge.zone import Zone
from console.domain.operations.purge_cache import PurgeCache
from console.domain.purge_order import SINCE_S, PurgeLevel, level_of
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.store.state import State


class PurgeStage(NamedTuple):
    """``change`` is the newest purge of this level, ``None``: none yet. ``why_not`` says why it cannot start."""

    level: PurgeLevel
    title: str
    purges: str
    state: str
    is_verified: bool
    why_not: str
    change: Change | None


def zones_of(state: State) -> tuple[Zone, ...]:
    """Return the zones of all accounts, by name."""
    accounts = state.estate.cloudflare if state.estate is not None else ()
    found = [row for one in accounts for row in state.rows(one.key, "zones", Zone)]
    return tuple(sorted(found, key=lambda one: one.ref.name))


def purge_stages(state: State, zone: Zone, now_s: float) -> tuple[PurgeStage, ...]:
    """Return the three stages of a zone; one can start when the one before was verified, and after it."""
    done = [one for one in state.changes.values() if _is_of(one, zone) and one.at_s > now_s - SINCE_S]
    stages: list[PurgeStage] = []
    for level in PurgeLevel:
        before = stages[-1] if stages else None
        change = max((one for one in done if level_of(one.operation) is level), key=lambda one: one.at_s, default=None)
        if change is not None and before is not None and (before.change is None or change.at_s < before.change.at_s):
            change = None  # it belongs to the update before this one
        state_text = state_word(change.state) if change is not None else t("not begun")
        verified = change is not None and change.state is ChangeState.VERIFIED
        why = _why_not(before, change)
        stages.append(PurgeStage(level, _title(level), _purges(level), state_text, verified, why, change))
    return tuple(stages)


def purge_of(zone: Zone, level: PurgeLevel, names: Sequence[str]) -> PurgeCache:
    """Return the operation of a stage; raise ``UserError`` for names that cannot be."""
    connection, name = zone.ref.connection, zone.ref.name
    if level is PurgeLevel.GLOBAL:
        return PurgeCache(connection, name, everything=True)
    if level is PurgeLevel.REGIONAL:
        return PurgeCache(connection, name, hosts=tuple(names))
    if all("/" in one for one in names):
        return PurgeCache(connection, name, files=tuple(names))
    return PurgeCache(connection, name, tags=tuple(names))


def _is_of(change: Change, zone: Zone) -> bool:
    return (change.target.connection, change.target.name) == (zone.ref.connection, zone.ref.name)


def _why_not(before: PurgeStage | None, change: Change | None) -> str:
    if change is not None and change.state in RUNNING:
        return t("It is on its way.")
    if before is not None and not before.is_verified:
        return t("First {stage} has to be purged and verified.", stage=before.title)
    return ""


def _title(level: PurgeLevel) -> str:
    return {
        PurgeLevel.EDGE: t("1 Edge"),
        PurgeLevel.REGIONAL: t("2 Regional"),
        PurgeLevel.GLOBAL: t("3 Global"),
    }[level]


def _purges(level: PurgeLevel) -> str:
    return {
        PurgeLevel.EDGE: t("tags, or files by their address"),
        PurgeLevel.REGIONAL: t("whole hosts"),
        PurgeLevel.GLOBAL: t("everything of the zone"),
    }[level]
