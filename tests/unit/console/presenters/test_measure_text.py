"""How a measure stands to its bound, in a sentence that somebody is paged with. (proves E4.2)"""

import pytest

from console.domain.model.measure_catalogue import MEASURES_BY_KEY
from console.domain.model.model_watch import Measured
from console.presenters.measure_text import standing_text


@pytest.mark.parametrize(
    ("measure", "value", "bound", "above", "text"),
    [
        ("model_cpu_p99", 0.062, 0.050, True, "CPU time p99 is 62 ms, above 50 ms"),
        ("model_cpu_p99", 0.0504, 0.050, True, "CPU time p99 is a little above 50 ms"),
        ("model_accuracy", 0.71, 0.75, False, "Model accuracy is 71.0 %, below 75.0 %"),
        ("model_accuracy", 0.7497, 0.75, False, "Model accuracy is a little below 75.0 %"),
    ],
)
def test_a_value_that_is_rounded_to_its_bound_is_not_said_to_be_beyond_itself(
    measure: str, value: float, bound: float, above: bool, text: str
) -> None:
    assert standing_text(Measured(MEASURES_BY_KEY[measure], value), bound, above) == text
