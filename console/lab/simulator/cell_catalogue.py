"""The cells and services that the lab can build: places, shares, sizes."""

from dataclasses import dataclass
from typing import Literal

GIB = 1 << 30
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's name, kind, location and size; `services` in the order of the request path."""

    name: str
    kind: Literal["regional", "functional"]
    region: str
    zone: str
    utc_offset_h: float
    units: float
    mix: tuple[float, float, float]
    newsletters_per_s: float
    services: tuple[str, ...]
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceSize:
    """One service of the cell template: its layer, size per replica and how it scales."""

    layer: str
    cpu_cores: float
    memory_bytes: int
    capacity_rps: float
    fan_in: float
    scaling: Literal["hpa", "keda", "vpa", "fixed"]
    target: float
    start_s: float


FULL = ("web", "bff", "personalize", "delivery", "llm-serving", "scheduler", "slo-controller")
STREAM = ("postgres", "kafka")
CACHE = ("postgres", "redis")

PLACES: tuple[Place, ...] = (
    Place("tokyo", "regional", "ap-northeast-1", "JP", 9, 30, (0.34, 0.46, 0.20), 34.0, FULL, STREAM),
    Place("osaka", "regional", "ap-northeast-3", "JP", 9, 20, (0.30, 0.52, 0.18), 22.0, FULL, STREAM),
    Place("frankfurt", "regional", "eu-central-1", "DE", 1, 24, (0.38, 0.38, 0.24), 26.0, FULL, STREAM),
    Place(
        "content", "functional", "ap-northeast-1", "JP", 9, 10, (0.50, 0.20, 0.30), 12.0,
        ("web", "bff", "personalize", "delivery", "llm-serving", "scheduler"), STREAM,
    ),
    Place(
        "ai", "functional", "ap-northeast-1", "JP", 9, 12, (0.45, 0.15, 0.40), 0.0,
        ("web", "bff", "personalize", "llm-serving", "scheduler", "slo-controller"), CACHE,
    ),
    # Deliberately below the scaling unit's lower bound of five services, and drifted from its template (L1.2, L1.4).
    Place("infra", "functional", "ap-northeast-1", "JP", 9, 4, (0.60, 0.05, 0.35), 0.0,
          ("web", "bff", "llm-serving", "scheduler"), CACHE),
)  # fmt: skip

FURTHER_PLACES: tuple[tuple[str, str, str, float], ...] = (
    ("singapore", "ap-southeast-1", "SG", 8),
    ("sydney", "ap-southeast-2", "AU-NSW", 10),
    ("mumbai", "ap-south-1", "IN-WE", 5.5),
    ("virginia", "us-east-1", "US-MIDA-PJM", -5),
    ("oregon", "us-west-2", "US-NW-PACW", -8),
    ("dublin", "eu-west-1", "IE", 0),
    ("paris", "eu-west-3", "FR", 1),
    ("stockholm", "eu-north-1", "SE-SE3", 1),
    ("saopaulo", "sa-east-1", "BR-CS", -3),
    ("montreal", "ca-central-1", "CA-QC", -5),
)
"""Name, region, grid zone and offset of the regional cells beyond the default six (cycled for very large labs)."""

SERVICES: dict[str, ServiceSize] = {
    "web": ServiceSize("presentation", 0.5, 256 * MIB, 125.0, 1.0, "hpa", 0.60, 6.0),
    "bff": ServiceSize("application", 0.5, 384 * MIB, 110.0, 0.92, "hpa", 0.65, 7.0),
    "personalize": ServiceSize("ai", 1.0, 1 * GIB, 80.0, 0.506, "fixed", 0.62, 12.0),
    "delivery": ServiceSize("application", 0.25, 256 * MIB, 40.0, 0.0, "keda", 600.0, 5.0),
    "llm-serving": ServiceSize("ai", 2.0, 6 * GIB, 20.0, 0.092, "fixed", 0.60, 25.0),
    "scheduler": ServiceSize("automation", 0.2, 256 * MIB, 20.0, 0.0, "vpa", 0.0, 5.0),
    "slo-controller": ServiceSize("control", 0.1, 128 * MIB, 20.0, 0.0, "fixed", 0.0, 4.0),
}

STORES: dict[str, tuple[float, int, float, int]] = {
    "postgres": (1.0, 4 * GIB, 1400.0, 2),
    "redis": (0.5, 2 * GIB, 6000.0, 2),
    "kafka": (1.0, 3 * GIB, 1500.0, 3),
}
"""CPU cores, memory, queries per second and usual number of replicas of a data store."""

SYSTEM: tuple[tuple[str, str, float, int, int], ...] = (
    ("kube-system", "coredns", 0.1, 170 * MIB, 2),
    ("kube-system", "metrics-server", 0.1, 200 * MIB, 1),
    ("kube-system", "cluster-autoscaler", 0.1, 600 * MIB, 1),
    ("istio-system", "istiod", 0.5, 2 * GIB, 2),
    ("edge", "cell-router", 0.5, 512 * MIB, 3),
    ("keda", "keda-operator", 0.1, 256 * MIB, 1),
    ("keda", "keda-metrics-apiserver", 0.1, 256 * MIB, 1),
    ("gatekeeper-system", "gatekeeper-controller-manager", 0.1, 512 * MIB, 1),
    ("argo-rollouts", "argo-rollouts", 0.1, 256 * MIB, 1),
    ("monitoring", "kube-state-metrics", 0.1, 256 * MIB, 1),
)
"""Namespace, name, CPU cores, memory and replicas of what the cells stand on."""
GUARDIANS: tuple[tuple[str, str, float, int, int], ...] = (("guardian-system", "audit-worker", 0.5, 512 * MIB, 2),)
"""What audits the repositories; nothing of the cells stands on it, so it does not count towards their size."""
