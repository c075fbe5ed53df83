"""Objectives rolled up, as rows.

# proves L3.1
"""

from dataclasses import replace

from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.presenters.slo_rollup import SloGroup, rollup_rows
from console.store.state import ObjectTable, State

ONE = SloStatus(
    ref=ResourceRef("prom", "SLO", "web", "availability"),
    title="Requests",
    percent=99.9,
    period_s=30 * 86_400,
    error_ratio=0.0005,
    burns=(),
    events=1_000_000.0,
    query="q",
    labels=(("cell", "tokyo"), ("segment", "b2b")),
)


def state_of(*rows: SloStatus) -> State:
    return State(objects={("prom", "slos"): ObjectTable({one.ref: one for one in rows}, 0.0)})


def test_an_objective_of_two_segments_counts_in_each() -> None:
    both = replace(ONE, ref=replace(ONE.ref, name="both"), labels=(("segment", "b2c, b2b"),))
    rows = rollup_rows(state_of(ONE, both), SloGroup.SEGMENT)
    assert {row.group: row.objectives for row in rows} == {"b2b": "2", "b2c": "1"}


def test_each_grouping_takes_its_own_label_and_tells_what_cannot_be_judged() -> None:
    other = replace(ONE, ref=replace(ONE.ref, name="latency"), error_ratio=0.002, labels=(("cell", "osaka"),))
    unknown = replace(ONE, ref=replace(ONE.ref, namespace="mail", name="x"), error_ratio=None, labels=())
    state = state_of(ONE, other, unknown)
    by_cell = rollup_rows(state, SloGroup.CELL)
    assert [(row.group, row.health, row.worst_left, row.note) for row in by_cell] == [
        ("osaka", Health.CRITICAL, "-100.0 %", ""),
        ("tokyo", Health.OK, "50.0 %", ""),
        ("(none)", Health.UNKNOWN, "–", "cannot be judged: 1 of 1"),
    ]
    by_service = rollup_rows(state, SloGroup.SERVICE)
    # 500 and 2,000 failures of 1,000 each that were allowed.
    assert [row[:1] + row[3:9] for row in by_service] == [
        ("web", "2", "web / latency", "-100.0 %", "99.88 %", "-25.0 %", "2,000,000"),
        ("mail", "1", "–", "–", "–", "–", "–"),
    ]
    assert [row.group for row in rollup_rows(state, SloGroup.SEGMENT)] == ["(none)", "b2b"]
