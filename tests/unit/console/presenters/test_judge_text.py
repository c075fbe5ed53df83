"""What the judge and the gate say: golden sentences. Proves product P3, L3.4."""

from console.domain.health import Health
from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric, MetricKind, PairedMistakes
from console.domain.judge.judgement import Doubt, judge
from console.domain.judge.kayenta.from_counts import kayenta_metrics, points
from console.domain.judge.kayenta.score import kayenta_verdict
from console.domain.release_gate import CarbonFact, ObjectiveFact, SpendingFact, release_gate
from console.presenters.gate_text import check_sentence, gate_health, gate_sentence
from console.presenters.judge_rows import judge_rows, kayenta_text
from console.presenters.judge_text import chance_text, doubt_sentence, judgement_sentence, metric_sentence


def errors(*one: float) -> ComparedMetric:
    return ComparedMetric("errors", MetricKind.ERRORS, (ArmSlice(*one),))


def test_a_failure_says_how_often_and_that_it_is_no_chance() -> None:
    found = judge((errors(95_000, 475, 5_000, 400),))
    assert judgement_sentence(found) == (
        "Fail: 8.00 % of 5,000 canary requests failed, 0.50 % of 95,000 of the baseline."
        " That is 16.0 × as often; equal arms look so different in less than 0.01 % of all cases."
    )


def test_too_little_data_says_how_much_is_missing() -> None:
    text = judgement_sentence(judge((errors(45_587, 222, 2_401, 12),)))
    assert text.startswith("Not enough data: needs about ")
    assert text.endswith(
        "more canary requests. 0.50 % of 2,401 canary requests failed, 0.49 % of 45,587 of the baseline."
    )


def test_passes_say_why() -> None:
    same = judge((errors(95_000, 950, 95_000, 950),)).metrics[0]
    assert metric_sentence(same).endswith("The canary is not more than the allowed 1.50 × as bad.")
    clean = judge((errors(95_000, 0, 9_000, 0),)).metrics[0]
    assert metric_sentence(clean).endswith("That few harm nobody.")


def test_every_kind_of_metric_and_an_empty_canary_have_their_words() -> None:
    slow = ComparedMetric("latency", MetricKind.LATENCY, (ArmSlice(100, 9, 100, 8),), 0.4)
    assert "8.00 % of 100 canary requests took over 0.400 s" in metric_sentence(judge((slow,)).metrics[0])
    wrong = ComparedMetric("answers", MetricKind.ACCURACY, (), pairs=PairedMistakes(70, 10, 10, 10))
    assert "20.0 % of 100 canary answers were wrong" in metric_sentence(judge((wrong,)).metrics[0])
    assert metric_sentence(judge((errors(10, 1, 0, 0),)).metrics[0]) == "The canary has had no requests yet."
    assert "no requests to compare" in metric_sentence(judge((errors(0, 0, 10, 1),)).metrics[0])
    assert judgement_sentence(judge(())) == "There is nothing to judge: no metric was given."


def test_a_rank_verdict_and_a_baseline_without_errors_have_their_words() -> None:
    ranked = ComparedMetric("latency", MetricKind.LATENCY, (ArmSlice(1000, 0, 1000, 0),), 1.0, (600, 400), (100, 900))
    assert "is the slower one of two in 75.0 % of all pairs" in metric_sentence(judge((ranked,), final=True).metrics[0])
    new = judge((errors(10_000, 0, 500, 9),)).metrics[0]
    assert metric_sentence(new).endswith("Equal arms look so different in less than 0.01 % of all cases.")


def test_doubts_and_chances_in_words() -> None:
    assert "did not get the 5.00 %" in doubt_sentence(Doubt.SPLIT, 0.05)
    assert "much larger" in doubt_sentence(Doubt.LARGER_BASELINE, None)
    assert (chance_text(0.00001), chance_text(0.032)) == ("less than 0.01 %", "at most 3.20 %")


