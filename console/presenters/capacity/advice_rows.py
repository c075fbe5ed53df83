"""Recommendations from needs: replicas, the namespace's quota, quotas of the cell and the edge, the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.capacity.replica_advice import ReplicaAdvice, replica_advice
from console.domain.load_course import TOKENS, LoadCourse
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.operations.set_resource_quota import SetResourceQuota
from console.domain.quantity import quantity_number
from console.domain.replay.traffic_course import CALLS, ROUTED
from console.domain.route import Quota
from console.kernel.i18n import t
from console.presenters.capacity.advice_row import AdviceRow
from console.presenters.capacity.capacity_text import ground_text, rate
from console.presenters.capacity.quota_share import CPU, share_of, share_text, whole_bound
from console.presenters.format import percent, significant
from console.presenters.routing.limit_change import limit_change
from console.presenters.routing.limit_row import LimitKind, LimitRow, limit_rows
from console.presenters.routing.weight_effect import QUOTAS
from console.presenters.savings.replica_floor import bounds_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.capacity.capacity_rule import CapacityRule
    from console.domain.capacity.cell_outlook import CellOutlook
    from console.estate.schema.cell import Cell
    from console.presenters.capacity.cell_basis import CellBasis, ServiceBasis
    from console.store.state import State

_WEEK_S = 7 * 86_400


def advice_rows(state: State, basis: CellBasis, outlook: CellOutlook, rule: CapacityRule) -> tuple[AdviceRow, ...]:
    """Return the recommendations for a cell, what is needed first; none while its need is not known."""
    if outlook.need is None or outlook.buffer is None:
        return ()
    wanted = {one.name: _wanted(one, outlook, rule) for one in basis.services}
    rows = (
        *(_replicas(basis, one, outlook, advice) for one in basis.services if (advice := wanted[one.name])),
        *_namespace_quota(state, basis, wanted),
        *_cell_quotas(state, basis, outlook),
    )
    return tuple(sorted(rows, key=lambda row: not row.is_needed))


def _wanted(service: ServiceBasis, outlook: CellOutlook, rule: CapacityRule) -> ReplicaAdvice | None:
    quiet = service.seen.low_rps if service.seen is not None else 0.0
    return replica_advice(service.capacity, outlook.need or 0.0, quiet, outlook.buffer or 0.0, rule)


def _replicas(basis: CellBasis, service: ServiceBasis, outlook: CellOutlook, advice: ReplicaAdvice) -> AdviceRow:
    capacity, workload, scaler = service.capacity, service.workload, service.scaler
    per_replica, need = capacity.saturation.per_replica or 0.0, outlook.need or 0.0
    why = t(
        "{need} to the cell × {ratio} requests each ÷ {each} a replica ({ground})",
        need=rate(need), ratio=significant(capacity.ratio), each=rate(per_replica),
        ground=ground_text(capacity.saturation.ground),
    )  # fmt: skip
    queries = tuple(text for _, text in service.seen.queries) if service.seen is not None else ()
    key, title = f"replicas/{basis.cell.key}/{service.name}", t("Replicas of {name}", name=service.name)
    if scaler is None:
        running = capacity.replicas or 0
        operation = None
        if workload is not None and running < advice.most:
            ref = workload.ref
            operation = ScaleWorkload(ref.connection, ref.kind, ref.namespace, ref.name, advice.most)
        now = t("{count}, fixed", count=running)
        return AdviceRow(
            key, basis.cell.key, title, now, str(advice.most), why, running < advice.most, operation, queries
        )  # fmt: skip
    least, most = scaler.minimum or 0, scaler.maximum or 0
    is_needed = least < advice.least or most < advice.most
    bounds = None
    if is_needed:
        kind, name = bounds_target(scaler)
        bounds = SetReplicaBounds(
            scaler.ref.connection, kind, scaler.ref.namespace, name, max(least, advice.least), max(most, advice.most)
        )
    now, wanted = f"{least} – {most}", f"{advice.least} – {advice.most}"
    return AdviceRow(key, basis.cell.key, title, now, wanted, why, is_needed, bounds, queries)


def _namespace_quota(state: State, basis: CellBasis, wanted: Mapping[str, ReplicaAdvice | None]) -> Iterator[AdviceRow]:
    """Yield the quotas of each namespace of the cell, with room for the most replicas that are recommended.

    Memory and places for pods are told where they have to grow.
    """
    for quota in state.rows(basis.cell.cluster, "quotas", Quota):
        if quota.ref.namespace not in basis.cell.selectors.namespaces or not quota.counts_services:
            continue
        for name, hard, used in quota.items:
            limit, now = quantity_number(hard), quantity_number(used)
            if limit is None or now is None:
                continue
            more = _more(basis, quota.ref.namespace, wanted, name)
            asked, text = whole_bound(name, now + more, hard)
            is_needed, ref = asked > limit, quota.ref
            if name in CPU or (is_needed and more > 0):
                change = SetResourceQuota(ref.connection, ref.namespace, ref.name, ((name, text),))
                yield AdviceRow(
                    f"quota/{basis.cell.key}/{ref.name}/{name}", basis.cell.key,
                    t("{resource} of {namespace}", resource=name, namespace=ref.namespace), hard, text,
                    t("{used} are requested now, {more} more by the replicas that are recommended",
                      used=used, more=share_text(name, more)),
                    is_needed, change if is_needed else None,
                )  # fmt: skip


def _more(basis: CellBasis, namespace: str, wanted: Mapping[str, ReplicaAdvice | None], resource: str) -> float:
    more = 0.0
    for one in basis.services:
        advice, workload = wanted[one.name], one.workload
        if advice is not None and workload is not None and workload.ref.namespace == namespace:
            more += max(0, advice.most - workload.desired) * share_of(workload, resource)
    return more


def _cell_quotas(state: State, basis: CellBasis, outlook: CellOutlook) -> Iterator[AdviceRow]:
    """Yield the cell's own quotas: not below what it will need, not above what it can carry then."""
    names = basis.cell.title or basis.cell.key
    answering = _answering(state, basis.cell)
    models = [one for one in basis.services if one.name in answering]
    for row in limit_rows(state, _WEEK_S):
        if row.kind is not LimitKind.CELL or row.scope != names or row.limit is None:
            continue
        if row.entry == QUOTAS[ROUTED]:
            yield _quota(state, basis, outlook, row, 1.0)
        elif row.entry == QUOTAS[CALLS] and models:
            yield _quota(state, basis, outlook, row, sum(one.capacity.ratio for one in models))


