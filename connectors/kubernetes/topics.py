"""The topics of a cluster and the kinds that make each of them up."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from connectors.kubernetes.kind import WatchedKind
from connectors.kubernetes.rows import cluster_autoscaler, setting
from connectors.kubernetes.rows.analysis_run import AnalysisRunWire, analysis_run_row
from connectors.kubernetes.rows.cluster_autoscaler import cluster_autoscaler_row
from connectors.kubernetes.rows.destination_rule import DestinationRuleWire, destination_rule_row
from connectors.kubernetes.rows.disruption_budget import BudgetWire, disruption_budget_row
from connectors.kubernetes.rows.envoy_filter import EnvoyFilterWire, envoy_filter_row
from connectors.kubernetes.rows.event_autoscaler import EventWire, event_row
from connectors.kubernetes.rows.horizontal_autoscaler import ScalerWire, horizontal_row
from connectors.kubernetes.rows.http_route import HttpRouteWire, http_route_row
from connectors.kubernetes.rows.job import JobWire, job_row
from connectors.kubernetes.rows.node import NodeWire, node_row
from connectors.kubernetes.rows.pod import PodWire, pod_row
from connectors.kubernetes.rows.policy_constraint import GROUP, ConstraintWire, policy_constraint_row
from connectors.kubernetes.rows.quota import QuotaWire, quota_row
from connectors.kubernetes.rows.rollout import RolloutWire, rollout_row
from connectors.kubernetes.rows.route_policy import RoutePolicyWire, route_policy_row
from connectors.kubernetes.rows.setting import ConfigMapWire, setting_row
from connectors.kubernetes.rows.vertical_autoscaler import VerticalWire, vertical_row
from connectors.kubernetes.rows.virtual_service import VirtualServiceWire, virtual_service_row
from connectors.kubernetes.rows.workload import WorkloadWire, workload_row
from console.domain.resource import ResourceKind

_ISTIO = ("networking.istio.io", ("v1", "v1beta1", "v1alpha3"))
_CONFIG_MAP = WatchedKind("", ("v1",), "ConfigMap", "configmaps", ConfigMapWire, setting_row)

TOPICS: Mapping[str, tuple[WatchedKind, ...]] = {
    "workloads": (
        WatchedKind("apps", ("v1",), "Deployment", "deployments", WorkloadWire, workload_row),
        WatchedKind("apps", ("v1",), "StatefulSet", "statefulsets", WorkloadWire, workload_row),
        WatchedKind("apps", ("v1",), "DaemonSet", "daemonsets", WorkloadWire, workload_row),
        WatchedKind("argoproj.io", ("v1alpha1",), "Rollout", "rollouts", WorkloadWire, workload_row),
    ),
    "pods": (WatchedKind("", ("v1",), "Pod", "pods", PodWire, pod_row),),
    "nodes": (WatchedKind("", ("v1",), "Node", "nodes", NodeWire, node_row, namespaced=False),),
    "autoscalers": (
        WatchedKind(
            "autoscaling", ("v2",), "HorizontalPodAutoscaler", "horizontalpodautoscalers", ScalerWire, horizontal_row
        ),
        WatchedKind("keda.sh", ("v1alpha1",), "ScaledObject", "scaledobjects", EventWire, event_row),
        WatchedKind("keda.sh", ("v1alpha1",), "ScaledJob", "scaledjobs", EventWire, event_row),
        WatchedKind(
            "autoscaling.k8s.io",
            ("v1", "v1beta2"),
            "VerticalPodAutoscaler",
            "verticalpodautoscalers",
            VerticalWire,
            vertical_row,
        ),
        replace(
            _CONFIG_MAP,
            row=cluster_autoscaler_row,
            field=f"metadata.name={cluster_autoscaler.NAME}",
            namespace=cluster_autoscaler.NAMESPACE,
        ),
    ),
    "routes": (
        WatchedKind(*_ISTIO, "VirtualService", "virtualservices", VirtualServiceWire, virtual_service_row),
        WatchedKind(
            "gateway.networking.k8s.io", ("v1", "v1beta1"), "HTTPRoute", "httproutes", HttpRouteWire, http_route_row
        ),
    ),
    "settings": (replace(_CONFIG_MAP, label=setting.LABEL),),
    "jobs": (
        WatchedKind("batch", ("v1",), "CronJob", "cronjobs", JobWire, job_row),
        WatchedKind("batch", ("v1",), "Job", "jobs", JobWire, job_row),
    ),
    "quotas": (WatchedKind("", ("v1",), "ResourceQuota", "resourcequotas", QuotaWire, quota_row),),
    "rollouts": (
        WatchedKind("argoproj.io", ("v1alpha1",), "Rollout", "rollouts", RolloutWire, rollout_row),
        WatchedKind("argoproj.io", ("v1alpha1",), "AnalysisRun", "analysisruns", AnalysisRunWire, analysis_run_row),
    ),
    "constraints": (),  # every cluster has kinds of its own, see ``constraint_kinds``
    "disruption": (
        WatchedKind(
            "policy", ("v1",), "PodDisruptionBudget", "poddisruptionbudgets", BudgetWire, disruption_budget_row
        ),
    ),
    "traffic-policies": (
        WatchedKind(*_ISTIO, "DestinationRule", "destinationrules", DestinationRuleWire, destination_rule_row),
        WatchedKind(*_ISTIO, "VirtualService", "virtualservices", RoutePolicyWire, route_policy_row),
        WatchedKind(
            "networking.istio.io", ("v1alpha3",), "EnvoyFilter", "envoyfilters", EnvoyFilterWire, envoy_filter_row
        ),
    ),
}


def settings_of(estate: Any, connection: str) -> tuple[WatchedKind, ...]:
    """Return the ConfigMaps that the estate's routers and cells refer to: one read per name, not one per object.

    Where the estate does not say, the usual names of model router and cell quota are looked for in all namespaces.
    """
    named = sorted(estate.config_maps(connection)) if estate is not None else []
    if not named:
        return tuple(replace(_CONFIG_MAP, field=f"metadata.name={name}") for name in ("model-router", "cell-quota"))
    spaces = {name: [space for space, each in named if each == name] for _, name in named}
    return tuple(
        replace(_CONFIG_MAP, field=f"metadata.name={name}", namespace=found[0] if len(found) == 1 else "")
        for name, found in spaces.items()
    )


def constraint_kinds(served: Iterable[ResourceKind]) -> tuple[WatchedKind, ...]:
    """Return the kinds of constraints among those that a cluster serves; each of its policies makes one."""
    return tuple(
        WatchedKind(GROUP, (one.version,), one.kind, one.plural, ConstraintWire, policy_constraint_row, one.namespaced)
        for one in served
        if one.group == GROUP
    )


def places(watched: WatchedKind, namespaces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the namespaces to read a kind in; an empty name means all at once."""
    if not watched.namespaced:
        return ("",)
    if watched.namespace:
        return (watched.namespace,) if not namespaces or watched.namespace in namespaces else ()
    return namespaces or ("",)
