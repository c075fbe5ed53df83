"""What other weights would have done to the recorded traffic: rows and one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.replay.traffic_course import CALLS, ROUTED, TOPIC, TrafficCourse
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, coarse, local_time, number, percent, significant
from console.presenters.quota_number import quota_numbers
from console.presenters.routing.cell_ceiling import cell_ceiling
from console.presenters.routing.model_effect import model_effect
from console.presenters.routing.weight_sentence import WeightEffect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.replay.weight_replay import CellReplay
    from console.estate.schema.cell import Cell
    from console.presenters.routing.router_row import RouterRow
    from console.store.state import State

QUOTAS = {ROUTED: "next_edge_rps", CALLS: "langchain_rps"}
"""The quota (L1.4) that bounds what a cell may be sent, and what its models may be asked."""


def courses_of(state: State, measure: str, span_s: int) -> dict[str, TrafficCourse]:
    """Return the recorded traffic by cell or segment."""
    servers = state.estate.prometheus if state.estate is not None else ()
    return {
        one.part: one
        for server in servers
        for one in state.rows(server.key, TOPIC, TrafficCourse)
        if one.measure == measure and one.span_s == span_s
    }


def cell_quota(state: State, cell: Cell, name: str) -> float | None:
    """Return a quota of a cell as its ConfigMap states it, else as the estate does; ``None``: nobody does."""
    from console.domain.route import Setting  # noqa: PLC0415 - with its rows

    places = state.estate.quota_places(cell) if state.estate is not None else frozenset()
    entry = cell.quota_config.entry if cell.quota_config is not None else ""
    for one in state.rows(cell.cluster, "settings", Setting):
        if (one.ref.namespace, one.ref.name) in places:
            return quota_numbers(one, entry).get(name)
    return cell.quotas.get(name)


def weight_effect(state: State, row: RouterRow, parts: Sequence[int], span_s: int) -> WeightEffect:
    """Return what these weights would have done over the recorded ``span_s`` (seconds)."""
    from console.domain.replay.weight_replay import replay_weights  # noqa: PLC0415 - heavy: numpy

    if row.kind == "ConfigMap":
        return model_effect(
            state, row, {one.name: part / row.whole for one, part in zip(row.targets, parts, strict=True)}
        )
    cells = {one.shares.cell: part / row.whole for one, part in zip(row.targets, parts, strict=True)}
    found = courses_of(state, ROUTED, span_s)
    used = {key: found[key] for key in cells if key in found}
    steps = {(one.step_s, one.first_s, len(one.rates)) for one in used.values()}
    if "" in cells or len(steps) != 1:
        return WeightEffect((), t("No traffic was recorded for these targets."), "", Health.UNKNOWN)
    (step_s, first_s, _count), *_ = steps
    capacities = _capacities(state, used)
    rows = replay_weights(
        {key: one.values() for key, one in used.items()},
        cells,
        {key: one.rps for key, one in capacities.items()},
        float(step_s),
    )
    if not rows:
        return WeightEffect((), t("No traffic was recorded for these targets."), "", Health.UNKNOWN)
    return _told(state, rows, step_s, first_s, span_s, _ground_of(capacities))


class _Capacity(NamedTuple):
    rps: float
    by_scaling: bool


def _capacities(state: State, courses: Mapping[str, TrafficCourse]) -> dict[str, _Capacity]:
    """Return what cells can take: maximum × target of their autoscalers, else the quota that somebody has set."""
    found: dict[str, _Capacity] = {}
    for key, course in courses.items():
        cell = state.estate.cell(key) if state.estate is not None else None
        if cell is None:
            continue
        now = next((one for one in reversed(course.rates) if one is not None), None)
        ceiling = cell_ceiling(state, cell, now)
        quota = cell_quota(state, cell, QUOTAS[ROUTED])
        if ceiling is not None:
            found[key] = _Capacity(ceiling, by_scaling=True)
        elif quota is not None:
            found[key] = _Capacity(quota, by_scaling=False)
    return found


def _ground_of(capacities: Mapping[str, _Capacity]) -> str:
    scaled = {one.by_scaling for one in capacities.values()}
    quota = t("quota {quota}", quota=QUOTAS[ROUTED])
    words = t("maximum × target of the autoscalers, by the load now")
    if len(scaled) > 1:
        return t("{words}, else {quota}", words=words, quota=quota)
    return words if True in scaled else quota


def _told(
    state: State, rows: tuple[CellReplay, ...], step_s: int, first_s: float, span_s: int, capacity: str
) -> WeightEffect:
    over = [one for one in rows if one.over_s]
    worst = max(over, key=lambda one: one.excess or 0.0, default=None)
    ground = t(
        "Recorded: {known} of {span}, means of {step}; capacity: {capacity}. It is another figure than what a cell can"
        " carry on the page Capacity, at which its first service is saturated.",
        known=coarse(rows[0].known_s), span=coarse(span_s), step=coarse(step_s), capacity=capacity,
    )  # fmt: skip
    if worst is not None:
        cell = state.estate.cell(worst.part) if state.estate is not None else None
        sentence = t(
            "{cell} would have been over its {capacity} requests/s for {time} ({excess} requests), worst at {when}.",
            cell=(cell.title or cell.key) if cell is not None else worst.part,
            capacity=number(worst.capacity),
            time=coarse(worst.over_s or 0.0),
            excess=number(worst.excess),
            when=local_time(first_s + worst.peak_step * step_s),
        )
        return WeightEffect(rows, sentence, ground, Health.CRITICAL)
    if any(one.capacity is None for one in rows):
        return WeightEffect(rows, t("The capacity of some cells is not known."), ground, Health.UNKNOWN)
    fullest = max(rows, key=lambda one: one.peak / one.capacity if one.capacity else 0.0)
    sentence = t("No cell would have been over its capacity; the fullest would have peaked at {share}.",
                 share=percent(fullest.peak / fullest.capacity if fullest.capacity else None))  # fmt: skip
    return WeightEffect(rows, sentence, ground, Health.OK)


def effect_text(one: CellReplay | None) -> str:
    """Return what would have been of one target, in a few words."""
    if one is None:
        return UNKNOWN
    peak = t("peak {rate}/s", rate=significant(one.peak))
    if one.capacity is None:
        return peak
    if one.over_s:
        return t("{peak} of {capacity}/s · over for {time}", peak=peak, capacity=number(one.capacity),
                 time=coarse(one.over_s))  # fmt: skip
    return t("{peak} of {capacity}/s", peak=peak, capacity=number(one.capacity))