def _answering(state: State, cell: Cell) -> frozenset[str]:
    """Return the services of a cell that answer with tokens: these are what calls of models go to."""
    rows = state.rows(cell.prometheus or "", "loads", LoadCourse)
    return frozenset(one.service for one in rows if one.cell == cell.key and one.measure == TOKENS)


def _quota(state: State, basis: CellBasis, outlook: CellOutlook, row: LimitRow, ratio: float) -> AdviceRow:
    need = (outlook.need or 0.0) * ratio
    wanted = float(f"{need:.2g}")
    wanted = wanted if wanted >= need else float(f"{need * 1.05:.2g}")
    limit = row.limit or 0.0
    is_needed = limit < need
    peak, spare = outlook.hardest_day
    words = {"peak": rate(peak), "buffer": percent(outlook.buffer), "ratio": significant(ratio)}
    if outlook.spare_for:
        why = t(
            "forecast peak {peak} and {buffer} buffer and {spare} for the loss of {cell}, × {ratio}",
            spare=rate(spare), cell=outlook.spare_for, **words,
        )  # fmt: skip
    else:
        why = t("forecast peak {peak} and {buffer} buffer, × {ratio}", **words)
    return AdviceRow(
        f"limit/{basis.cell.key}/{row.entry}",
        basis.cell.key,
        t("Quota {name}", name=row.entry),
        row.amount(limit),
        row.amount(wanted),
        why,
        is_needed,
        limit_change(state.estate, row, wanted) if is_needed else None,
        (row.evidence,),
    )
