"""Chaos experiments that were run on the lab before it was opened: one of Chaos Mesh, one of Litmus."""

from collections.abc import Iterator

from console.lab.objects.common import JsonObject, condition, metadata
from console.lab.objects.world_clock import stamp

DAY_S = 86_400.0
_EXPECTED = "cell-console.io/expected-alert"


def chaos_objects(namespace: str, now_s: float) -> Iterator[JsonObject]:
    """Yield a pod that was killed two days ago (nobody was told), and a network loss that was withstood."""
    killed_s, lost_s = now_s - 2 * DAY_S, now_s - 5 * DAY_S
    yield {
        "apiVersion": "chaos-mesh.org/v1alpha1",
        "kind": "PodChaos",
        "metadata": _named("web-pod-kill", namespace, killed_s, "PodsNotReady"),
        "spec": {
            "action": "pod-kill",
            "mode": "one",
            "selector": {"namespaces": [namespace], "labelSelectors": {"app.kubernetes.io/name": "web"}},
        },
        "status": {
            "conditions": [
                condition(name, holds, "", "", killed_s)
                for name, holds in (
                    ("Selected", True),
                    ("AllInjected", True),
                    ("AllRecovered", False),
                    ("Paused", False),
                )
            ],
            "experiment": {
                "desiredPhase": "Run",  # as the controller leaves what nothing takes back
                "containerRecords": [
                    {
                        "id": f"{namespace}/web-0",
                        "phase": "Injected",
                        "injectedCount": 1,
                        "recoveredCount": 0,
                        "events": [{"operation": "Apply", "type": "Succeeded", "timestamp": stamp(killed_s + 1)}],
                    }
                ],
            },
        },
    }
    yield {
        "apiVersion": "litmuschaos.io/v1alpha1",
        "kind": "ChaosResult",
        "metadata": _named("network-pod-network-loss", namespace, lost_s, ""),
        "spec": {"engine": "network", "experiment": "pod-network-loss"},
        "status": {
            "experimentStatus": {"phase": "Completed", "verdict": "Pass", "probeSuccessPercentage": "100"},
            "history": {"passedRuns": 1, "failedRuns": 0, "stoppedRuns": 0},
        },
    }


def _named(name: str, namespace: str, created_s: float, expected: str) -> JsonObject:
    content = metadata(name, namespace, created_s=created_s)
    if expected:
        content["annotations"] = {_EXPECTED: expected}
    return content
