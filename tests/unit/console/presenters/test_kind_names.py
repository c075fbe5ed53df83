"""A kind is found by any of its names, and a core kind before others of the same name. Proves C8."""

import pytest

from console.domain.resource import ResourceKind
from console.presenters.resource_kinds import named_kind

POD = ResourceKind("", "v1", "Pod", "pods", True, (), ("po",))
POD_METRICS = ResourceKind("metrics.k8s.io", "v1", "PodMetrics", "pods", True)
EVENT = ResourceKind("", "v1", "Event", "events", True, (), ("ev",))
NEW_EVENT = ResourceKind("events.k8s.io", "v1", "Event", "events", True)
KINDS = (NEW_EVENT, POD_METRICS, EVENT, POD)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Pod", POD),
        ("PODS", POD),
        ("po", POD),
        ("pods.metrics.k8s.io", POD_METRICS),
        ("event", EVENT),
        ("events.events.k8s.io", NEW_EVENT),
        ("ev.events.k8s.io", None),
        ("pods.apps", None),
        ("", None),
    ],
)
def test_a_kind_is_found_by_any_of_its_names(word: str, found: ResourceKind | None) -> None:
    assert named_kind(KINDS, word) == found
