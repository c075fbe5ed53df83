"""Tests of one look equal scipy and statsmodels, on shared vectors and on random data. Proves E2.4."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from console.domain.judge.brunner_munzel import brunner_munzel
from console.domain.judge.holm import holm_levels
from console.domain.judge.mcnemar import mcnemar_chance
from console.domain.judge.rank_sum import rank_sum
from console.domain.judge.sample_ratio import sample_ratio_chance
from console.domain.judge.two_proportion import two_proportion, wilson
from console.domain.judge.welch import welch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def random() -> np.random.Generator:
    return np.random.default_rng(7)


def _vectors(shared_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_dir / "oracles" / "abtest" / "vectors.json").read_text())
    return found


def test_two_shares_equal_the_vectors(shared_dir: Path) -> None:
    for case in _vectors(shared_dir)["two_proportion"]:
        found = two_proportion(case["x1"], case["n1"], case["x2"], case["n2"])
        assert found is not None
        assert (found.low, found.high) == pytest.approx(case["ci95_diff_newcomb"], abs=1e-12)
        assert wilson(case["x1"] / case["n1"], case["n1"]) == pytest.approx(case["wilson95_1"], abs=1e-12)
        if case["z_pooled"] is None:
            assert found.z is None
            continue
        assert found.z == pytest.approx(case["z_pooled"], rel=1e-12)
        assert found.p_two_sided == pytest.approx(case["p_two-sided"], rel=1e-9)
        assert found.p_larger == pytest.approx(case["p_larger"], rel=1e-9)
        assert found.p_smaller == pytest.approx(case["p_smaller"], rel=1e-9)


def test_two_means_and_two_ranks_equal_the_vectors(shared_dir: Path) -> None:
    for case in _vectors(shared_dir)["welch"]:
        found, ranks = welch(case["a"], case["b"]), rank_sum(case["a"], case["b"])
        assert found is not None
        assert ranks is not None
        assert (found.t, found.freedom, found.p) == pytest.approx(
            (case["t"], case["df"], case["p_two_sided"]), rel=1e-7
        )
        assert (found.low, found.high) == pytest.approx(case["ci95_mean_a_minus_b"], rel=1e-7)
        assert ranks.u == case["mannwhitney_U_a"]
        assert ranks.p == pytest.approx(case["mannwhitney_p_asymptotic_cc"], rel=1e-9)


def test_the_split_of_traffic_equals_the_vectors(shared_dir: Path) -> None:
    for case in _vectors(shared_dir)["sample_ratio_mismatch"]:
        first, second = case["observed"]
        assert sample_ratio_chance(first, second, case["weights"][0]) == pytest.approx(case["p"], rel=1e-9)


def test_ranks_of_histograms_equal_scipys_on_the_values_themselves(random: np.random.Generator) -> None:
    for _ in range(20):
        first, second = random.integers(0, 8, random.integers(3, 60)), random.integers(0, 9, random.integers(3, 60))
        counts = [np.bincount(one, minlength=10).tolist() for one in (first, second)]
        found = brunner_munzel(*counts)
        expected = stats.brunnermunzel(first, second, alternative="less")
        rarest = 1 / math.comb(len(first) + len(second), len(second))
        assert found is not None
        assert found.p == pytest.approx(max(rarest, float(expected.pvalue)), abs=1e-9)


@pytest.mark.parametrize(("baseline", "canary", "p"), [
    ((2, 0), (0, 2), 1 / 6), ((3, 0), (0, 4), 1 / 35), ((1, 1, 0, 0), (0, 0, 1, 1), 1 / 6), ((0, 2), (2, 0), 1.0),
    ((2, 0), (2, 0), 0.5),
])  # fmt: skip
def test_ranks_are_never_surer_than_one_in_all_ways_to_share_the_values_out(
    baseline: tuple[int, ...], canary: tuple[int, ...], p: float
) -> None:
    """Complete separation has no spread: a t value would be infinite, and its p 0."""
    found = brunner_munzel(baseline, canary)
    assert found is not None
    assert found.p == pytest.approx(p)


def test_ranks_see_what_kayentas_rule_does_not() -> None:
    """spinnaker#6278: seven of ten values a hundred times as large."""
    found = brunner_munzel((10, 0), (3, 7))
    assert found is not None
    assert found.p == pytest.approx(0.0013 / 2, abs=2e-4)


def test_ties_of_ranks_equal_scipys(random: np.random.Generator) -> None:
    for _ in range(20):
        first, second = random.integers(0, 6, 25).astype(float), random.integers(0, 7, 31).astype(float)
        expected = stats.mannwhitneyu(first, second, method="asymptotic")
        found = rank_sum(first.tolist(), second.tolist())
        assert found is not None
        assert found.p == pytest.approx(float(expected.pvalue), rel=1e-9)


@pytest.mark.parametrize(("one", "other"), [(0, 0), (3, 0), (12, 30), (58, 61), (5, 5)])
def test_paired_answers_equal_statsmodels(one: int, other: int) -> None:
    expected = mcnemar([[100, one], [other, 50]], exact=True).pvalue if one + other else 1.0
    assert mcnemar_chance(one, other) == pytest.approx(float(expected), rel=1e-9)


def test_the_correction_rejects_what_statsmodels_rejects(random: np.random.Generator) -> None:
    for _ in range(8):
        chances = tuple((random.random(5) ** 3).tolist())
        levels = holm_levels(chances, 0.05)
        rejected = [chance <= level for chance, level in zip(chances, levels, strict=True)]
        assert rejected == multipletests(chances, alpha=0.05, method="holm")[0].tolist()


def test_nothing_is_said_of_empty_arms() -> None:
    assert two_proportion(0, 0, 1, 10) is None
    assert welch([1.0], [1.0, 2.0]) is None
    assert welch([1.0, 1.0], [1.0, 1.0]) is None
    assert rank_sum([], [1.0]) is None
    assert brunner_munzel((1,), (1,)) is None
    assert sample_ratio_chance(0, 0, 0.5) == 1.0
    assert math.isclose(rank_sum([1.0], [1.0]).p, 1.0)  # type: ignore[union-attr]
