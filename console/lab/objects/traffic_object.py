"""The cell router, resilience settings and the concurrency filter."""

import json
from collections.abc import Mapping

from console.lab.objects.common import JsonObject, metadata
from console.lab.simulator.cell_spec import CellSpec

ROUTER_NAMESPACE = "edge"
ROUTER = "cell-router"
INTENDED_ANNOTATION = "cell-console.io/intended-weights"
_NETWORKING = "networking.istio.io/v1"


def cell_router(weights: Mapping[str, int], created_s: float) -> JsonObject:
    """The VirtualService that spreads users over the cells; the annotation says what was agreed."""
    routes = [{"destination": {"host": cell_host(cell)}, "weight": weight} for cell, weight in weights.items()]
    intended = json.dumps(dict(weights), separators=(",", ":"))
    return {
        "apiVersion": _NETWORKING,
        "kind": "VirtualService",
        "metadata": metadata(
            ROUTER,
            ROUTER_NAMESPACE,
            labels={"app.kubernetes.io/name": ROUTER},
            annotations={INTENDED_ANNOTATION: intended},
            created_s=created_s,
        ),
        "spec": {
            "hosts": ["newsletter.example"],
            "gateways": ["edge/newsletter"],
            "http": [{"name": "cells", "route": routes, "timeout": "8s"}],
        },
    }


def cell_host(cell: str) -> str:
    """Host of a cell's way in."""
    return f"web.cell-{cell}.svc.cluster.local"


def cell_of_host(host: str) -> str:
    """The cell that a destination host belongs to, or "" for another host."""
    parts = host.split(".")
    return parts[1].removeprefix("cell-") if len(parts) > 1 and parts[1].startswith("cell-") else ""


def resilience_objects(cell: CellSpec, created_s: float) -> list[JsonObject]:
    """Bulkhead, outlier detection, retries and adaptive concurrency of a cell's services (L5.4)."""
    objects = [
        _destination_rule(cell, name, created_s) for name in ("web", "bff", "llm-serving") if cell.workload(name)
    ]
    objects.append(_retries(cell, created_s))
    objects.append(_adaptive_concurrency(cell, created_s))
    return objects


def _destination_rule(cell: CellSpec, service: str, created_s: float) -> JsonObject:
    slow = service == "llm-serving"
    return {
        "apiVersion": _NETWORKING,
        "kind": "DestinationRule",
        "metadata": metadata(service, cell.namespace, labels={"cell": cell.name}, created_s=created_s),
        "spec": {
            "host": f"{service}.{cell.namespace}.svc.cluster.local",
            "trafficPolicy": {
                "connectionPool": {
                    "tcp": {"maxConnections": 64 if slow else 512, "connectTimeout": "1s"},
                    "http": {"http1MaxPendingRequests": 32 if slow else 256, "maxRequestsPerConnection": 100},
                },
                "outlierDetection": {
                    "consecutive5xxErrors": 5,
                    "interval": "10s",
                    "baseEjectionTime": "30s",
                    "maxEjectionPercent": 50,
                },
            },
        },
    }


def _retries(cell: CellSpec, created_s: float) -> JsonObject:
    return {
        "apiVersion": _NETWORKING,
        "kind": "VirtualService",
        "metadata": metadata("bff", cell.namespace, labels={"cell": cell.name}, created_s=created_s),
        "spec": {
            "hosts": ["bff"],
            "http": [
                {
                    "route": [{"destination": {"host": "bff"}}],
                    "retries": {"attempts": 2, "perTryTimeout": "2s", "retryOn": "5xx,connect-failure"},
                }
            ],
        },
    }


def _adaptive_concurrency(cell: CellSpec, created_s: float) -> JsonObject:
    kind = "type.googleapis.com/envoy.extensions.filters.http.adaptive_concurrency.v3.AdaptiveConcurrency"
    gradient = {
        "sample_aggregate_percentile": {"value": 90},
        "concurrency_limit_params": {"concurrency_update_interval": "0.1s"},
        "min_rtt_calc_params": {"interval": "60s", "request_count": 50, "jitter": {"value": 10}},
    }
    value = {
        "name": "envoy.filters.http.adaptive_concurrency",
        "typed_config": {"@type": kind, "gradient_controller_config": gradient},
    }
    return {
        "apiVersion": "networking.istio.io/v1alpha3",
        "kind": "EnvoyFilter",
        "metadata": metadata("adaptive-concurrency", cell.namespace, labels={"cell": cell.name}, created_s=created_s),
        "spec": {
            "workloadSelector": {"labels": {"app.kubernetes.io/name": "web"}},
            "configPatches": [
                {
                    "applyTo": "HTTP_FILTER",
                    "match": {"context": "SIDECAR_INBOUND"},
                    "patch": {"operation": "INSERT_BEFORE", "value": value},
                }
            ],
        },
    }
