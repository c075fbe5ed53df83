"""Cells of tables are computed as kubectl's users know them."""

from typing import Any

import pytest

from console.lab.servers.kubernetes.human_age import age_of, human_duration
from console.lab.servers.kubernetes.json_path import find_json_path
from console.lab.servers.kubernetes.kind_catalog import default_catalog
from console.lab.servers.kubernetes.printer_catalog import cells_of, columns_of

NOW_S = 1_700_000_000.0  # 2023-11-14T22:13:20Z
BORN = "2023-11-14T20:13:20Z"
CATALOG = default_catalog()


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-60, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (600, "10m"),
        (3 * 3600 - 1, "179m"), (3 * 3600, "3h"), (3 * 3600 + 60, "3h1m"), (8 * 3600 + 60, "8h"), (47 * 3600, "47h"),
        (48 * 3600, "2d"), (49 * 3600, "2d1h"), (9 * 86400 + 3600, "9d"), (729 * 86400, "729d"),
        (730 * 86400, "2y"), (800 * 86400, "2y70d"), (10 * 365 * 86400, "10y"),
    ],
)  # fmt: skip
def test_durations_are_shown_in_at_most_two_units(seconds: int, shown: str) -> None:
    assert human_duration(seconds) == shown


def test_an_unknown_birth_has_no_age() -> None:
    assert age_of(None, NOW_S) == "<unknown>"
    assert age_of(BORN, NOW_S) == "120m"


def test_every_kind_makes_as_many_cells_as_it_has_columns() -> None:
    for kind in CATALOG:
        item = {"metadata": {"name": "x", "creationTimestamp": BORN}}
        cells = cells_of(kind)(item, NOW_S)
        assert len(cells) == len(columns_of(kind)), kind.key


def _cells(key: str, **item: Any) -> dict[str, Any]:
    kind = CATALOG.by_key(key)
    item["metadata"] = {"name": "x", "creationTimestamp": BORN, **item.get("metadata", {})}
    return dict(zip((column.name for column in columns_of(kind)), cells_of(kind)(item, NOW_S), strict=True))


def _state(**state: Any) -> dict[str, Any]:
    return {"containerStatuses": [{"name": "a", "ready": False, "restartCount": 3, **state}], "phase": "Running"}


@pytest.mark.parametrize(
    ("status", "metadata", "shown"),
    [
        ({"phase": "Pending"}, {}, "Pending"),
        (_state(state={"waiting": {"reason": "CrashLoopBackOff"}}), {}, "CrashLoopBackOff"),
        (_state(state={"terminated": {"reason": "OOMKilled"}}), {}, "OOMKilled"),
        (_state(state={"terminated": {"exitCode": 3}}), {}, "ExitCode:3"),
        (_state(state={"terminated": {"signal": 9}}), {}, "Signal:9"),
        ({"phase": "Failed", "reason": "Evicted"}, {}, "Evicted"),
        (_state(state={"running": {}}), {"deletionTimestamp": BORN}, "Terminating"),
    ],
)
def test_a_pods_status_is_its_most_telling_word(status: Any, metadata: Any, shown: str) -> None:
    assert _cells("pods", status=status, metadata=metadata)["Status"] == shown


def test_restarts_say_when_the_last_one_was() -> None:
    last = {"terminated": {"finishedAt": "2023-11-14T22:08:20Z"}}
    status = _state(state={"running": {}}, lastState=last)
    assert _cells("pods", status=status)["Restarts"] == "3 (5m ago)"


def test_nodes_show_roles_and_cordons() -> None:
    cells = _cells(
        "nodes",
        metadata={"labels": {"node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/gpu": ""}},
        spec={"unschedulable": True},
        status={"conditions": [{"type": "Ready", "status": "False"}]},
    )
    assert cells["Status"] == "NotReady,SchedulingDisabled"
    assert cells["Roles"] == "gpu,worker"


def test_autoscalers_show_targets_with_and_without_current_values() -> None:
    cpu = {"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 60}}}
    lag = {"type": "External", "external": {"metric": {"name": "lag"}, "target": {"averageValue": "500"}}}
    now = {"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 41}}}
    spec = {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": 2, "maxReplicas": 9}
    cells = _cells(
        "horizontalpodautoscalers.autoscaling", spec={**spec, "metrics": [cpu, lag]}, status={"currentMetrics": [now]}
    )
    assert cells["Targets"] == "cpu: 41%/60%, <unknown>/500 (avg)"
    assert cells["Reference"] == "Deployment/web"
    assert _cells("horizontalpodautoscalers.autoscaling", spec={**spec, "metrics": [cpu]})["Targets"] == (
        "cpu: <unknown>/60%"
    )


def test_jobs_show_their_state_and_duration() -> None:
    status = {
        "succeeded": 3,
        "startTime": "2023-11-14T22:00:00Z",
        "completionTime": "2023-11-14T22:05:00Z",
        "conditions": [{"type": "Complete", "status": "True"}],
    }
    cells = _cells("jobs.batch", spec={"completions": 3}, status=status)
    assert (cells["Status"], cells["Completions"], cells["Duration"]) == ("Complete", "3/3", "5m")
    assert _cells("jobs.batch", spec={"completions": 3}, status={})["Status"] == "Running"


def test_services_events_and_quotas() -> None:
    service = _cells(
        "services", spec={"type": "NodePort", "clusterIP": "10.0.0.1", "ports": [{"port": 80, "nodePort": 30080}]}
    )
    assert service["Port(s)"] == "80:30080/TCP"
    event = _cells(
        "events",
        involvedObject={"kind": "Pod", "name": "web-0"},
        lastTimestamp="2023-11-14T22:12:20Z",
        source={"component": "kubelet", "host": "n1"},
    )
    assert (event["Object"], event["Last Seen"], event["Source"]) == ("pod/web-0", "60s", "kubelet, n1")
    quota = _cells("resourcequotas", status={"hard": {"pods": "3", "limits.cpu": "2"}, "used": {"pods": "1"}})
    assert (quota["Request"], quota["Limit"]) == ("pods: 1/3", "limits.cpu: 0/2")


def test_columns_of_custom_kinds_follow_their_paths() -> None:
    conditions = [{"type": "Ready", "status": "True"}, {"type": "Active", "status": "False"}]
    cells = _cells("scaledobjects.keda.sh", spec={"maxReplicaCount": 9}, status={"conditions": conditions})
    assert (cells["Max"], cells["Ready"], cells["Active"], cells["Paused"]) == (9, "True", "False", None)
    hosts = _cells("virtualservices.networking.istio.io", spec={"hosts": ["a.example.com", "b"]})
    assert hosts["Hosts"] == '["a.example.com","b"]'


def test_paths_reach_into_lists() -> None:
    value = {"a": [{"b": 1}, {"b": 2}]}
    assert find_json_path(value, "a[1].b") == [2]
    assert find_json_path(value, "a[*].b") == [1, 2]
    assert find_json_path(value, "a[9].b") == []
    assert find_json_path(value, "x.y") == []
