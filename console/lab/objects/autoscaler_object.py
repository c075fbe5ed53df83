"""HorizontalPodAutoscalers, KEDA ScaledObjects and their secret, VerticalPodAutoscalers."""

import base64
import math

from console.lab.objects.common import (
    JsonObject,
    condition,
    cpu_text,
    memory_text,
    metadata,
    template_annotation,
    template_metadata,
    workload_labels,
)
from console.lab.objects.workload_object import API_VERSIONS
from console.lab.objects.world_clock import WorldClock, stamp
from console.lab.simulator.autoscaler import AutoscalerState
from console.lab.simulator.series.autoscale_series import SCALER, autoscaler_name
from console.lab.simulator.series.cell_series import CONSUMER_GROUP, TOPIC
from console.lab.simulator.workload_spec import WorkloadSpec

KAFKA_SECRET = "kafka-auth"  # noqa: S105 - the name of a Secret object of the lab
KAFKA_AUTHENTICATION = "kafka-trigger-auth"
HPA = "horizontalpodautoscalers.autoscaling"
SCALED_OBJECT = "scaledobjects.keda.sh"


def hpa_object(spec: WorkloadSpec, created_s: float) -> JsonObject:
    """The HPA of a workload: CPU utilisation, or KEDA's external metric."""
    labels = workload_labels(spec)
    if spec.scaling == "keda":
        labels["scaledobject.keda.sh/name"] = spec.name
        labels["app.kubernetes.io/managed-by"] = "keda-operator"
    body = {
        "scaleTargetRef": {"apiVersion": API_VERSIONS[spec.kind], "kind": spec.kind, "name": spec.name},
        "minReplicas": spec.min_replicas,
        "maxReplicas": spec.max_replicas,
        "metrics": [_metric_spec(spec)],
        "behavior": {
            "scaleUp": {
                "stabilizationWindowSeconds": 0,
                "selectPolicy": "Max",
                "policies": [
                    {"type": "Pods", "value": 4, "periodSeconds": 15},
                    {"type": "Percent", "value": 100, "periodSeconds": 15},
                ],
            },
            "scaleDown": {
                "stabilizationWindowSeconds": 300,
                "selectPolicy": "Max",
                "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}],
            },
        },
    }
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": metadata(
            autoscaler_name(spec),
            spec.namespace,
            labels=labels,
            annotations=template_annotation(spec),
            created_s=created_s,
        ),
        "spec": body,
    }


def _metric_spec(spec: WorkloadSpec) -> JsonObject:
    if spec.scaling == "keda":
        selector = {"matchLabels": {"scaledobject.keda.sh/name": spec.name}}
        target = {"type": "AverageValue", "averageValue": f"{spec.target:.0f}"}
        return {"type": "External", "external": {"metric": {"name": SCALER, "selector": selector}, "target": target}}
    target_cpu = {"type": "Utilization", "averageUtilization": round(spec.target * 100)}
    return {"type": "Resource", "resource": {"name": "cpu", "target": target_cpu}}


def hpa_status(spec: WorkloadSpec, state: AutoscalerState, clock: WorldClock, since: dict[str, float]) -> JsonObject:
    """The status of an HPA; `since` holds the time at which each condition last changed."""
    status: JsonObject = {
        "currentReplicas": state.current,
        "desiredReplicas": state.desired,
        "conditions": [
            condition(each.type, each.status, each.reason, each.message, since.get(each.type, clock.start_s))
            for each in state.conditions
        ],
        "currentMetrics": None,
        "lastScaleTime": None,
    }
    if state.last_scale_s is not None:
        status["lastScaleTime"] = stamp(clock.real(state.last_scale_s))
    if state.metric is not None:
        status["currentMetrics"] = [_current_metric(spec, state.metric, state.current)]
    return status


def _current_metric(spec: WorkloadSpec, metric: float, replicas: int) -> JsonObject:
    if spec.scaling == "keda":
        average = f"{round(1000 * metric / max(1, replicas))}m"
        return {"type": "External", "external": {"metric": {"name": SCALER}, "current": {"averageValue": average}}}
    current = {"averageUtilization": round(metric * 100), "averageValue": cpu_text(round(metric * spec.cpu_cores, 3))}
    return {"type": "Resource", "resource": {"name": "cpu", "current": current}}


