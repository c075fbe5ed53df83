"""What stands beside a Rollout: its two services, the route that spreads over them, the template of its analysis."""

from console.lab.objects.common import JsonObject, metadata, workload_labels
from console.lab.objects.workload_object import ERROR_RATE, service_object
from console.lab.simulator.workload_spec import WorkloadSpec

MOST_ERRORS = 0.01
"""The share of failed requests above which a canary is given up (E2.3)."""


def rollout_objects(spec: WorkloadSpec, created_s: float, cluster_ip: str) -> list[JsonObject]:
    """The objects of one Rollout, in the order in which they refer to one another."""
    services = []
    for number, part in enumerate(("stable", "canary")):
        service = service_object(spec, created_s, f"{cluster_ip.rsplit('.', 1)[0]}.{200 + number}")
        service["metadata"]["name"] = f"{spec.name}-{part}"
        services.append(service)
    return [*services, _route(spec, created_s), _analysis_template(spec, created_s)]


def _route(spec: WorkloadSpec, created_s: float) -> JsonObject:
    weights = (("stable", 100), ("canary", 0))
    routes = [{"destination": {"host": f"{spec.name}-{part}"}, "weight": weight} for part, weight in weights]
    return {
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": metadata(spec.name, spec.namespace, labels=workload_labels(spec), created_s=created_s),
        "spec": {"hosts": [spec.name], "http": [{"name": "primary", "route": routes}]},
    }


def _analysis_template(spec: WorkloadSpec, created_s: float) -> JsonObject:
    """The error rate of the canary's own requests, once in thirty seconds."""
    of = f'service="{spec.name}",namespace="{spec.namespace}",rollouts_pod_template_hash="{{{{args.canary-hash}}}}"'
    failed = f'sum(rate(http_server_requests_total{{{of},http_response_status_code="500"}}[1m]))'
    query = f"{failed} / sum(rate(http_server_requests_total{{{of}}}[1m]))"
    metric = {
        "name": ERROR_RATE,
        "interval": "30s",
        "successCondition": f"result[0] <= {MOST_ERRORS}",
        "failureLimit": 1,
        "provider": {"prometheus": {"address": "http://prometheus.monitoring.svc:9090", "query": query}},
    }
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "AnalysisTemplate",
        "metadata": metadata(ERROR_RATE, spec.namespace, labels={"cell": spec.cell}, created_s=created_s),
        "spec": {"args": [{"name": "canary-hash"}], "metrics": [metric]},
    }
