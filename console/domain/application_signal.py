"""Lead metrics of the application layer (L1.1), and what is measured for the services of every layer."""

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.unit import Unit

_REQUESTS = 'rate(http_server_requests_total{$cell=~"$cells"}[5m])'
_FAILED = 'rate(http_server_requests_total{$cell=~"$cells",http_response_status_code=~"5.."}[5m])'
_LIMITED = 'rate(http_server_requests_total{$cell=~"$cells",http_response_status_code="429"}[5m])'

APPLICATION_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="rps",
        layer=Layer.APPLICATION,
        unit=Unit.PER_SECOND,
        query=f"sum by ($cell, $service) ({_REQUESTS})",
        by=("cell", "service"),
        higher_is_better=None,
        lead=True,
    ),
    Signal(
        key="queue_length",
        layer=Layer.APPLICATION,
        unit=Unit.COUNT,
        query='sum by ($cell, consumergroup) (kafka_consumergroup_lag{$cell=~"$cells"})',
        by=("cell", "target"),
        higher_is_better=False,
        lead=True,
    ),
    Signal(
        key="rps_by_segment",
        layer=Layer.APPLICATION,
        unit=Unit.PER_SECOND,
        query=f"sum by ($cell, $segment) ({_REQUESTS})",
        by=("cell", "segment"),
        higher_is_better=None,
    ),
    Signal(
        key="in_flight",
        layer=Layer.APPLICATION,
        unit=Unit.COUNT,
        query='sum by ($cell, $service) (http_server_active_requests{$cell=~"$cells"})',
        by=("cell", "service"),
        higher_is_better=None,
    ),
    Signal(
        key="error_ratio",
        layer=None,
        unit=Unit.RATIO,
        query=f"(sum by ($cell, $service) ({_FAILED}) or 0 * sum by ($cell, $service) ({_REQUESTS}))"
        f" / sum by ($cell, $service) ({_REQUESTS})",
        by=("cell", "service"),
        higher_is_better=False,
        warning=0.01,
        critical=0.05,
    ),
    Signal(
        key="throttled_ratio",
        layer=Layer.APPLICATION,
        unit=Unit.RATIO,
        query=f"(sum by ($cell) ({_LIMITED}) or 0 * sum by ($cell) ({_REQUESTS})) / sum by ($cell) ({_REQUESTS})",
        by=("cell",),
        higher_is_better=False,
    ),
    Signal(
        key="cpu_saturation",
        layer=None,
        unit=Unit.RATIO,
        query='sum by ($cell, $service) (rate(container_cpu_usage_seconds_total{$cell=~"$cells"}[5m]))'
        ' / sum by ($cell, $service) (kube_pod_container_resource_requests{$cell=~"$cells",resource="cpu"})',
        by=("cell", "service"),
        higher_is_better=False,
        warning=0.8,
        critical=1.0,
    ),
)
"""Where the default limits come from.

- ``error_ratio``: requirements E4.1 (1 %) and E4.2 (critical over 5 %).
- ``cpu_saturation``: 80 % is what a HorizontalPodAutoscaler of autoscaling/v1 aims at when nothing is said (Kubernetes
  API reference); over 1 the service uses more than it has reserved.
- ``queue_length`` and ``throttled_ratio`` have none: how much is too much depends on the consumer's speed and on the
  quota; the KEDA trigger's own target and the estate's ``thresholds`` say it.
- A ratio over nothing (no requests at all) is 0/0 and therefore missing, not zero.
"""
