"""The backpressure path (L2.2) of each queue: Kafka lag → KEDA → HPA → pods → edge, and where the signal stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.backpressure import (
    ChainReadings,
    Link,
    LinkState,
    StopReason,
    backpressure_chain,
)
from console.domain.health import Health
from console.domain.scaled_queue import activation_of, queue_of, reads_queue, target_of
from console.domain.scaling_block import BlockReason, scaling_blocks
from console.kernel.i18n import t
from console.presenters.autoscaler_rows import autoscalers_of
from console.presenters.cell_workloads import workloads_of
from console.presenters.format import UNKNOWN, number, significant
from console.presenters.reading_index import ReadingIndex

if TYPE_CHECKING:
    from console.domain.autoscaler import Autoscaler
    from console.domain.backpressure import (
        Chain,
        LinkFinding,
    )
    from console.estate.schema.cell import Cell
    from console.store.state import State

_TOLD = {BlockReason.NOT_READY, BlockReason.FALLBACK}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link: what it is, what it shows (``amount`` is the number of it), and the sentence where the signal stops."""

    link: Link
    title: str
    value: str
    expected: str
    health: Health
    sentence: str
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class ChainRow:
    """The path of one queue of one cell; ``summary`` is one sentence."""

    cell: str
    name: str
    links: tuple[LinkRow, ...]
    health: Health
    summary: str


def chain_rows(state: State, cell: str = "") -> tuple[ChainRow, ...]:
    """Return the path of every ScaledObject of all cells (or of one), those that stop first."""
    if state.estate is None:
        return ()
    index = ReadingIndex(state)
    rows = [
        _row(one, scaler, backpressure_chain(_readings(state, index, one, scaler)))
        for one in state.estate.cells
        if cell in {"", one.key}
        for scaler in autoscalers_of(state, one)
        if reads_queue(scaler)
    ]
    return tuple(sorted(rows, key=lambda row: -row.health))


def _readings(state: State, index: ReadingIndex, cell: Cell, scaler: Autoscaler) -> ChainReadings:
    name = scaler.ref.name
    made = (f"keda-hpa-{name}", f"ScaledObject/{name}")
    hpa = next((one for one in autoscalers_of(state, cell) if one.ref.name == made[0] or one.owner == made[1]), None)
    workload = next((one for one in workloads_of(state, cell) if one.ref.name == scaler.target_name), None)
    active = next((one.status for one in scaler.conditions if one.type == "Active"), None)
    waiting: dict[str, float] = {}
    for key, reading in index.of(cell, "queue_length"):
        waiting[key.target] = waiting.get(key.target, 0.0) + reading.value
    own = queue_of(scaler, autoscalers_of(state, cell), waiting)
    seen = [reading.value for key, reading in index.of(cell, "keda_metric") if key.target == name]
    return ChainReadings(
        lag=sum(own.values()) if own else None,
        target=target_of(scaler),
        activation=activation_of(scaler),
        keda_value=seen[0] if seen else None,
        keda_active=None if active not in {"True", "False"} else active == "True",
        hpa_desired=hpa.desired if hpa is not None else None,
        hpa_max=hpa.maximum if hpa is not None else scaler.maximum,
        available=workload.available if workload is not None else None,
        throttled_rps=index.value(cell, "edge_throttled_rps"),
        keda_paused=any(one.reason is BlockReason.PAUSED for one in scaling_blocks(scaler)),
    )


def _row(cell: Cell, scaler: Autoscaler, chain: Chain) -> ChainRow:
    links = tuple(_link(finding) for finding in chain.links)
    stop = chain.stops_at
    if stop is not None:
        health, summary = Health.CRITICAL, " ".join((_sentence(stop), *_own_words(stop, scaler)))
    elif not chain.is_known:
        health, summary = Health.UNKNOWN, t("Not every link is measured, so nobody can tell.")
    elif chain.links[0].state is LinkState.QUIET:
        health, summary = Health.OK, t("There is no backlog to pass on.")
    else:
        health, summary = Health.OK, t("The signal passes through every link.")
    return ChainRow(cell.title or cell.key, scaler.ref.name, links, health, summary)


def _own_words(stop: LinkFinding, scaler: Autoscaler) -> tuple[str, ...]:
    """Return what KEDA itself says where the signal stops at KEDA: it names the cause."""
    if stop.link is not Link.KEDA:
        return ()
    blocks = scaling_blocks(scaler)
    return tuple(one.message for one in blocks if one.reason in _TOLD and one.message)


def _link(finding: LinkFinding) -> LinkRow:
    titles = {
        Link.LAG: t("Kafka lag"),
        Link.KEDA: t("KEDA"),
        Link.HPA: t("HPA"),
        Link.PODS: t("Pods"),
        Link.EDGE: t("Edge"),
    }
    units = {
        Link.LAG: t("messages"),
        Link.KEDA: t("messages seen"),
        Link.HPA: t("desired"),
        Link.PODS: t("available"),
        Link.EDGE: t("refused/s"),
    }
    health = {
        LinkState.PASSES: Health.OK,
        LinkState.QUIET: Health.OK,
        LinkState.STOPS: Health.CRITICAL,
        LinkState.UNKNOWN: Health.UNKNOWN,
    }[finding.state]
    value = UNKNOWN if finding.value is None else f"{_count(finding.value)} {units[finding.link]}"
    expected = "" if finding.expected is None else t("expected {value}", value=_count(finding.expected))
    return LinkRow(finding.link, titles[finding.link], value, expected, health, _sentence(finding), finding.value)


def _count(value: float) -> str:
    return number(value) if value % 1 == 0 or value >= 100 else significant(value)


def _sentence(finding: LinkFinding) -> str:
    sentences = {
        StopReason.KEDA_SEES_NOTHING: t("The signal stops at KEDA: it sees no messages although there is a lag."),
        StopReason.KEDA_SEES_OTHER: t("The signal stops at KEDA: it sees another lag than Kafka has."),
        StopReason.KEDA_INACTIVE: t("The signal stops at KEDA: its trigger is not active."),
        StopReason.KEDA_PAUSED: t("The signal stops at KEDA: it is paused."),
        StopReason.KEDA_AT_PARTITIONS: t(
            "KEDA counts one replica for each partition; from here on the edge has to refuse requests."
        ),
        StopReason.HPA_DOES_NOT_ASK: t(
            "The signal stops at the HPA: it asks for fewer replicas than the lag calls for."
        ),
        StopReason.HPA_AT_MAXIMUM: t("The HPA is at its maximum; from here on the edge has to refuse requests."),
        StopReason.PODS_MISSING: t("The signal stops at the pods: fewer are available than the HPA asks for."),
        StopReason.EDGE_LETS_ALL_IN: t(
            "The signal stops at the edge: it lets everything in although nothing can be added."
        ),
    }
    return sentences[finding.reason] if finding.reason is not None else ""
