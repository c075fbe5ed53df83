"""What the backpressure chain is read from (L2.2): KEDA's metric, the autoscaler's wish, and the edge's refusals."""

from console.domain.signal import Signal
from console.domain.unit import Unit


def _hpa(key: str, metric: str) -> Signal:
    return Signal(
        key=key,
        layer=None,
        unit=Unit.COUNT,
        query=f'max by ($cell, horizontalpodautoscaler) (kube_horizontalpodautoscaler_{metric}{{$cell=~"$cells"}})',
        by=("cell", "target"),
        higher_is_better=None,
    )


def _keda(over: str) -> str:
    """Return what KEDA reads of queues: of all Kafka's triggers together; of an object without any, the largest value.

    KEDA numbers metrics and names them for what they read (``s0-kafka-topic``); a clock's or a share of load beside a
    queue says nothing of it. ``over`` is how each series is read.
    """
    of_kafka = over.format(series='keda_scaler_metrics_value{$cell=~"$cells",metric=~"s[0-9]+-kafka.*"}')
    every = over.format(series='keda_scaler_metrics_value{$cell=~"$cells"}')
    each = f"max by ($cell, scaledObject, metric) ({of_kafka})"
    return f"sum by ($cell, scaledObject) ({each}) or max by ($cell, scaledObject) ({every})"


SCALING_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="keda_metric",
        layer=None,
        unit=Unit.COUNT,
        query=_keda("{series}"),
        by=("cell", "target"),
        higher_is_better=None,
    ),
    Signal(
        key="keda_active",
        layer=None,
        unit=Unit.COUNT,
        query='max by ($cell, scaledObject) (keda_scaler_active{$cell=~"$cells"})',
        by=("cell", "target"),
        higher_is_better=None,
    ),
    Signal(
        key="queue_floor",
        layer=None,
        unit=Unit.COUNT,
        query='sum by ($cell, consumergroup) (min_over_time(kafka_consumergroup_lag{$cell=~"$cells"}[5m])'
        ' and kafka_consumergroup_lag{$cell=~"$cells"} offset 5m)',
        by=("cell", "target"),
        higher_is_better=None,
    ),
    Signal(
        key="keda_ceiling",
        layer=None,
        unit=Unit.COUNT,
        query=_keda("max_over_time({series}[5m])"),
        by=("cell", "target"),
        higher_is_better=None,
    ),
    _hpa("hpa_current", "status_current_replicas"),
    _hpa("hpa_desired", "status_desired_replicas"),
    _hpa("hpa_min", "spec_min_replicas"),
    _hpa("hpa_max", "spec_max_replicas"),
    Signal(
        key="replicas_available",
        layer=None,
        unit=Unit.COUNT,
        query='max by ($cell, deployment) (kube_deployment_status_replicas_available{$cell=~"$cells"})',
        by=("cell", "target"),
        higher_is_better=None,
    ),
    Signal(
        key="edge_throttled_rps",
        layer=None,
        unit=Unit.PER_SECOND,
        query='sum by ($cell) (rate(http_server_requests_total{$cell=~"$cells",http_response_status_code="429"}[5m]))'
        ' or 0 * sum by ($cell) (rate(http_server_requests_total{$cell=~"$cells"}[5m]))',
        by=("cell",),
        higher_is_better=False,
    ),
)
"""``queue_floor`` and ``keda_ceiling`` are what lasted five minutes: diagnoses rest on them, not on a passing moment.

None has a limit: the chain is judged by how its links agree (``console.domain.backpressure``)."""
