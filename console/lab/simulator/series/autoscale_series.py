"""Series about autoscalers and deployments, as kube-state-metrics and KEDA publish them."""

from collections.abc import Iterator

from console.lab.simulator.estate_state import Labels
from console.lab.simulator.level import Level
from console.lab.simulator.series.sample import Sample
from console.lab.simulator.workload_spec import WorkloadSpec

SCALER = "s0-kafka-newsletter-jobs"


def autoscaler_name(spec: WorkloadSpec) -> str:
    """Name of the HPA of a workload; KEDA makes its own."""
    return f"keda-hpa-{spec.name}" if spec.scaling == "keda" else spec.name


def autoscaler_samples(
    spec: WorkloadSpec, current: Level, desired: Level, least: Level, most: Level
) -> Iterator[Sample]:
    """State and bounds of one HPA."""
    labels = (*_common(spec), ("horizontalpodautoscaler", autoscaler_name(spec)))
    for name, value in (
        ("status_current_replicas", current),
        ("status_desired_replicas", desired),
        ("spec_min_replicas", least),
        ("spec_max_replicas", most),
    ):
        yield Sample(f"kube_horizontalpodautoscaler_{name}", labels, value)


def keda_samples(spec: WorkloadSpec, lag: Level, active: Level) -> Iterator[Sample]:
    """What KEDA reads for one ScaledObject."""
    labels = (*_common(spec), ("scaledObject", spec.name), ("scaler", "kafkaScaler"), ("metric", SCALER))
    yield Sample("keda_scaler_metrics_value", labels, lag)
    yield Sample("keda_scaler_active", labels, active)


def deployment_samples(spec: WorkloadSpec, wanted: Level, available: Level) -> Iterator[Sample]:
    """Replicas of one deployment."""
    labels = (*_common(spec), ("deployment", spec.name))
    yield Sample("kube_deployment_spec_replicas", labels, wanted)
    yield Sample("kube_deployment_status_replicas_available", labels, available)


def _common(spec: WorkloadSpec) -> Labels:
    if not spec.cell:
        return (("namespace", spec.namespace), ("service", spec.name))
    return (("cell", spec.cell), ("namespace", spec.namespace), ("service", spec.name))
