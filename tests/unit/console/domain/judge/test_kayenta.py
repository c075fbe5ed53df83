"""Kayenta's verdict beside ours: the published vectors of its own tests."""  # proves product P3

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from console.domain.judge.kayenta.classify import classify
from console.domain.judge.kayenta.kayenta_metric import Classification, KayentaMetric, Label
from console.domain.judge.kayenta.score import KayentaConfig, ScoreWord, kayenta_verdict, summary_score
from console.domain.judge.kayenta.shift_interval import rank_distance, shift_interval

if TYPE_CHECKING:
    from pathlib import Path


def _cases(shared_dir: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared_dir / "oracles" / "kayenta" / f"{name}.json").read_text())["cases"]
    return found


def test_every_published_class_is_reached(shared_dir: Path) -> None:
    cases = _cases(shared_dir, "classifier")
    assert len(cases) >= 19
    for case in cases:
        params, expected = case["params"], case["expect"]
        metric = KayentaMetric(
            case["name"],
            tuple(case["control"]),
            tuple(case["experiment"]),
            case["direction"],
            case["nanStrategy"],
            case["isCriticalMetric"],
            case["isDataRequired"],
            effect_size=params.get("effectSizeMeasure", "meanRatio"),
            effect_thresholds=tuple(params.get("effectSizeThresholds", (1.0, 1.0))),
            critical_thresholds=tuple(params.get("criticalThresholds", (1.0, 1.0))),
            classifier="mean-inequality" if case["classifier"].startswith("MeanIn") else "mann-whitney",
        )
        found = classify(metric, params.get("tolerance", 0.25), params.get("confLevel", 0.98))
        if "classification" in expected:
            assert found.label == expected["classification"], case["name"]
        if "critical" in expected:
            assert found.critical == expected["critical"], case["name"]
        if expected.get("deviation") == "NaN":
            assert math.isnan(found.deviation), case["name"]


def test_every_published_score_is_reached(shared_dir: Path) -> None:
    cases = _cases(shared_dir, "scorer")
    assert len(cases) >= 7
    for case in cases:
        classes = tuple(
            Classification(one["name"], Label(one["classification"]), one["critical"], 1.0, tuple(one["groups"]))
            for one in case["metrics"]
        )
        assert summary_score(classes, case["groupWeights"]) == pytest.approx(case["expect_summaryScore"]), case["name"]


def test_intervals_of_the_shift_equal_those_of_r_and_kayenta(shared_dir: Path) -> None:
    cases = [case for case in _cases(shared_dir, "mannwhitney") if "expect" in case]
    assert len(cases) >= 6
    for case in cases:
        arrays = {name: np.array(values) for name, values in case["arrays"].items()}
        expected = case["expect"]
        for key, value in expected.items():
            if key.startswith("wilcoxonDiff"):
                shift = 5.0 if "mu=5" in key else 0.0
                assert rank_distance(shift, 0.0, arrays["x"], arrays["y"]) == pytest.approx(value, abs=1e-6)
        low, high = expected.get("ciLow", expected.get("ciLower")), expected.get("ciHigh", expected.get("ciUpper"))
        if low is None:
            continue
        first, second = arrays[expected.get("x", "x")], arrays[expected.get("y", "y")]
        found = shift_interval(first, second, expected["confidenceLevel"])
        tolerance = expected["tol"]
        of_estimate = tolerance["estimate"] if isinstance(tolerance, dict) else tolerance
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6), case["name"]
        assert found.estimate == pytest.approx(expected["estimate"], abs=of_estimate), case["name"]


def _metric(name: str, shift: float, **more: Any) -> KayentaMetric:
    values = tuple(float(value) for value in range(1, 31))
    return KayentaMetric(name, values, tuple(value + shift for value in values), "increase", **more)


def test_weights_groups_and_thresholds_make_the_word() -> None:
    metrics = (_metric("same", 0.0, groups=("a",)), _metric("worse", 40.0, groups=("b",)))
    assert kayenta_verdict(metrics, KayentaConfig(group_weights={"a": 80})).score == pytest.approx(80.0)
    assert kayenta_verdict(metrics, KayentaConfig(group_weights={"a": 80})).word is ScoreWord.MARGINAL
    assert kayenta_verdict(metrics, KayentaConfig(70.0, 50.0, {"a": 80})).word is ScoreWord.PASS
    assert kayenta_verdict(metrics).word is ScoreWord.FAIL
    assert kayenta_verdict((metrics[0], _metric("worse", 40.0, muted=True))).word is ScoreWord.PASS


def test_a_critical_failure_and_missing_values_for_half_of_the_metrics_score_nothing() -> None:
    critical = (_metric("same", 0.0), _metric("worse", 40.0, critical=True))
    assert kayenta_verdict(critical).score == 0
    missing = (_metric("same", 0.0), KayentaMetric("gone", (), ()))
    assert kayenta_verdict(missing).score == 0
    assert classify(KayentaMetric("gone", (), (), must_have_data=True)).label is Label.NODATA_FAIL
    assert classify(KayentaMetric("gone", (), (), nan_strategy="replace")).label is Label.PASS


def test_outliers_are_removed_only_on_demand() -> None:
    control = tuple(float(value % 5) + 1 for value in range(60))
    spiky = (*control[:-2], 900.0, 1200.0)
    kept = classify(KayentaMetric("m", control, spiky, "either"))
    cut = classify(KayentaMetric("m", control, spiky, "either", outliers="remove", outlier_factor=1.0))
    assert cut.deviation < kept.deviation


def test_the_known_blind_spot_of_its_rule_stays_visible() -> None:
    """spinnaker#6278: ranks say clearly worse, its rule lets it pass; beside it stands our own verdict."""
    found = classify(KayentaMetric("m", (1.0,) * 10, (100.0,) * 7 + (1.0,) * 3, "increase"))
    assert found.label is Label.PASS
