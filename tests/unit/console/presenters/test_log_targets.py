"""Which pods and containers the logs of an object are of. Proves L1.3."""

import json
from typing import Any

import pytest

from console.presenters.log_targets import LogTarget, log_target

CONTAINERS = [{"name": "app", "ports": [{"containerPort": 80}]}]
INIT = [{"name": "migrate"}, {"name": "proxy", "restartPolicy": "Always", "ports": [{"containerPort": 15090}]}]


def target(kind: str, **spec: Any) -> LogTarget | None:
    return log_target(json.dumps({"kind": kind, "metadata": {"name": "one"}, "spec": spec}).encode())


def test_what_begins_or_accompanies_a_pod_has_logs_too() -> None:
    pod = target("Pod", containers=CONTAINERS, initContainers=INIT)
    assert pod == LogTarget("", ("app", "migrate", "proxy"), (80, 15090))


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ({"matchLabels": {"app": "web", "tier": "a"}}, "app=web,tier=a"),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]}, "app in (a,b)"),
        (
            {
                "matchLabels": {"app": "web"},
                "matchExpressions": [
                    {"key": "tier", "operator": "NotIn", "values": ["old"]},
                    {"key": "zone", "operator": "Exists"},
                    {"key": "gone", "operator": "DoesNotExist"},
                ],
            },
            "app=web,tier notin (old),zone,!gone",
        ),
    ],
)
def test_a_workload_is_followed_by_its_whole_selector(selector: dict[str, Any], text: str) -> None:
    found = target("Deployment", selector=selector, template={"spec": {"containers": CONTAINERS}})
    assert found == LogTarget(text, ("app",), (80,))


def test_a_service_has_ports_and_no_containers_of_its_own() -> None:
    assert target("Service", ports=[{"port": 443}]) == LogTarget("", (), (443,))
    assert target("Service", selector={"app": "web"}, ports=[{"port": 443}]) == LogTarget("app=web", (), (443,))
