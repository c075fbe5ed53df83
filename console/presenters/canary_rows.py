"""The canaries of a cell: rollouts on their way, what was counted of them, and how they are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.metric_verdict import Verdict
from console.domain.rollout import Rollout
from console.kernel.i18n import t
from console.presenters.format import ago, local_time, number, percent
from console.presenters.judge_rows import JudgeRow, judge_rows, kayenta_text
from console.presenters.judge_text import judgement_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.judge.judged_canary import JudgedCanary
    from console.domain.resource import ResourceRef
    from console.estate.schema.cell import Cell, Service
    from console.store.state import State

TOPIC = "canary-counts"
_ORDER = (Verdict.FAIL, Verdict.NOT_ENOUGH, Verdict.PASS)


class Canary(NamedTuple):
    """A service whose rollout is on its way."""

    service: Service
    rollout: Rollout


class CanaryRow(NamedTuple):
    """One metric of one canary; ``read_at_s`` is when its counts were read."""

    service: str
    line: JudgeRow
    read_at_s: float
    connection: str


def canaries_of(state: State, cell: Cell) -> tuple[Canary, ...]:
    """Return the canaries of a cell in the order of its services."""
    wanted = cell.selectors
    known = [
        one
        for one in state.rows(cell.cluster, "rollouts", Rollout)
        if one.in_progress
        and (not wanted.namespaces or one.ref.namespace in wanted.namespaces)
        and wanted.labels.items() <= dict(one.labels).items()
    ]
    by_name = {one.ref.name: one for one in known}
    pairs = ((service, by_name.get(_rollout_name(service))) for service in cell.services)
    return tuple(Canary(service, rollout) for service, rollout in pairs if rollout is not None)


def _rollout_name(service: Service) -> str:
    kind, _, name = (service.workload or f"Rollout/{service.name}").rpartition("/")
    return name if kind in {"", "Rollout"} else ""


def counts_of(state: State, server: str, rollout: Rollout) -> CanaryCounts | None:
    """Return what was last counted of the canary of a rollout; ``None``: nothing yet, or of another revision."""
    for one in state.rows(server, TOPIC, CanaryCounts):
        is_its = (one.ref.namespace, one.ref.name) == (rollout.ref.namespace, rollout.ref.name)
        if is_its and one.revision == rollout.current_hash:
            return one
    return None


def canary_rows(judged: Mapping[ResourceRef, JudgedCanary], canaries: tuple[Canary, ...]) -> tuple[CanaryRow, ...]:
    """Return one row for each metric of each canary that has been judged, the worst first."""
    rows = [
        CanaryRow(canary.service.name, line, found.counts.at_s, found.counts.ref.connection)
        for canary in canaries
        if (found := judged.get(canary.rollout.ref)) is not None
        for line in judge_rows(found.judgement, found.kayenta, dict(found.counts.queries))
    ]
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.line.found.verdict)))


def worst_canary(judged: Mapping[ResourceRef, JudgedCanary], canaries: tuple[Canary, ...]) -> Canary | None:
    """Return the canary that is judged worst; ``None`` while none is judged."""
    found = [one for one in canaries if one.rollout.ref in judged]
    return min(found, key=lambda one: _ORDER.index(judged[one.rollout.ref].judgement.verdict), default=None)


def canary_sentence(canary: Canary, judged: JudgedCanary) -> str:
    """Return the verdict of a canary with its reason."""
    return t("{service} – {sentence}", service=canary.service.name, sentence=judgement_sentence(judged.judgement))


def canary_facts(canary: Canary, judged: JudgedCanary, now_s: float) -> str:
    """Return where a canary stands, since when it counts, and what Kayenta would say."""
    rollout, counts = canary.rollout, judged.counts
    parts = []
    if rollout.weight is not None:
        parts.append(t("{share} of the requests", share=percent(rollout.weight / 100)))
    if rollout.step is not None and rollout.steps:
        parts.append(t("step {step} of {count}", step=min(rollout.step + 1, len(rollout.steps)),
                       count=len(rollout.steps)))  # fmt: skip
    if rollout.aborted:
        parts.append(t("aborted"))
    slices = max((len(one.slices) for one in counts.metrics), default=0)
    parts.append(t("{count} min counted since {when}", count=number(float(slices)), when=local_time(counts.begins_s)))
    parts.append(t("read {age}", age=ago(counts.at_s, now_s)))
    parts.append(t("Kayenta: {text}", text=kayenta_text(judged.kayenta, judged.points)))
    return " · ".join(parts)
