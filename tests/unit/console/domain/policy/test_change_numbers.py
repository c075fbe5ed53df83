"""The numbers of operations before and after, in the units that policies compare. Proves L7.4."""

from typing import Any

import pytest

from console.domain.policy.change_numbers import change_numbers


@pytest.mark.parametrize(
    ("key", "after", "before", "told"),
    [
        ("set-model-weights", {"weights": [["a", 0.25], ["b", 0.75]]}, {"weights": [["a", 0.5], ["b", 0.5]]},
         [("weight", "a", 50.0, 25.0), ("weight", "b", 50.0, 75.0)]),
        ("set-route-weights", {"weights": [["a", 1], ["b", 3]]}, None,
         [("weight", "a", None, 25.0), ("weight", "b", None, 75.0)]),
        ("set-pool-weights", {"weights": [["a", 0.1], ["b", 0.1]]}, {"weights": [["a", 0.2]]},
         [("weight", "a", 100.0, 50.0), ("weight", "b", None, 50.0)]),
        ("set-pool-weights", {"weights": [["a", 0]]}, {"weights": [["a", 1.0], ["b", 1.0]]},
         [("weight", "a", 50.0, 0.0), ("weight", "b", 50.0, 100.0)]),
        ("set-worker-percentages", {"shares": [["v1", 10.0], ["v2", 90.0]]}, None,
         [("weight", "v1", None, 10.0), ("weight", "v2", None, 90.0)]),
        ("scale", {"replicas": 5}, {"replicas": 3}, [("replicas", "replicas", 3.0, 5.0)]),
        ("set-replica-bounds", {"minimum": None, "maximum": 9}, {"minimum": None, "maximum": 4},
         [("replicas", "maximum", 4.0, 9.0)]),
        ("set-resource-quota", {"hard": [["cpu", "500m"], ["memory", ""]]}, {"hard": [["cpu", "2"], ["memory", "1Gi"]]},
         [("quota", "cpu", 2.0, 0.5), ("quota", "memory", 2.0**30, None)]),
        ("set-rate-limit", {"rps": None}, {"rps": 50.0}, [("quota", "rps", 50.0, None)]),
        ("set-rollout-steps", {"steps": [{"setWeight": 25}, {"pause": {}}]},
         {"steps": [{"setWeight": 5}, {"pause": {}}]},
         [("canary", "step 1", 0.0, 20.0), ("canary", "last step", 0.0, 0.0)]),
        ("set-rollout-steps", {"steps": [{"setWeight": 5}, {"pause": {"duration": "1m"}}, {"setWeight": 80}]}, None,
         [("canary", "step 1", 0.0, 5.0), ("canary", "step 3", 0.0, 75.0), ("canary", "last step", 0.0, 20.0)]),
        ("set-rollout-steps", {"steps": []}, {"steps": [{"setWeight": 50}, {"pause": {}}]},
         [("canary", "last step", 0.0, 50.0)]),
        ("set-rollout-steps", {"steps": []}, {"steps": [{"setWeight": 5}]}, [("canary", "last step", 0.0, 100.0)]),
        ("restart", {"name": "web"}, None, []),
    ],
)  # fmt: skip
def test_numbers_are_read_from_an_operation_and_its_inverse(
    key: str, after: dict[str, Any], before: dict[str, Any] | None, told: list[tuple[Any, ...]]
) -> None:
    assert [tuple(one.values()) for one in change_numbers(key, after, before)] == told
