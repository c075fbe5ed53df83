"""The bottleneck of a layer: the signal that is nearest to its limit, or furthest beyond it (L1.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.domain.layer import Layer
from console.domain.limit import Limit, limit_of
from console.domain.signal import Reading, Signal
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.domain.signal_key import SignalKey
from console.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class Pressure:
    """How near a reading is to its limit: ``ratio`` 1 is on it, 2 twice as bad, 0.5 half way."""

    key: SignalKey
    value: float
    limit: float
    ratio: float


def pressure(signal: Signal, key: SignalKey, value: float, own: Limit | None = None) -> Pressure | None:
    """Return the pressure of a reading against its warning limit (critical where there is no warning).

    Where less is better, it is value over limit. Where more is better, it is limit over value; for ratios such as
    99.9 % it is the shortfall over the allowed shortfall, because 99 % is ten times as bad as 99.9 %, not 1 % worse;
    for counts (replicas) there is no pressure until one is missing. ``None`` without a limit, without a good direction,
    or where nothing can be compared (limit of 0, value of NaN).
    """
    limits = limit_of(signal, own)
    limit = limits.critical if limits.warning is None else limits.warning
    if limit is None or signal.higher_is_better is None or value != value:  # noqa: PLR0124 - not a number
        return None
    bad, allowed = _bad_and_allowed(signal, value, limit)
    if allowed <= 0:
        return None if allowed < 0 or bad <= 0 else Pressure(key, value, limit, float("inf"))
    return Pressure(key, value, limit, max(0.0, bad / allowed))


def _bad_and_allowed(signal: Signal, value: float, limit: float) -> tuple[float, float]:
    if not signal.higher_is_better:
        return value, limit
    if signal.unit is Unit.RATIO:
        return 1 - value, 1 - limit
    return (limit, value) if value < limit else (0.0, limit)


def layer_pressures(
    cell: str,
    layer: Layer,
    services: Iterable[str],
    readings: Mapping[SignalKey, Reading],
    limits: Mapping[str, Limit] | None = None,
) -> tuple[Pressure, ...]:
    """Return the pressures in a layer of a cell, the highest first; ties in the order of keys."""
    names = frozenset(services)
    found = []
    for key, reading in readings.items():
        signal = SIGNALS_BY_KEY.get(key.signal)
        if key.cell != cell or signal is None:
            continue
        is_here = key.service in names and signal.layer in (layer, None) if key.service else signal.layer is layer
        one = pressure(signal, key, reading.value, (limits or {}).get(signal.key)) if is_here else None
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.ratio, one.key.signal, one.key.service, one.key.target)))


def bottleneck(pressures: Iterable[Pressure]) -> Pressure | None:
    """Return the highest pressure of a layer, ``None`` when nothing can be judged."""
    return max(pressures, key=lambda one: one.ratio, default=None)