def test_rows_show_kayenta_beside_it_and_how_few_points_it_had() -> None:
    metrics = (errors(95_000, 475, 5_000, 400),)
    kayenta = kayenta_verdict(kayenta_metrics(metrics))
    row = judge_rows(judge(metrics), kayenta, {"errors": "sum(x)"})[0]
    assert (row.verdict, row.health, row.baseline, row.canary, row.ratio) == (
        "Fail",
        Health.CRITICAL,
        "0.50 %",
        "8.00 %",
        "16 ×",
    )
    assert (row.kayenta, row.query) == ("High", "sum(x)")
    assert kayenta_text(kayenta, points(metrics)) == "Fail, score 0 of 100 (on 1 of the 50 points that it wants)"
    assert kayenta_text(kayenta, 60) == "Fail, score 0 of 100"


def test_the_gate_tells_every_reason() -> None:
    gate = release_gate(
        [ObjectiveFact("web availability", -0.12, 1.0), ObjectiveFact("bff", 0.5, 20.0)],
        [SpendingFact("Budget of tokyo", 800.0, 1200.0, 1000.0, "USD")],
        [CarbonFact("JP", 700.0, 200.0, 650.0, 0.0, 480.0)],
    )
    assert gate_sentence(gate) == (
        "No-go: web availability: the error budget is used up (-12.0 % left)."
        " bff: the error budget burns 20.0 × too fast."
        " Budget of tokyo: comes to 1,200.00 USD, more than 1,000.00 USD."
        " JP: 700 gCO₂/kWh, above 200 and far above its average (480)."
    )


def test_what_is_not_known_is_named_and_is_no_fault() -> None:
    unread = [ObjectiveFact("objectives", None, None)]
    gate = release_gate(unread, [SpendingFact("Budget of tokyo", None, None, 10.0, "USD")], [])
    assert gate_sentence(gate) == "No-go: not known: objectives, Budget of tokyo."
    assert gate_health(gate) is Health.UNKNOWN
    worse = release_gate([*unread, ObjectiveFact("bff", -0.1, 1.0)], [], [CarbonFact("JP", None, 200.0)])
    assert gate_sentence(worse) == (
        "No-go: bff: the error budget is used up (-10.0 % left). not known: objectives, JP."
    )
    assert gate_health(worse) is Health.CRITICAL
    assert gate_health(release_gate([ObjectiveFact("web", 0.5, 1.0)], [], [])) is Health.OK


def test_each_check_has_its_words() -> None:
    objectives = [ObjectiveFact("web", 0.5, 1.0), ObjectiveFact("bff", None, None)]
    budgets = [SpendingFact("b", 1200.0, 1300.0, 1000.0, "USD"), SpendingFact("c", None, None, 10.0, "USD")]
    zones = [
        CarbonFact("DE", 150.0, 200.0),
        CarbonFact("JP", 438.0, 200.0, 400.0, 0.0, 480.0),
        CarbonFact("X", None, 1),
    ]
    said = {check_sentence(one) for one in release_gate(objectives, budgets, zones).checks}
    assert said == {
        "web: 50.0 % of the error budget left.",
        "bff: nobody knows what is left of the error budget.",
        "b: 1,200.00 USD spent of 1,000.00 USD.",
        "c: nobody knows what was spent of 10.00 USD.",
        "DE: 150 gCO₂/kWh, not above 200.",
        "JP: 438 gCO₂/kWh, above 200, but usual here (480): waiting would not help.",
        "X: nobody knows the carbon intensity.",
    }
    absent = release_gate([], [], [])
    assert gate_sentence(absent).startswith("No-go: the estate sets neither")
    assert {check_sentence(one) for one in absent.checks} == {
        "No objective is set for this cell.",
        "No budget covers this cell.",
        "No grid zone is known for this cell.",
    }
    waiting = release_gate([], [], [CarbonFact("DE", 400.0, 200.0, 150.0, 0.0)])
    assert "wait for " in gate_sentence(waiting)
