"""An estate whose capacity can be reckoned by hand: two cells of one router, a service that scales and a fixed one.

Each replica requests one core. A web replica takes 85 requests per second (0.85 / 0.01), an llm replica 17 for one
request in ten (0.85 / 0.05). Demand is level: tokyo 500 at its peak, osaka 300, with a band of 10 % either way.
"""

from dataclasses import replace
from datetime import UTC, datetime
from math import log
from typing import Any

from console.domain.autoscaler import Autoscaler
from console.domain.capacity.load_point import LoadPoint
from console.domain.capacity.service_load import KIND, ServiceLoad
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ObjectRow
from console.domain.forecast.backtest import Backtest
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.domain.forecast.outlook import LevelsAhead, Outlook, SpreadAhead
from console.domain.resource import ResourceRef
from console.domain.route import Quota, Setting
from console.domain.unit import Unit
from console.domain.workload import Workload
from console.estate.schema.estate import Estate
from console.store.state import ObjectTable, State

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
NOW_S = NOW.timestamp()
DAY_S = 86_400.0
HORIZON_D = 91
DEMAND = {"tokyo": 500.0, "osaka": 300.0}
SERVERS = ("metrics", "asia")
_WHOLE: dict[str, Any] = {
    "name": "shop",
    "clusters": [{"key": "asia"}],
    "prometheus": [{"key": "metrics", "url": "http://127.0.0.1:9090"}],
    "teams": [{"key": "east"}],
    "templates": [{"key": "shop-cell"}],
    "cells": [
        {
            "key": key,
            "title": key.capitalize(),
            "kind": "regional",
            "cluster": "asia",
            "prometheus": "metrics",
            "team": "east",
            "template": "shop-cell",
            "services": [{"name": "web", "layer": "presentation"}, {"name": "llm", "layer": "ai"}],
            "selectors": {"namespaces": [f"cell-{key}"]},
            "quotas": {"next_edge_rps": 2000},
            "quota_config": {"namespace": f"cell-{key}", "name": "cell-quota"},
        }
        for key in DEMAND
    ],
    "routers": [
        {
            "kind": "istio", "key": "front", "cluster": "asia", "namespace": "edge", "name": "front",
            "destinations": [{"cell": key, "destination": f"web.cell-{key}"} for key in DEMAND],
        }
    ],
}  # fmt: skip


def estate(**more: object) -> Estate:
    """Return the estate with more sections."""
    return Estate.model_validate({**_WHOLE, **more})


def service_load(cell: str, service: str, mean_rps: float, slope: float) -> ServiceLoad:
    """A service of which each request per second uses ``slope`` of a core."""
    points = tuple(LoadPoint(load, None, load * slope, 50) for load in (0.2 / slope, 0.4 / slope, 0.6 / slope))
    ref = ResourceRef("metrics", KIND, cell, service)
    return ServiceLoad(
        ref, cell, service, NOW_S - 28 * DAY_S, NOW_S, 672, mean_rps, mean_rps / 4, points, (("load", "sum(rate(x))"),)
    )


def outlook(cell: str, peak: float, *, peak_buffer: float = 0.1, days: int = HORIZON_D) -> Outlook:
    """A level demand; its 80 % band is 10 % either way."""
    key = DemandKey(Measure.RPS, cell)
    level, wide = (log(peak),) * days, (-1.6, -1.0, -0.5, 0.0, 0.5, 1.0, 1.6)
    return Outlook(
        ref=ResourceRef("metrics", "Outlook", cell, "rps"),
        key=key,
        unit=Unit.PER_SECOND,
        zone="UTC",
        at_s=NOW_S,
        step_s=3600,
        horizon_d=days,
        history_d=90,
        provider="profile",
        backtest=Backtest("profile", 6, days, 4.2, 6.0, 0.81, 0.05, peak_buffer, (0.02, 0.1)),
        past_day=int(NOW_S // DAY_S) - 3,
        past_peaks=(peak * 0.9, None, peak),
        source="sum(rate(requests))",
        shape=(0.0,) * 168,
        levels=LevelsAhead(level, level, tuple(log(peak) + 0.01 * day for day in range(days))),
        spread=SpreadAhead((0.0953,) * 24, 0.0953, 0.0, wide, wide),
    )


def workload(cell: str, name: str, replicas: int) -> Workload:
    """A deployment whose pods request one core each."""
    ref = ResourceRef("asia", "Deployment", f"cell-{cell}", name, "apps")
    counts = (replicas,) * 4
    return Workload(ref, (), (), (), *counts, 1, 1, False, 0.0, 1.0, 1.0)


def scaler(cell: str, name: str, least: int, most: int) -> Autoscaler:
    """An HPA of a deployment."""
    ref = ResourceRef("asia", "HorizontalPodAutoscaler", f"cell-{cell}", name, "autoscaling")
    return Autoscaler(ref, "Deployment", name, least, most, least, least, (), (), None)


def tables(*, peaks: dict[str, float] | None = None) -> dict[tuple[str, str], tuple[ObjectRow, ...]]:
    """Everything that is read: tokyo's web may be 10, osaka's 8; 4 llm each. Tokyo's CPU quota has room for it all."""
    asked = DEMAND if peaks is None else peaks
    return {
        ("metrics", "service-loads"): tuple(
            row
            for cell in DEMAND
            for row in (service_load(cell, "web", 200.0, 0.01), service_load(cell, "llm", 20.0, 0.05))
        ),
        ("metrics", "outlooks"): tuple(outlook(cell, peak) for cell, peak in asked.items()),
        ("asia", "workloads"): tuple(workload(cell, name, 4) for cell in DEMAND for name in ("web", "llm")),
        ("asia", "autoscalers"): (scaler("tokyo", "web", 2, 10), scaler("osaka", "web", 2, 8)),
        ("asia", "quotas"): (
            Quota(ResourceRef("asia", "ResourceQuota", "cell-tokyo", "cell"), (("requests.cpu", "40", "8"),)),
        ),
        ("asia", "settings"): tuple(
            Setting(ResourceRef("asia", "ConfigMap", f"cell-{cell}", "cell-quota"), (("next_edge_rps", "2000"),))
            for cell in DEMAND
        ),
    }  # fmt: skip


def exhausted() -> State:
    """The same, where nothing of osaka's llm may run: the cell can carry nothing, and 860 are needed."""
    known = state()
    rows = dict(known.objects["asia", "workloads"].rows)
    stopped = workload("osaka", "llm", 0)
    rows[stopped.ref] = stopped
    return replace(known, objects={**known.objects, ("asia", "workloads"): ObjectTable(rows, NOW_S)})


def state(*, peaks: dict[str, float] | None = None, **more: object) -> State:
    """Return a state in which all of it was read."""
    objects = {key: ObjectTable({one.ref: one for one in rows}, NOW_S) for key, rows in tables(peaks=peaks).items()}
    live = {
        key: ConnectionStatus(key, "x", ConnectionState.LIVE, NOW_S, last_ok_at_s=NOW_S) for key in SERVERS
    }  # fmt: skip
    return State(estate=estate(**more), objects=objects, connections=live)
