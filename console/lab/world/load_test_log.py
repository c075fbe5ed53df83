"""What k6 writes when it has loaded a service of the lab: a summary by the same laws that the lab itself follows.

The load is reckoned, it does not reach the other users of the lab.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from console.lab.simulator.latency import inflation, mean_s, quantile_s, shed_ratio
from console.lab.simulator.service_flow import ServiceFlow
from console.lab.simulator.workload_spec import WorkloadSpec

_ROUNDS = 60
_MOST_RPS = 1e6


def tested_service(plan: str) -> tuple[str, str]:
    """Return namespace and service of a plan's first address; empty where it is none of the cluster's."""
    try:
        host = urlsplit(str(json.loads(plan)["requests"][0]["url"])).hostname or ""
    except (ValueError, LookupError, TypeError):
        return "", ""
    service, _, rest = host.partition(".")
    return rest.partition(".")[0], service


def plan_seconds(plan: str) -> float:
    """Return how long a plan takes; a minute where it does not say."""
    try:
        return float(str(json.loads(plan)["options"]["duration"]).removesuffix("s"))
    except (ValueError, LookupError, TypeError):
        return 60.0


def load_test_summary(plan: str, spec: WorkloadSpec, flow: ServiceFlow) -> str:
    """Return the summary of a run in one line, as ``handleSummary`` gets it."""
    options: dict[str, Any] = json.loads(plan).get("options", {})
    users, seconds = int(options.get("vus", 1)), plan_seconds(plan)
    pause = float(json.loads(plan).get("pause_s", 0.0))
    capacity = max(1e-9, spec.capacity_rps * float(flow.replicas))
    before, median = float(flow.total_rps), float(flow.median_s) / float(inflation(flow.utilisation))
    rps = _served(users, pause, median, flow.shape, before, capacity)
    used = (before + rps) / capacity
    slow, failed = median * float(inflation(used)), float(shed_ratio(used))
    requests = round(rps * seconds)
    milliseconds = {f"p({at:g})": 1000.0 * float(quantile_s(at / 100, slow, flow.shape)) for at in (90.0, 95.0, 99.0)}
    trend = {"avg": 1000.0 * float(mean_s(slow, flow.shape)), "med": 1000.0 * slow, **milliseconds, "count": requests}
    values = {"http_req_duration": trend, "http_req_failed": {"rate": failed}}
    metrics: dict[str, Any] = {
        name: {"values": told, "thresholds": {one: {"ok": _holds(one, told)} for one in _limits(options, name)}}
        for name, told in values.items()
    }
    metrics["http_reqs"] = {"values": {"count": requests, "rate": rps}}
    metrics["vus_max"] = {"values": {"value": users, "min": users, "max": users}}
    return json.dumps(
        {"root_group": {}, "options": {}, "state": {"testRunDurationMs": seconds * 1000}, "metrics": metrics}
    )


def _served(users: int, pause: float, median: float, shape: float, before: float, capacity: float) -> float:
    """Return the requests per second at which the users wait for as long as the service then takes."""
    low, high = 0.0, _MOST_RPS
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        takes = float(mean_s(median * inflation((before + middle) / capacity), shape)) + pause
        low, high = (middle, high) if users / takes > middle else (low, middle)
    return low


def _limits(options: dict[str, Any], name: str) -> list[str]:
    told = options.get("thresholds", {}).get(name, [])
    return [str(one) for one in told] if isinstance(told, list) else []


def _holds(limit: str, told: dict[str, float]) -> bool:
    name, _, bound = limit.partition("<")
    try:
        return told.get(name, 0.0) <= float(bound.removeprefix("="))
    except ValueError:
        return True
