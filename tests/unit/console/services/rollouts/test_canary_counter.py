"""Which traffic a canary got, also where only a route gives it its share. Proves E2.3."""

from typing import Any, cast

import pytest

from console.domain.judge.canary_counts import CanaryCounts
from console.domain.rollouts.rollout_plan import RolloutModel
from console.domain.rollouts.rollout_wave import RolloutCell
from console.domain.rollouts.route_lever import RouteLever
from console.domain.rollouts.worker_lever import WorkerLever
from console.services.rollouts.canary_counter import CanaryCounter
from console.store.state import State
from tests.fakes.canary_stage import CountedArms
from tests.fakes.small_estate import ESTATE, NOW_S

pytestmark = pytest.mark.anyio
SPAN = (NOW_S - 6 * 3600, NOW_S)
CELLS = ("web.cell-osaka.svc", "web.cell-tokyo.svc")
SUBSETS = ("api.cell-tokyo.svc/v2", "api.cell-tokyo.svc/v1")


def lever(canary: str, stable: str, name: str = "cell-router") -> RouteLever:
    weights = ((canary, 5), (stable, 95))
    return RouteLever("main", "VirtualService", "edge", name, "/spec/http/0", canary, stable, weights)


async def counted(one: RouteLever, arms: CountedArms | None) -> CanaryCounts | str:
    counter = CanaryCounter(lambda _key, _port: cast("Any", arms))
    return await counter.counts(State(estate=ESTATE), RolloutCell("tokyo", (one,)), None, SPAN)


@pytest.mark.parametrize(
    ("route", "matchers"),
    [
        (lever(*CELLS), ['destination_workload="osaka"', 'destination_workload="tokyo"']),
        (
            lever(*SUBSETS, name="api"),
            [f'destination_service="api.cell-tokyo.svc",destination_version="{one}"' for one in ("v2", "v1")],
        ),
    ],
)
async def test_a_route_counts_what_each_of_its_destinations_got(route: RouteLever, matchers: list[str]) -> None:
    arms = CountedArms(240)
    found = await counted(route, arms)
    assert isinstance(found, CanaryCounts)
    assert [one.name for one in found.metrics] == ["errors"]
    for matcher in matchers:
        asked = [query for query in arms.asked if matcher in query]
        assert any("response_code" not in query for query in asked)
        assert any('response_code=~"5.."' in query for query in asked)


ALONE = (lever("api.cell-tokyo.svc/7c9", SUBSETS[1]), WorkerLever("cf", "answers", "7c9", "5b1"))


@pytest.mark.parametrize("moved", ALONE)
async def test_after_the_switch_it_counts_what_nothing_is_beside(moved: RouteLever | WorkerLever) -> None:
    counter = CanaryCounter(lambda _key, _port: cast("Any", CountedArms(60, alone=40)))
    asked = (State(estate=ESTATE), RolloutCell("tokyo", (moved,)), RolloutModel("answers", "7c9"), SPAN)
    for is_alone, slices in ((False, 20), (True, 60)):
        found = await counter.counts(*asked, is_alone=is_alone)
        assert isinstance(found, CanaryCounts)
        assert len(found.metrics[0].slices) == slices


@pytest.mark.parametrize("moved", ALONE)
async def test_what_a_canary_counted_before_a_quiet_hour_is_not_forgotten(moved: RouteLever | WorkerLever) -> None:
    counter = CanaryCounter(lambda _key, _port: cast("Any", CountedArms(120, gap=range(40, 100))))
    asked = (State(estate=ESTATE), RolloutCell("tokyo", (moved,)), RolloutModel("answers", "7c9"))
    for begun_s, slices in ((SPAN[0], 60), (NOW_S - 110 * 60, 50)):
        found = await counter.counts(*asked, (begun_s, NOW_S))
        assert isinstance(found, CanaryCounts)
        assert len(found.metrics[0].slices) == slices


async def test_without_a_metric_server_it_says_so() -> None:
    assert await counted(lever(*CELLS), None) == (
        "No metric server of the estate counts the destinations of cell-router apart."
    )


async def test_a_route_of_a_cell_is_asked_of_the_server_that_the_cell_names() -> None:
    servers = (ESTATE.prometheus[0], ESTATE.prometheus[0].model_copy(update={"key": "far"}))
    tokyo = ESTATE.cells[0].model_copy(update={"prometheus": "far"})
    estate = ESTATE.model_copy(update={"prometheus": servers, "cells": (tokyo, *ESTATE.cells[1:])})
    asked: list[str] = []

    def reader(key: str, _port: object) -> Any:
        asked.append(key)
        return CountedArms(240)

    for cell in ("tokyo", "nowhere"):
        found = await CanaryCounter(reader).counts(
            State(estate=estate), RolloutCell(cell, (lever(*CELLS),)), None, SPAN
        )
        assert isinstance(found, CanaryCounts)
        assert found.ref.connection == asked[-1]
    assert asked == ["far", servers[0].key]
