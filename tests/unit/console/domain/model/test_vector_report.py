"""PCA of vectors, their formats, and what is kept of the neighbours; against numpy's own. (proves E3.3)"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from console.domain.model.vector_report import MOST_DIMENSIONS, NumberFormat, vector_report


def vectors(words: int, dimensions: int, inner: int, noise: float = 1e-4) -> NDArray[np.float32]:
    """Vectors that lie in ``inner`` directions but for a little noise."""
    made = np.random.default_rng(5)
    flat = made.standard_normal((words, inner)) @ made.standard_normal((inner, dimensions))
    return (flat + noise * made.standard_normal((words, dimensions))).astype(np.float32)


def test_the_dimensions_that_are_needed_are_those_of_the_singular_values() -> None:
    matrix = vectors(300, 64, 20)
    report = vector_report(matrix)
    strengths = np.linalg.svd(matrix.astype(float) - matrix.astype(float).mean(axis=0), compute_uv=False) ** 2
    assert report.needed == int(np.argmax(np.cumsum(strengths) / strengths.sum() >= 0.95)) + 1
    assert report.variance == pytest.approx(float(np.cumsum(strengths)[49] / strengths.sum()))
    assert (report.words, report.dimensions) == (300, 64)


def test_sizes_ratios_and_speed_ups_are_those_of_the_formats() -> None:
    report = vector_report(vectors(300, 100, 30))
    assert report.variants[0].size_bytes == 300 * 100 * 4
    full = {one.format: one for one in report.variants if one.dimensions == MOST_DIMENSIONS}
    assert {kind: one.size_bytes for kind, one in full.items()} == {
        NumberFormat.FLOAT32: 300 * 50 * 4, NumberFormat.FLOAT16: 300 * 50 * 2, NumberFormat.INT8: 300 * 50 + 50 * 4
    }  # fmt: skip
    assert full[NumberFormat.FLOAT16].ratio == pytest.approx(0.25)
    assert full[NumberFormat.INT8].speed_up == 2.0


def test_the_best_form_keeps_the_neighbours_and_is_the_smallest_that_does() -> None:
    report = vector_report(vectors(400, 128, 40))
    best = report.best
    assert best is not None
    assert best.kept >= 0.95
    assert best.dimensions <= 50
    assert all(one.size_bytes >= best.size_bytes for one in report.variants[1:] if one.kept >= 0.95)


def test_vectors_without_structure_cannot_be_made_smaller() -> None:
    report = vector_report(np.random.default_rng(1).standard_normal((400, 120)).astype(np.float32))
    assert report.needed > 50
    assert report.variance < 0.95
    assert report.best is None


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 12), st.integers(1, 70), st.floats(-1e3, 1e3))
def test_any_shape_gives_a_report(words: int, dimensions: int, value: float) -> None:
    report = vector_report(np.full((words, dimensions), value, dtype=np.float32))
    assert 1 <= report.needed <= dimensions
    assert all(0 <= one.kept <= 1 for one in report.variants)


def test_numbers_that_float16_cannot_hold_are_cut_off_and_what_that_costs_is_told() -> None:
    report = vector_report(vectors(300, 40, 20) * np.float32(1e9))
    by_format = {one.format: one for one in report.variants[1:] if one.dimensions == 40}
    assert by_format[NumberFormat.FLOAT16].kept < 0.95 < by_format[NumberFormat.INT8].kept
