"""A small estate and a state of it, for presenters and pages."""

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.resource import ResourceRef
from console.domain.route import Destination, Route
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.domain.workload import Workload
from console.estate.schema.estate import Estate
from console.store.state import ObjectTable, Readings, State

NOW_S = 1_700_000_000.0

ESTATE = Estate.model_validate(
    {
        "name": "shop",
        "title": "Shop",
        "clusters": [{"key": "main"}],
        "prometheus": [{"key": "prom", "url": "http://127.0.0.1:9090"}],
        "cells": [
            {
                "key": key,
                "title": key.title(),
                "kind": "regional",
                "region": region,
                "cluster": "main",
                "prometheus": "prom",
                "selectors": {"namespaces": [f"cell-{key}"]},
                "services": [
                    {"name": "web", "layer": "presentation"},
                    {"name": "bff", "layer": "application"},
                    {"name": "delivery", "layer": "application"},
                    {"name": "llm-serving", "layer": "ai"},
                    {"name": "scheduler", "layer": "automation"},
                ],
                "data_stores": [{"name": "postgres", "engine": "postgresql"}, {"name": "redis", "managed": True}],
            }
            for key, region in (("tokyo", "ap-northeast-1"), ("osaka", "ap-northeast-3"))
        ],
        "routers": [
            {
                "kind": "istio",
                "key": "cell-router",
                "cluster": "main",
                "namespace": "edge",
                "name": "cell-router",
                "destinations": [
                    {"cell": "tokyo", "destination": "web.cell-tokyo.svc"},
                    {"cell": "osaka", "destination": "web.cell-osaka.svc"},
                ],
            }
        ],
    }
)


def workload(cell: str, name: str, *, desired: int = 2, ready: int | None = None, kind: str = "Deployment") -> Workload:
    """Return a workload of a cell with all (or ``ready``) replicas ready."""
    here = desired if ready is None else ready
    ref = ResourceRef("main", kind, f"cell-{cell}", name, "apps")
    return Workload(
        ref=ref,
        labels=(("cell", cell),),
        selector=(("app", name),),
        images=(f"registry/{name}:1.4.2",),
        desired=desired,
        ready=here,
        available=here,
        updated=desired,
        generation=3,
        observed_generation=3,
        paused=False,
        created_at_s=NOW_S - 86_400,
    )


def state(
    readings: dict[SignalKey, float] | None = None,
    workloads: tuple[Workload, ...] = (),
    weights: tuple[int, int] = (60, 40),
) -> State:
    """Return a live state of the estate with the given readings and workloads, and the router's weights."""
    route = Route(
        ResourceRef("main", "VirtualService", "edge", "cell-router", "networking.istio.io"),
        ("newsletter.example",),
        (Destination("web.cell-tokyo.svc", weights[0]), Destination("web.cell-osaka.svc", weights[1])),
    )
    values = {key: Reading(value, NOW_S - 5, f"query of {key.signal}") for key, value in (readings or {}).items()}
    live = {
        key: ConnectionStatus(key, kind, ConnectionState.LIVE, NOW_S - 600, NOW_S - 5)
        for key, kind in (("main", "kubernetes"), ("prom", "prometheus"))
    }
    return State(
        estate=ESTATE,
        connections=live,
        objects={
            ("main", "workloads"): ObjectTable({one.ref: one for one in workloads}, NOW_S - 5),
            ("main", "routes"): ObjectTable({route.ref: route}, NOW_S - 5),
        },
        readings={"prom": Readings(values, NOW_S - 5)},
    )