def scaled_object(spec: WorkloadSpec, created_s: float) -> JsonObject:
    """The ScaledObject of the delivery workers: Kafka lag per replica."""
    return {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": template_metadata(spec, created_s),
        "spec": {
            "scaleTargetRef": {"apiVersion": API_VERSIONS[spec.kind], "kind": spec.kind, "name": spec.name},
            "pollingInterval": 15,
            "cooldownPeriod": 300,
            "minReplicaCount": spec.min_replicas,
            "maxReplicaCount": spec.max_replicas,
            "triggers": [
                {
                    "type": "kafka",
                    "metadata": {
                        "bootstrapServers": f"kafka.{spec.namespace}.svc:9092",
                        "consumerGroup": CONSUMER_GROUP,
                        "topic": TOPIC,
                        "lagThreshold": f"{spec.target:.0f}",
                        "activationLagThreshold": "0",
                    },
                    "authenticationRef": {"name": KAFKA_AUTHENTICATION},
                }
            ],
        },
    }


def scaled_object_status(spec: WorkloadSpec, *, failure: str, active: bool, paused: bool) -> JsonObject:
    """Status of the ScaledObject; `failure` is the reason why its scaler cannot be built, or "".

    KEDA's conditions have no times.
    """
    ready_text = "ScaledObject is defined correctly and is ready for scaling"
    why = "TriggerError" if failure else "ScaledObjectReady"
    active_text = "Scaling is performed because triggers are active" if active else "no trigger is active"
    rows = (
        ("Ready", not failure, why, failure or ready_text),
        ("Active", active and not failure, "ScalerActive" if active else "ScalerNotActive", active_text),
        ("Fallback", False, "NoFallbackFound", "No fallbacks are active on this scaled object"),
        ("Paused", paused, "ScaledObjectPaused" if paused else "ScaledObjectUnpaused", ""),
    )
    return {
        "conditions": [
            {"type": kind, "status": str(status), "reason": reason, "message": message}
            for kind, status, reason, message in rows
        ],
        "hpaName": autoscaler_name(spec),
        "externalMetricNames": [SCALER],
        "originalReplicaCount": spec.replicas,
        "scaleTargetKind": f"{API_VERSIONS[spec.kind]}.{spec.kind}",
        "scaleTargetGVKR": {"group": "apps", "version": "v1", "kind": spec.kind, "resource": "deployments"},
        "triggersTypes": "kafka",
        "authenticationsTypes": KAFKA_AUTHENTICATION,
        "health": {SCALER: {"numberOfFailures": 1 if failure else 0, "status": "Failing" if failure else "Happy"}},
    }


def kafka_credentials(namespace: str) -> dict[str, str]:
    """What the Secret of a cell holds; the values are the lab's own and open nothing."""
    return {"sasl": "plaintext", "username": "lab-keda", "password": f"lab-only-{namespace}"}


def kafka_secret(namespace: str, created_s: float) -> JsonObject:
    """The Secret that KEDA's trigger needs."""
    encoded = {key: base64.b64encode(value.encode()).decode() for key, value in kafka_credentials(namespace).items()}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "Opaque",
        "metadata": metadata(KAFKA_SECRET, namespace, labels={"app.kubernetes.io/name": "kafka"}, created_s=created_s),
        "data": encoded,
    }


def trigger_authentication(namespace: str, created_s: float) -> JsonObject:
    """Where KEDA reads the credentials of Kafka."""
    references = [{"parameter": name, "name": KAFKA_SECRET, "key": name} for name in ("sasl", "username", "password")]
    return {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "TriggerAuthentication",
        "metadata": metadata(KAFKA_AUTHENTICATION, namespace, created_s=created_s),
        "spec": {"secretTargetRef": references},
    }


def vpa_object(spec: WorkloadSpec, created_s: float) -> JsonObject:
    """A VPA that only recommends."""
    return {
        "apiVersion": "autoscaling.k8s.io/v1",
        "kind": "VerticalPodAutoscaler",
        "metadata": metadata(spec.name, spec.namespace, labels=workload_labels(spec), created_s=created_s),
        "spec": {
            "targetRef": {"apiVersion": API_VERSIONS[spec.kind], "kind": spec.kind, "name": spec.name},
            "updatePolicy": {"updateMode": "Off"},
        },
    }


def vpa_status(spec: WorkloadSpec, used_cores: float, since_s: float) -> JsonObject:
    """Recommendation from the use of one pod, with the recommender's 15 % margin, rounded to what it publishes."""
    cores = math.ceil(max(0.025, used_cores * 1.15) * 1000 / 5) * 5 / 1000
    memory = spec.memory_bytes * 0.62

    def row(factor: float) -> JsonObject:
        return {"cpu": cpu_text(round(cores * factor, 3)), "memory": memory_text(memory * factor)}

    return {
        "conditions": [condition("RecommendationProvided", True, "", "", since_s)],
        "recommendation": {
            "containerRecommendations": [
                {
                    "containerName": spec.name,
                    "lowerBound": row(0.6),
                    "target": row(1.0),
                    "uncappedTarget": row(1.0),
                    "upperBound": row(2.4),
                }
            ]
        },
    }
