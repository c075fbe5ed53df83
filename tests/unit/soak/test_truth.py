"""When a point of the history may be from: a soak asks Prometheus for these moments. (proves issue 8 "Soak")"""

from connectors.prometheus.sparkline import STEP_S
from tests.soak.truth import _moments

_STEP = 29_922_897 * STEP_S


def test_a_point_is_from_its_reading() -> None:
    assert _moments(_STEP + 1.463) == (_STEP + 1.463,)
    assert _moments(_STEP - 0.001) == (_STEP - 0.001,)


def test_in_the_second_of_a_step_it_may_be_from_a_range_query_that_filled_a_gap() -> None:
    assert _moments(_STEP + 0.463) == (_STEP + 0.463, _STEP)
