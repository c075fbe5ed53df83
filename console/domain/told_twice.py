"""Alerts that a metric server and an Alertmanager both tell.

A metric server adds its external labels (``cluster``, ``prometheus``) only when it sends an alert on: what it tells
itself has fewer labels than what the Alertmanager knows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from console.domain.alert import AlertState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from console.domain.alert import Alert

_MOST_ADDED = 20
Labels = frozenset[tuple[str, str]]
Names = frozenset[str]


def told_once(alerts: Sequence[Alert], sent: Sequence[Alert]) -> Iterator[Alert]:
    """Yield the alerts that none of those that were ``sent`` is.

    The same labels are the same alert. One that was sent with more labels is one alert only: the firing one with the
    fewest added labels; others of the same labels were sent elsewhere, or not at all.
    """
    here = {id(one): one.identity for one in alerts}
    there = {one.identity for one in sent}
    left = [one for one in alerts if here[id(one)] not in there]
    if left and there:
        own = set(here.values())
        gone = _sent_on(sorted(left, key=_waits), [one for one in sent if one.identity not in own], here)
        left = [one for one in left if id(one) not in gone]
    yield from left


def _waits(alert: Alert) -> bool:
    return alert.state is not AlertState.FIRING


def _sent_on(alerts: Sequence[Alert], sent: Sequence[Alert], labels: Mapping[int, Labels]) -> set[int]:
    """Return which of the alerts were sent with more labels, each of those that were sent counted once."""
    gone: set[int] = set()
    free = list(sent)
    for added in _added(alerts, sent):
        lacking = _without(added, free)
        for one in alerts:
            found = lacking.get(labels[id(one)]) if id(one) not in gone else None
            if found:
                found.pop()
                gone.add(id(one))
        left = (one for some in lacking.values() for one in some)
        free = [*(one for one in free if not added <= one.labels.keys()), *left]
    return gone


def _added(alerts: Iterable[Alert], sent: Iterable[Alert]) -> list[Names]:
    """Return which labels may have been added, by the names that alerts of a rule have here and there; fewest first."""
    here, there = _shapes(alerts), _shapes(sent)
    found = Counter(
        more - few for name, shapes in here.items() for few in shapes for more in there.get(name, ()) if few < more
    )
    return sorted(found, key=lambda names: (len(names), -found[names], sorted(names)))[:_MOST_ADDED]


def _shapes(alerts: Iterable[Alert]) -> Mapping[str, set[Names]]:
    found: dict[str, set[Names]] = defaultdict(set)
    for one in alerts:
        found[one.name].add(frozenset(one.labels))
    return found


def _without(added: Names, sent: Iterable[Alert]) -> Mapping[Labels, list[Alert]]:
    """Return what was sent, by what is left of its labels without those that were added."""
    found: dict[Labels, list[Alert]] = defaultdict(list)
    for one in sent:
        if added <= one.labels.keys():
            found[frozenset(pair for pair in one.labels.items() if pair[0] not in added)].append(one)
    return found
