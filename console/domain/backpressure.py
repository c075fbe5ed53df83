"""The backpressure path (L2.2): Kafka lag -> KEDA -> HPA -> edge middleware, and where the signal stops."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

_CLOSE = 0.1
_WHOLE = 1e-9
_POLLED = 0.5
"""KEDA polls (30 s by default) what the exporter scrapes: a tenth of difference is age, not a broken link."""


class Link(StrEnum):
    """The links in the order of the signal."""

    LAG = "lag"
    KEDA = "keda"
    HPA = "hpa"
    PODS = "pods"
    EDGE = "edge"


class LinkState(StrEnum):
    """``PASSES`` the signal on, ``QUIET``: nothing to pass on, ``STOPS`` it, ``UNKNOWN``: not measured."""

    PASSES = "passes"
    QUIET = "quiet"
    STOPS = "stops"
    UNKNOWN = "unknown"


class StopReason(StrEnum):
    """Why the signal stops at a link, or (at its maximum, at the partitions) goes on without all of it."""

    KEDA_SEES_NOTHING = "keda_sees_nothing"
    KEDA_SEES_OTHER = "keda_sees_other"
    KEDA_INACTIVE = "keda_inactive"
    KEDA_PAUSED = "keda_paused"
    KEDA_AT_PARTITIONS = "keda_at_partitions"
    HPA_DOES_NOT_ASK = "hpa_does_not_ask"
    HPA_AT_MAXIMUM = "hpa_at_maximum"
    PODS_MISSING = "pods_missing"
    EDGE_LETS_ALL_IN = "edge_lets_all_in"


@dataclass(frozen=True, slots=True)
class ChainReadings:
    """What is measured along the path of one queue; ``None`` is not measured.

    ``lag`` messages in Kafka; ``target`` messages per replica and ``activation`` messages from the ScaledObject's
    trigger; ``keda_value`` and ``keda_active`` what KEDA sees and does, unless it is paused; replicas of HPA and
    Deployment; ``throttled_rps`` requests per second that the edge refuses with 429.
    """

    lag: float | None = None
    target: float | None = None
    activation: float = 0.0
    keda_value: float | None = None
    keda_active: bool | None = None
    hpa_desired: float | None = None
    hpa_max: float | None = None
    available: float | None = None
    throttled_rps: float | None = None
    keda_paused: bool = False


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """The state of one link: ``value`` is what it shows, ``expected`` what the links before it call for."""

    link: Link
    state: LinkState
    value: float | None = None
    expected: float | None = None
    reason: StopReason | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """All links, and the first at which the signal stops (``None``: it passes, or nobody can tell)."""

    links: tuple[LinkFinding, ...]
    stops_at: LinkFinding | None

    @property
    def is_known(self) -> bool:
        """Return whether every link up to the stop (or the end) is measured."""
        for finding in self.links:
            if finding is self.stops_at:
                return True
            if finding.state is LinkState.UNKNOWN:
                return False
        return True


def backpressure_chain(readings: ChainReadings) -> Chain:
    """Follow the signal from the lag to the edge.

    KEDA must see the lag (within half: it polls, and the lag moves in between; of Kafka it counts no more than the
    target for each partition) and be active above its activation; the HPA must ask for lag over target replicas,
    rounded up; where that is more than its maximum or than there are partitions, the signal has to reach the edge,
    which must refuse requests; pods must follow the HPA's wish. After a link that stops the signal the others are
    judged no more.
    """
    judges: tuple[Callable[[ChainReadings], LinkFinding], ...] = (_lag, _keda, _hpa, _pods, _edge)
    links: list[LinkFinding] = []
    stop: LinkFinding | None = None
    for judge in judges:
        finding = judge(readings)
        if stop is not None:
            finding = LinkFinding(finding.link, LinkState.UNKNOWN, finding.value)
        elif finding.state is LinkState.STOPS:
            stop = finding
        links.append(finding)
    return Chain(tuple(links), stop)


def wanted_replicas(readings: ChainReadings) -> int | None:
    """Return how many replicas the lag calls for: lag over target, rounded up (the HPA's rule for average values)."""
    if readings.lag is None or readings.target is None or readings.target <= 0:
        return None
    quotient = -(-readings.lag // readings.target)
    return int(quotient) if isfinite(quotient) else None


def _partitions(readings: ChainReadings) -> int | None:
    """Return for how many partitions KEDA counts, where it sees a whole multiple of the target and less than waits.

    KEDA's Kafka scaler cuts the lag to the target times the partitions: more consumers than those would idle.
    """
    seen, lag, target = readings.keda_value, readings.lag, readings.target
    if seen is None or lag is None or not target or not 0 < target <= seen < lag or not isfinite(seen / target):
        return None
    count = seen / target
    return round(count) if abs(count - round(count)) < _WHOLE else None


def _is_cut(readings: ChainReadings) -> bool:
    """Return whether the HPA asks for one replica for each partition, which is too little for the lag."""
    count, wanted = _partitions(readings), wanted_replicas(readings)
    return count is not None and wanted is not None and readings.hpa_desired == count and _is_less(count, wanted)


def _is_less(asked: float, wanted: int) -> bool:
    return asked + max(1.0, _CLOSE * wanted) < wanted


def _is_calling(readings: ChainReadings) -> bool:
    return readings.lag is not None and readings.lag > readings.activation


def _lag(readings: ChainReadings) -> LinkFinding:
    if readings.lag is None:
        return LinkFinding(Link.LAG, LinkState.UNKNOWN)
    return LinkFinding(Link.LAG, LinkState.PASSES if _is_calling(readings) else LinkState.QUIET, readings.lag)


def _is_held(readings: ChainReadings) -> bool:
    """Return whether KEDA is paused at fewer replicas than the lag calls for; it reads nothing then."""
    wanted, there = wanted_replicas(readings), readings.available
    is_enough = wanted is not None and there is not None and there >= wanted
    return readings.keda_paused and _is_calling(readings) and not is_enough


def _keda(readings: ChainReadings) -> LinkFinding:
    seen, lag = readings.keda_value, readings.lag
    if _is_held(readings):
        return LinkFinding(Link.KEDA, LinkState.STOPS, seen, lag, StopReason.KEDA_PAUSED)
    if lag is None or (seen is None and readings.keda_active is None):
        return LinkFinding(Link.KEDA, LinkState.UNKNOWN, seen, lag)
    if not _is_calling(readings):
        return LinkFinding(Link.KEDA, LinkState.QUIET, seen, lag)
    if readings.keda_paused:  # enough replicas are held; what it read last is as old as the pause
        return LinkFinding(Link.KEDA, LinkState.UNKNOWN, seen, lag)
    reason = None
    if seen is not None and seen <= 0:
        reason = StopReason.KEDA_SEES_NOTHING
    elif seen is not None and (abs(seen - lag) > max(_POLLED * lag, readings.target or 0.0) or _is_cut(readings)):
        reason = StopReason.KEDA_AT_PARTITIONS if _partitions(readings) is not None else StopReason.KEDA_SEES_OTHER
    if reason in {None, StopReason.KEDA_AT_PARTITIONS} and readings.keda_active is False:
        reason = StopReason.KEDA_INACTIVE
    passes = reason in {None, StopReason.KEDA_AT_PARTITIONS}
    return LinkFinding(Link.KEDA, LinkState.PASSES if passes else LinkState.STOPS, seen, lag, reason)


def _most(readings: ChainReadings) -> float | None:
    """Return the replicas beyond which nothing can be added: the HPA's maximum, or one for each partition."""
    bounds = [readings.hpa_max] if readings.hpa_max is not None else []
    if _keda(readings).reason is StopReason.KEDA_AT_PARTITIONS and (count := _partitions(readings)) is not None:
        bounds.append(float(count))
    return min(bounds, default=None)


def _hpa(readings: ChainReadings) -> LinkFinding:
    wanted, asked, most = wanted_replicas(readings), readings.hpa_desired, _most(readings)
    if wanted is None or asked is None:
        return LinkFinding(Link.HPA, LinkState.UNKNOWN, asked, wanted)
    if not _is_calling(readings):
        return LinkFinding(Link.HPA, LinkState.QUIET, asked, wanted)
    if most is not None and wanted > most and asked >= most:
        # The autoscaler has done what it may; whether the signal goes on is for the edge to show.
        is_full = readings.hpa_max is not None and asked >= readings.hpa_max
        reason = StopReason.HPA_AT_MAXIMUM if is_full else None
        return LinkFinding(Link.HPA, LinkState.PASSES, asked, wanted, reason)
    if _is_less(asked, wanted):
        return LinkFinding(Link.HPA, LinkState.STOPS, asked, wanted, StopReason.HPA_DOES_NOT_ASK)
    return LinkFinding(Link.HPA, LinkState.PASSES, asked, wanted)


def _pods(readings: ChainReadings) -> LinkFinding:
    asked, there = readings.hpa_desired, readings.available
    if asked is None or there is None:
        return LinkFinding(Link.PODS, LinkState.UNKNOWN, there, asked)
    if there < asked:
        return LinkFinding(Link.PODS, LinkState.STOPS, there, asked, StopReason.PODS_MISSING)
    return LinkFinding(Link.PODS, LinkState.PASSES if _is_calling(readings) else LinkState.QUIET, there, asked)


def _edge(readings: ChainReadings) -> LinkFinding:
    """The edge has to refuse only what scaling can no longer take: when nothing more can be added."""
    wanted, most, refused = wanted_replicas(readings), _most(readings), readings.throttled_rps
    if wanted is None or most is None:
        return LinkFinding(Link.EDGE, LinkState.UNKNOWN, refused)
    if wanted <= most:
        return LinkFinding(Link.EDGE, LinkState.QUIET, refused)
    if refused is None:
        return LinkFinding(Link.EDGE, LinkState.UNKNOWN)
    if refused > 0:
        return LinkFinding(Link.EDGE, LinkState.PASSES, refused)
    return LinkFinding(Link.EDGE, LinkState.STOPS, refused, None, StopReason.EDGE_LETS_ALL_IN)
