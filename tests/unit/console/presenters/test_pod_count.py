"""Counting on from table to table gives what counting everything gives. Proves quality-bar "5,000 watch events/s"."""

import random

import pytest

from console.domain.resource import ResourceRef
from console.domain.workload import Pod
from console.estate.schema.cell import Cell
from console.presenters import pod_count as module
from console.presenters.pod_count import PodCount, pod_count
from console.store.state import ObjectTable, State

CELLS = tuple(
    Cell.model_validate({"key": key, "kind": "regional", "cluster": "main", "selectors": selectors})
    for key, selectors in (
        ("space", {"namespaces": ["a", "b"]}),
        ("label", {"labels": {"tier": "1"}}),
        ("both", {"namespaces": ["b"], "labels": {"tier": "0"}}),
        ("nothing", {}),
    )
)


@pytest.fixture(autouse=True)
def nothing_counted_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_counted", {})


def some_pod(number: int, ready: int) -> Pod:
    ref = ResourceRef("main", "Pod", "abc"[number % 3], f"web-{number}")
    return Pod(ref, (("tier", str(number % 2)),), "Running", ready, 1, 0, "node", "ReplicaSet/web", 0.0)


def state_of(rows: dict[ResourceRef, Pod]) -> State:
    return State(objects={("main", "pods"): ObjectTable(rows, 0.0)})


def counted_afresh(rows: dict[ResourceRef, Pod], cell: Cell) -> PodCount:
    wanted = cell.selectors
    taken = [
        one
        for one in rows.values()
        if (wanted.namespaces or wanted.labels)
        and (not wanted.namespaces or one.ref.namespace in wanted.namespaces)
        and wanted.labels.items() <= dict(one.labels).items()
    ]
    return PodCount(sum(one.ready == 1 for one in taken), len(taken))


def test_pods_that_come_change_and_go_are_counted_as_if_all_were_counted_anew() -> None:
    chance = random.Random(7)
    rows: dict[ResourceRef, Pod] = {}
    for turn in range(200):
        rows = dict(rows)
        for number in chance.sample(range(60), 12):
            one = some_pod(number, chance.randrange(2))
            if chance.random() < 0.4:
                rows.pop(one.ref, None)
            else:
                rows[one.ref] = one
        state = state_of(rows)
        for cell in CELLS[: 1 + turn % len(CELLS)]:  # some cells miss some tables
            assert pod_count(state, cell) == counted_afresh(rows, cell), (turn, cell.key)


def test_pods_that_were_never_read_are_unknown_and_not_none_of_them() -> None:
    assert pod_count(State(), CELLS[0]) is None
    assert pod_count(state_of({}), CELLS[0]) == PodCount(0, 0)


def test_a_cell_that_selects_otherwise_from_now_on_is_counted_anew() -> None:
    rows = {one.ref: one for one in (some_pod(number, 1) for number in range(9))}
    assert pod_count(state_of(rows), CELLS[0]) == PodCount(6, 6)
    other = CELLS[0].model_copy(update={"selectors": CELLS[2].selectors})
    assert pod_count(state_of(rows), other) == counted_afresh(rows, other)
