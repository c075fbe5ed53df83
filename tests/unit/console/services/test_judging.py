"""Reading both arms of a canary from a metric server. Proves L3.2, E2.3 (gates)."""

from __future__ import annotations

import math

import pytest

from console.domain.judge.arm_query import route_queries
from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.judged_canary import judge_canary
from console.domain.judge.metric_verdict import Verdict
from console.domain.resource import ResourceRef
from console.services.judging import read_canary, read_counts
from console.store.history.row_codec import decode_rows, encode_rows
from tests.fakes.canary_stage import CANARY_ESTATE, CountedArms, rollout
from tests.fakes.small_estate import NOW_S

pytestmark = pytest.mark.anyio
CELL = CANARY_ESTATE.cells[0]


async def counts(arms: CountedArms) -> CanaryCounts:
    return await read_canary(arms, CANARY_ESTATE.prometheus[0], CELL, CELL.services[-1], rollout(), NOW_S)


async def test_a_canary_that_fails_more_is_read_and_fails() -> None:
    found = await counts(CountedArms())
    errors, latency = found.metrics
    assert (len(errors.slices), errors.total.canary_trials) == (30, 1500)
    assert errors.total.canary_rate == pytest.approx(0.08)
    assert errors.total.baseline_rate == pytest.approx(0.005)
    assert found.begins_s == NOW_S - 30 * 60
    judged = judge_canary(found)
    assert judged.judgement.verdict is Verdict.FAIL
    assert (judged.kayenta.word, judged.points) == ("Fail", 30)
    assert judged.judgement.metrics[-1].metric == latency


async def test_equal_arms_pass_when_there_is_enough() -> None:
    assert judge_canary(await counts(CountedArms(240, 0.005))).judgement.verdict is Verdict.PASS
    little = judge_canary(await counts(CountedArms(10, 0.005))).judgement
    assert little.verdict is Verdict.NOT_ENOUGH
    assert little.needs is not None


async def test_latency_is_counted_over_a_bound_of_the_histogram() -> None:
    latency = (await counts(CountedArms())).metrics[1]
    assert latency.over == 0.2
    assert latency.total.canary_rate == pytest.approx(0.08)
    assert latency.canary_histogram == pytest.approx((750, 630, 105, 15))


async def test_a_run_before_a_long_pause_does_not_count() -> None:
    found = await counts(CountedArms(120, gap=range(40, 80)))
    assert len(found.metrics[0].slices) == 40


async def test_a_pause_of_a_canary_whose_begin_is_known_is_only_a_pause() -> None:
    arms, asked = CountedArms(120, gap=range(40, 80)), (CANARY_ESTATE.prometheus[0], CELL, CELL.services[-1], rollout())
    for since_s, slices in ((NOW_S - 7200, 80), (NOW_S - 6000, 60), (NOW_S - 1800, 30), (NOW_S + 60, 1)):
        found = await read_canary(arms, *asked, NOW_S, since_s)
        assert len(found.metrics[0].slices) == slices


async def test_a_canary_without_requests_has_no_slices_and_no_verdict() -> None:
    found = await counts(CountedArms(0))
    assert found.metrics[0].slices == ()
    assert judge_canary(found).judgement.verdict is Verdict.NOT_ENOUGH


async def test_every_query_is_kept_as_evidence_and_the_counts_survive_the_history() -> None:
    arms = CountedArms(3)
    found = await counts(arms)
    asked = set(arms.asked)
    assert {line for _, text in found.queries for line in text.split("\n")} <= asked
    assert decode_rows(encode_rows((found,))) == (found,)
    assert not any(math.isnan(one.canary_bad) for one in found.metrics[0].slices)


async def test_a_server_that_scrapes_seldom_is_asked_for_longer_slices() -> None:
    found = await counts(CountedArms(6, shortest_s=300.0))
    assert found.step_s == 300
    assert len(found.metrics[0].slices) == 6
    assert all("[5m]" in text for _, text in found.queries)


@pytest.mark.parametrize("is_gone", [False, True])
async def test_what_the_canary_counts_alone_after_the_switch_counts_too(is_gone: bool) -> None:
    # It failed in 8 % of 50 requests a minute for an hour; of these minutes the last forty had no other arm.
    arms, ref = CountedArms(60, alone=40, is_gone=is_gone), ResourceRef("metrics", "Canary", "edge", "api")
    queries = route_queries('version!="7c9"', 'version="7c9"')
    (beside,) = (await read_counts(arms, ref, "7c9", queries, NOW_S)).metrics
    assert (len(beside.slices), beside.total.canary_trials) == (20, 1000)
    (alone,) = (await read_counts(arms, ref, "7c9", queries, NOW_S, is_alone=True)).metrics
    assert (len(alone.slices), alone.total.canary_trials, alone.total.baseline_trials) == (60, 3000, 20 * 950)
    assert alone.total.canary_bad == pytest.approx(240)


async def test_a_baseline_that_is_gone_does_not_choose_the_slices() -> None:
    arms, ref = CountedArms(60, alone=60, is_gone=True, shortest_s=300.0), ResourceRef("metrics", "Canary", "", "api")
    queries = route_queries('version!="7c9"', 'version="7c9"')
    found = await read_counts(arms, ref, "7c9", queries, NOW_S, is_alone=True)
    assert (found.step_s, found.metrics[0].total.canary_trials > 0) == (300.0, True)
