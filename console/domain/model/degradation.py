"""The answer to a model that got worse (E6.2): roll back, adjust or watch."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.domain.edge.edge_worker import EdgeWorker
from console.domain.edge.version_split import LEAST_PERCENT
from console.domain.model.compatibility import is_same_version

ROLLBACK_DROP, ADJUST_DROP, WATCH_H = 0.05, 0.03, 24
_EXACT = 1e-9
_WHOLE = 100.0


class DegradationAnswer(StrEnum):
    """What to do, the hardest first."""

    ROLLBACK = "rollback"
    ADJUST = "adjust"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class Degradation:
    """How far the accuracy fell (points of accuracy as a ratio; below 0: it rose) below ``reference``."""

    accuracy: float
    reference: float

    @property
    def drop(self) -> float:
        """Return by how much it fell."""
        return self.reference - self.accuracy

    @property
    def answer(self) -> DegradationAnswer:
        """Return what E6.2 says: over 5 points roll back, over 3 adjust, else watch for 24 hours."""
        if self.drop > ROLLBACK_DROP + _EXACT:
            return DegradationAnswer.ROLLBACK
        return DegradationAnswer.ADJUST if self.drop > ADJUST_DROP + _EXACT else DegradationAnswer.MONITOR


def shares_after(
    answer: DegradationAnswer, worker: EdgeWorker, trusted: Sequence[str] = ()
) -> tuple[tuple[str, float], ...]:
    """Return (version, percent) that the answer asks of a Worker; empty when there is nothing to fall back on.

    A rollback gives all calls to the version to fall back on, an adjustment half of the newest version's calls. It
    falls back on the first of ``trusted`` (names at the beginning of a version's note, e.g. v1.4.2; a ``v`` or a zero
    at the end may be missing in either) that is not the newest running, else on the older of two running versions,
    else on the one uploaded before the only one.
    """
    if answer is DegradationAnswer.MONITOR or not worker.shares:
        return ()
    ages = {one.version_id: _age(one.number, place) for place, one in enumerate(worker.versions)}
    newest = max(worker.shares, key=lambda one: ages.get(one.version_id, 0.0))
    older = _fall_back(worker, newest.version_id, trusted)
    if not older:
        return ()
    half = newest.percent / 2
    if answer is DegradationAnswer.ROLLBACK or half < LEAST_PERCENT:
        return ((older, _WHOLE),)
    return ((older, _WHOLE - half), (newest.version_id, half))


def weights_after(answer: DegradationAnswer, weights: Mapping[str, float], degraded: str) -> Mapping[str, float]:
    """Return the weights (sum 1) that the answer asks of a model router; empty when it asks none or has no other.

    A rollback leaves the degraded model nothing, an adjustment half; the others share the rest as they did before.
    """
    own = weights.get(degraded, 0.0)
    others = math.fsum(weight for name, weight in weights.items() if name != degraded)
    if answer is DegradationAnswer.MONITOR or own <= 0 or others <= 0:
        return {}
    kept = 0.0 if answer is DegradationAnswer.ROLLBACK else own / (own + others) / 2
    rest = 1.0 - kept
    return {name: kept if name == degraded else weight / others * rest for name, weight in weights.items()}


def _age(number: int | None, place: int) -> float:
    """Return what orders versions from the oldest: their number, else their place from the newest."""
    return float(-place if number is None else number)


def _fall_back(worker: EdgeWorker, newest: str, trusted: Sequence[str]) -> str:
    """Return the version to fall back on, empty when nobody knows one.

    A name may have been uploaded twice: the newest running is no way back from itself, and what answers goes first.
    """
    names = {one.version_id: next(iter(one.note.split(maxsplit=1)), "").removeprefix("v") for one in worker.versions}
    answering = {one.version_id for one in worker.shares}
    for name in (one.removeprefix("v") for one in trusted):
        known = [one for one, called in names.items() if name and is_same_version(called, name)]
        if known and newest not in known:
            return next((one for one in known if one in answering), known[0])
    others = [one.version_id for one in worker.shares if one.version_id != newest]
    return others[0] if others else _before(worker, newest)


def _before(worker: EdgeWorker, version: str) -> str:
    """Return the version uploaded before one, empty when nobody knows it; versions are newest first."""
    known = [one.version_id for one in worker.versions]
    place = known.index(version) + 1 if version in known else len(known)
    return known[place] if place < len(known) else ""
