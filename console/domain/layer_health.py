"""How well a layer of a cell is, from its readings and its workloads (L1.1); never well for want of evidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from console.domain.cell_trouble import CellTrouble
from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.limit import Limit, reading_health
from console.domain.signal import Reading, Signal
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.domain.signal_key import SignalKey
from console.domain.workload import Workload

Readings = Mapping[SignalKey, Reading]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact behind a judgement: a reading (``key``, ``value``), a workload (``ready`` of ``desired``), a trouble.

    ``ready`` is ``None`` when the workload is not there, ``is_stuck`` when its newest pods do not come up. None of the
    three: nothing is measured.
    """

    health: Health
    key: SignalKey | None = None
    value: float | None = None
    workload: str = ""
    ready: int | None = None
    desired: int | None = None
    is_stuck: bool = False
    trouble: CellTrouble | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A health and what it rests on, worst first."""

    health: Health
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerParts:
    """What a layer of a cell consists of: names of services (for ``DATA``, of data stores that run in the cluster).

    ``workloads`` is what the cluster has under each name, ``None`` under a name that it should have and has not; the
    whole is ``None`` while the cluster has not been read.
    """

    cell: str
    layer: Layer
    services: tuple[str, ...]
    workloads: Mapping[str, Workload | None] | None = None


def layer_health(parts: LayerParts, readings: Readings, limits: Mapping[str, Limit] | None = None) -> Judgement:
    """Return the worst of what is known about a layer.

    Readings of its own signals count, and of signals of every layer (errors, CPU) where they are about its services.
    A layer with services that nobody measures is ``UNKNOWN`` at best: that its pods are ready says that it runs, not
    how well. A layer without services and readings is ``UNKNOWN`` without evidence.
    """
    judged = list(_judged_readings(parts, readings, limits or {}))
    if parts.services and not judged:
        judged.append(Evidence(Health.UNKNOWN))
    return _judgement([*judged, *workload_evidence(parts)])


def cell_health(
    layers: Iterable[Judgement], cell: str, readings: Readings, limits: Mapping[str, Limit] | None = None
) -> Judgement:
    """Return the health of a whole cell: the worst of its layers and of what is measured for the cell as such.

    A layer that has services and is ``UNKNOWN`` keeps the cell from being ``OK``; one that the cell does not have
    counts for nothing.
    """
    evidence = [
        found
        for key, reading in readings.items()
        if key.cell == cell and not key.service and _signal_layer(key) is None
        for found in _judged(key, reading, limits or {})
    ]
    evidence += [found for layer in layers for found in layer.evidence]
    return _judgement(evidence)


def with_troubles(judged: Judgement, troubles: Iterable[CellTrouble]) -> Judgement:
    """Return a judgement that also rests on causes; among equals they come first, because they lead to the mending."""
    found = [Evidence(one.health, trouble=one) for one in troubles]
    ordered = sorted((*found, *judged.evidence), key=lambda one: -one.health)
    return Judgement(Health.worst(judged.health, *(one.health for one in found)), tuple(ordered))


def workload_evidence(parts: LayerParts) -> Iterator[Evidence]:
    """Yield the state of each workload; nothing while the cluster has not been read."""
    for name, workload in (parts.workloads or {}).items():
        if name not in parts.services:
            continue
        if workload is None:
            yield Evidence(Health.CRITICAL, workload=name)
        else:
            yield Evidence(
                workload_health(workload),
                workload=name,
                ready=workload.ready,
                desired=workload.desired,
                is_stuck=workload.standstill is not None,
            )


def workload_health(workload: Workload) -> Health:
    """Return ``CRITICAL`` with none ready of the pods wanted, else ``OK`` (also for zero).

    ``WARNING`` with too few, or with a newest revision that does not come up.
    """
    if workload.desired > 0 and workload.ready <= 0:
        return Health.CRITICAL
    is_short = workload.ready < workload.desired
    return Health.WARNING if is_short or workload.standstill is not None else Health.OK


def _judged_readings(parts: LayerParts, readings: Readings, limits: Mapping[str, Limit]) -> Iterator[Evidence]:
    for key, reading in readings.items():
        if key.cell == parts.cell and _belongs(key, parts):
            yield from _judged(key, reading, limits)


def _belongs(key: SignalKey, parts: LayerParts) -> bool:
    layer = _signal_layer(key)
    if key.service:
        return key.service in parts.services and layer in (parts.layer, None)
    return layer is parts.layer


def _signal_layer(key: SignalKey) -> Layer | None:
    signal = SIGNALS_BY_KEY.get(key.signal)
    return signal.layer if signal else None


def _judged(key: SignalKey, reading: Reading, limits: Mapping[str, Limit]) -> Iterator[Evidence]:
    """Yield the evidence of a reading that has limits; others inform, but judge nothing."""
    signal: Signal | None = SIGNALS_BY_KEY.get(key.signal)
    if signal is None:
        return
    health = reading_health(signal, reading.value, limits.get(key.signal))
    if health is not Health.UNKNOWN:
        yield Evidence(health, key=key, value=reading.value)


def _judgement(evidence: list[Evidence]) -> Judgement:
    ordered = tuple(sorted(evidence, key=lambda one: -one.health))
    return Judgement(Health.worst(*(one.health for one in ordered)), ordered)
