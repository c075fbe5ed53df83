"""Whether an autoscaler is asked for more than it may give: by any of its metrics, beyond what an HPA tolerates."""

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.resource import ResourceRef
from console.domain.scaling_demand import is_forbidden_more, wants_more

_REF = ResourceRef("lab", "HorizontalPodAutoscaler", "shop", "web")


@pytest.mark.parametrize(
    ("metrics", "is_over"),
    [
        ([("90%", "70%")], True),
        ([("77%", "70%")], False),
        ([("50%", "70%"), ("300m", "100m")], True),
        ([(None, "70%"), ("300m", "100m")], True),
        ([("50%", "70%"), (None, "1")], False),
        ([("3", None), ("3", "0"), ("", "1")], False),
        ([], False),
    ],
)
def test_any_metric_that_is_over_its_target_asks_for_more(
    metrics: list[tuple[str | None, str | None]], *, is_over: bool
) -> None:
    told = tuple(ScalingMetric("some", now, wish) for now, wish in metrics)
    full = Autoscaler(_REF, "Deployment", "web", 1, 4, 4, 4, told, (), None)
    free = Autoscaler(_REF, "Deployment", "web", 1, 4, 2, 2, told, (), None)
    still = Autoscaler(_REF, "Deployment", "web", 1, 4, 2, 2, told, (), None, never_adds=True)
    assert [wants_more(one) for one in (full, free, still)] == [is_over, False, False]
    assert [is_forbidden_more(one) for one in (full, free, still)] == [False, False, is_over]
