"""Holding findings against those of a baseline: which are new, which were there, which are gone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from console.domain.audit.finding import BaselineState, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class BaselineMatch(NamedTuple):
    """``found`` are the findings of now with their state, in their order; ``gone`` those of the baseline alone."""

    found: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def baseline_match(now: Iterable[Finding], before: Iterable[Finding], renames: Mapping[str, str]) -> BaselineMatch:
    """Return the match; ``renames`` gives the new path of files that were renamed.

    Unchanged: the same fingerprint, or the same evidence in a renamed file or of a whole file or commit. Updated: the
    same evidence in a line that was edited, or other evidence of a whole file or commit. Each one of the baseline is
    matched once, in order.
    """
    found = list(now)
    states: dict[int, BaselineState] = {}
    moved = frozenset(renames.values())
    left = [replace(one, path=renames.get(one.path, one.path)) for one in before]
    for key, state in _STEPS:
        waiting: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for place, one in enumerate(found):
            if place not in states and key(one) is not None:
                waiting[key(one) or ()].append(place)
        rest = []
        for one in left:
            places = waiting.get(key(one) or ())
            if places:
                place = places.pop(0)
                is_edited = key is _by_evidence and found[place].line and one.path not in moved
                states[place] = BaselineState.UPDATED if is_edited else state
            else:
                rest.append(one)
        left = rest
    told = tuple(replace(one, baseline=states.get(place, BaselineState.NEW)) for place, one in enumerate(found))
    return BaselineMatch(told, tuple(replace(one, baseline=BaselineState.ABSENT) for one in left))


def _by_fingerprint(one: Finding) -> tuple[object, ...] | None:
    return (one.rule, one.fingerprint) if one.fingerprint else None


def _by_evidence(one: Finding) -> tuple[object, ...] | None:
    return (one.rule, one.path, one.commit, " ".join(one.evidence.split())) if one.evidence else None


def _by_whole(one: Finding) -> tuple[object, ...] | None:
    return (one.rule, one.path, one.commit) if not one.line else None


_STEPS: tuple[tuple[Callable[[Finding], tuple[object, ...] | None], BaselineState], ...] = (
    (_by_fingerprint, BaselineState.UNCHANGED),
    (_by_evidence, BaselineState.UNCHANGED),
    (_by_whole, BaselineState.UPDATED),
)
