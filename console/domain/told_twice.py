"""Alerts that a metric server and an Alertmanager both tell.

A metric server adds its external labels (``cluster``, ``prometheus``) only when it sends an alert on: what it tells
itself has fewer labels than what the Alertmanager knows. It adds the same ones to all that it sends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from console.domain.alert import AlertState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from console.domain.alert import Alert

_MOST_ADDED = 20
_ENOUGH = 2  # alerts of a server that agree on what it adds
Labels = frozenset[tuple[str, str]]
Names = frozenset[str]


def told_once(alerts: Sequence[Alert], sent: Sequence[Alert]) -> Iterator[Alert]:
    """Yield the alerts that none of those that were ``sent`` is.

    The same labels are the same alert. One that was sent with more labels is one alert only: the firing one with the
    fewest added labels; others of the same labels were sent elsewhere, or not at all. Where several alerts of a server
    agree on what it adds, nothing else is taken for added.
    """
    here = {id(one): one.identity for one in alerts}
    there = {one.identity for one in sent}
    left = [one for one in alerts if here[id(one)] not in there]
    if left and there:
        own = set(here.values())
        free = [one for one in sent if one.identity not in own]
        agreed = _agreed([one for one in alerts if here[id(one)] in there], left, free, here)
        gone = _sent_on(sorted(left, key=_waits), free, here, agreed)
        left = [one for one in left if id(one) not in gone]
    yield from left


def _waits(alert: Alert) -> bool:
    return alert.state is not AlertState.FIRING


def _agreed(
    same: Sequence[Alert], left: Sequence[Alert], sent: Sequence[Alert], labels: Mapping[int, Labels]
) -> Mapping[str, Labels]:
    """Return what a server adds, by connection, where more of its alerts agree on that than on anything else."""
    votes: dict[int, set[Labels]] = {id(one): {frozenset()} for one in same}
    for added in _added(left, sent):
        lacking = _without(added, sent)
        for one in left:
            votes.setdefault(id(one), set()).update(_pairs(other, added) for other in lacking.get(labels[id(one)], ()))
    several: dict[str, list[tuple[Alert, set[Labels]]]] = defaultdict(list)
    for one in (*same, *left):
        several[one.ref.connection].append((one, votes.get(id(one), set())))
    found = {}
    for connection, told in several.items():
        counts = Counter(pairs for _, some in told for pairs in some)
        agree = {
            pairs: (sum(any(_agrees(one, other, pairs, count) for other in some) for one, some in told), count)
            for pairs, count in counts.most_common(_MOST_ADDED)
        }
        most = max(agree.values(), default=(0, 0))
        best = [pairs for pairs, count in agree.items() if count == most]
        if most[0] >= _ENOUGH and len(best) == 1:
            found[connection] = best[0]
    return found


def _agrees(alert: Alert, added: Labels, pairs: Labels, count: int) -> bool:
    """Return whether an alert to which some labels were added may be of a server that adds ``pairs`` to ``count``.

    It adds none that an alert has already; what it adds to a single one must be just what the others have.
    """
    if not added <= pairs:
        return False
    had = pairs - added
    return had <= alert.labels.items() or (count >= _ENOUGH and all(name in alert.labels for name, _ in had))


def _sent_on(
    alerts: Sequence[Alert], sent: Sequence[Alert], labels: Mapping[int, Labels], agreed: Mapping[str, Labels]
) -> set[int]:
    """Return which of the alerts were sent with more labels, each of those that were sent counted once."""
    gone: set[int] = set()
    free = list(sent)
    for added in _added(alerts, sent):
        lacking = _without(added, free)
        for one in alerts:
            found = lacking.get(labels[id(one)], []) if id(one) not in gone else []
            known = agreed.get(one.ref.connection)
            place = next((n for n, other in enumerate(found) if known is None or _pairs(other, added) <= known), None)
            if place is not None:
                found.pop(place)
                gone.add(id(one))
        left = (one for some in lacking.values() for one in some)
        free = [*(one for one in free if not added <= one.labels.keys()), *left]
    return gone


def _pairs(alert: Alert, added: Names) -> Labels:
    return frozenset((name, alert.labels[name]) for name in added)


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
