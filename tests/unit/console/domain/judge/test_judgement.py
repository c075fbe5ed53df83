"""Verdicts over several metrics: pass, fail, not enough data; doubts about the comparison. Proves product P3."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from console.domain.judge.arm_query import arm_query, revision_queries
from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric, MetricKind, PairedMistakes
from console.domain.judge.judge_rule import JudgeRule
from console.domain.judge.judgement import Doubt, judge
from console.domain.judge.latency_bound import latency_bound
from console.domain.judge.metric_verdict import Ground, Verdict
from console.domain.promql import QueryLabels
from console.kernel.errors import UserError


def errors(*slices: tuple[float, float, float, float], name: str = "errors") -> ComparedMetric:
    return ComparedMetric(name, MetricKind.ERRORS, tuple(ArmSlice(*one) for one in slices))


BAD, GOOD, FEW = errors((9500, 47, 500, 40)), errors((28_500, 285, 28_500, 280)), errors((950, 5, 50, 0))


def test_harm_fails_equality_passes_and_little_data_says_how_much_is_missing() -> None:
    assert (judge((BAD,)).verdict, judge((BAD,)).metrics[0].ground) == (Verdict.FAIL, Ground.WORSE)
    assert (judge((GOOD,)).verdict, judge((GOOD,)).metrics[0].ground) == (Verdict.PASS, Ground.WITHIN)
    little = judge((FEW,))
    assert little.verdict is Verdict.NOT_ENOUGH
    assert little.needs is not None
    assert little.needs > 1_000


def test_the_worst_metric_decides_and_stands_first() -> None:
    found = judge((GOOD, FEW, BAD))
    assert found.verdict is Verdict.FAIL
    assert [one.verdict for one in found.metrics] == [Verdict.FAIL, Verdict.NOT_ENOUGH, Verdict.PASS]
    assert judge((GOOD, FEW)).verdict is Verdict.NOT_ENOUGH
    assert judge(()).verdict is Verdict.NOT_ENOUGH


def test_more_metrics_need_stronger_evidence_each() -> None:
    """Alone its chance is below 5 %; beside nineteen others (Holm) that is not enough."""
    close = errors((2000, 20, 200, 8))
    alone = judge((close,))
    assert 0.05 / 20 < alone.metrics[0].chance <= 0.05
    assert alone.verdict is Verdict.FAIL
    others = tuple(errors((28_500, 285, 28_500, 280), name=f"m{place}") for place in range(19))
    assert judge((close, *others)).verdict is not Verdict.FAIL


def test_few_errors_of_their_own_are_harmless_and_a_worse_canary_is_not() -> None:
    clean = errors((100_000, 0, 8_000, 0))
    assert (judge((clean,)).verdict, judge((clean,)).metrics[0].ground) == (Verdict.PASS, Ground.HARMLESS)
    assert judge((clean,), JudgeRule(harmless=0.0)).verdict is Verdict.NOT_ENOUGH


def test_an_arm_without_requests_is_told_as_such() -> None:
    assert judge((errors((100, 1, 0, 0)),)).metrics[0].ground is Ground.NO_CANARY
    assert judge((errors((0, 0, 100, 1)),)).metrics[0].ground is Ground.NO_BASELINE
    assert judge((errors(),)).metrics[0].ground is Ground.NO_CANARY


def test_paired_answers_count_only_where_the_arms_differ() -> None:
    def paired(only_baseline: float, only_canary: float) -> ComparedMetric:
        pairs = PairedMistakes(800, only_baseline, only_canary, 100)
        return ComparedMetric("answers", MetricKind.ACCURACY, (), pairs=pairs)

    failed = judge((paired(10, 60),))
    assert failed.verdict is Verdict.FAIL
    assert failed.metrics[0].one_look_chance == pytest.approx(float(stats.binomtest(10, 70).pvalue))
    assert judge((paired(300, 290),)).verdict is Verdict.PASS
    assert judge((paired(3, 4),)).verdict is Verdict.NOT_ENOUGH
    assert paired(10, 60).total.canary_rate == pytest.approx(160 / 970)


def test_ranks_of_a_latency_count_at_a_fixed_end_only() -> None:
    """No request is over the threshold in either arm, but the canary is slower in every pair of three."""
    metric = ComparedMetric(
        "latency",
        MetricKind.LATENCY,
        (ArmSlice(1000, 0, 1000, 0),),
        1.0,
        baseline_histogram=(600, 300, 100),
        canary_histogram=(100, 300, 600),
    )
    assert judge((metric,)).verdict is Verdict.NOT_ENOUGH
    final = judge((metric,), final=True)
    assert (final.verdict, final.metrics[0].ground) == (Verdict.FAIL, Ground.SLOWER)


def test_a_split_that_should_not_be_and_a_larger_baseline_are_doubts() -> None:
    assert judge((errors((9500, 90, 500, 5)),), canary_share=0.05).doubts == (Doubt.LARGER_BASELINE,)
    assert judge((errors((9000, 90, 1000, 9)),), canary_share=0.05).doubts == (Doubt.SPLIT, Doubt.LARGER_BASELINE)
    assert judge((errors((1000, 9, 1010, 9)),), canary_share=0.5).doubts == ()


def test_a_rule_refuses_what_makes_no_sense() -> None:
    for wrong in ({"alpha": 0.0}, {"allowed_ratio": 1.0}, {"harmless": 1.0}):
        with pytest.raises(ValueError, match="shares"):
            JudgeRule(**wrong)


def test_queries_of_a_revision_compare_it_with_all_others_and_cannot_be_broken_out_of() -> None:
    failed, slow = revision_queries(QueryLabels(), "hash", "tokyo", 'a"b', "x1")
    place = 'cell="tokyo",service="a\\"b"'
    assert failed.canary == f'sum(increase(http_server_requests_total{{{place},hash="x1"}}[{{{{.window}}}}]))'
    code = 'http_response_status_code=~"5.."'
    assert f'{place},hash!="x1",{code}' in failed.baseline_bad
    assert slow.baseline.startswith("sum by (le) (increase(http_server_request_duration_seconds_bucket{")


@pytest.mark.parametrize("selector", ["", "sum(x)", "x{a='1'} or y", "x)", "{a='1'}"])
def test_what_is_no_selector_is_refused(selector: str) -> None:
    with pytest.raises(UserError, match="selector"):
        arm_query("errors", MetricKind.ERRORS, selector, "x")


def test_the_threshold_of_latency_follows_the_baseline_or_the_wish() -> None:
    bounds, counts = (0.1, 0.2, 0.4, math.inf), (50.0, 45.0, 4.0, 1.0)
    assert latency_bound(bounds, counts, None) == 0.2
    assert latency_bound(bounds, counts, 0.3) == 0.4
    assert latency_bound(bounds, counts, 9.0) == 0.4
    assert latency_bound((math.inf,), (1.0,), None) is None
