"""Student's distribution and the incomplete beta function equal scipy's, from tiny to huge parameters. Proves E2.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from console.domain.beta_share import beta_share
from console.domain.judge.mcnemar import mcnemar_chance
from console.domain.student import student_chance, student_quantile

FREEDOMS = st.floats(0.5, 1e9)


@given(freedom=FREEDOMS, t=st.floats(-15.0, 15.0))
def test_chances(freedom: float, t: float) -> None:
    assert student_chance(freedom, t) == pytest.approx(float(special.stdtr(freedom, t)), rel=1e-8, abs=1e-290)


@given(freedom=FREEDOMS, chance=st.sampled_from((0.5, 0.9, 0.95, 0.975, 0.995, 0.9999)))
def test_quantiles(freedom: float, chance: float) -> None:
    expected = float(special.stdtrit(freedom, chance))
    assert student_quantile(freedom, chance) == pytest.approx(expected, rel=1e-8, abs=1e-9)


@given(alpha=st.floats(0.1, 1e6), beta=st.floats(0.1, 1e6), x=st.floats(0.0, 1.0))
def test_shares(alpha: float, beta: float, x: float) -> None:
    assert beta_share(alpha, beta, x) == pytest.approx(float(special.betainc(alpha, beta, x)), rel=1e-7, abs=1e-13)


@given(smaller=st.integers(0, 100_000), more=st.integers(0, 100_000))
def test_fair_trials(smaller: int, more: int) -> None:
    total = 2 * smaller + more
    expected = min(1.0, 2 * float(special.bdtr(float(smaller), total, 0.5))) if total else 1.0
    assert mcnemar_chance(smaller, smaller + more) == pytest.approx(expected, rel=1e-7, abs=1e-290)


def test_ends() -> None:
    assert (beta_share(2.0, 3.0, 0.0), beta_share(2.0, 3.0, 1.0)) == (0.0, 1.0)
    assert student_chance(3.0, 0.0) == pytest.approx(0.5)
