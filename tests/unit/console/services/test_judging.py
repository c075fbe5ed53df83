"""Reading both arms of a canary from a metric server. Proves L3.2, E2.3 (gates)."""

from __future__ import annotations

import math

import pytest

from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.judged_canary import judge_canary
from console.domain.judge.metric_verdict import Verdict
from console.services.judging import read_canary
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
